import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describePractice } from './practice-flows.ts';
import { describeShop } from './shop-flows.ts';
import { says } from './stage/clerk.ts';
import { Eavesdropper } from './stage/eavesdropper.ts';
import { launch, startDisplay } from './stage/electron-launch.ts';
import { openElectronStage } from './stage/electron-stage.ts';
import { PATIENCE_MS } from './stage/patience.ts';
import { newFolder, removeFolder } from './stage/stage.ts';

const display = await startDisplay();
afterAll(() => display.stop());

describePractice((folder) => openElectronStage(folder, display.name));
describeShop((folder) => openElectronStage(folder, display.name));

describe('the window', () => {
  const folder = newFolder();
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    app = await launch(folder, display.name);
    page = await app.firstWindow();
    await page.locator('h1').first().waitFor({ state: 'attached' });
  });

  afterAll(async () => {
    await app?.close();
    removeFolder(folder);
  });

  test('has no Node and nothing of Electron but the bridge', async () => {
    const known = await page.evaluate(() => {
      const own = globalThis as unknown as Record<string, object | undefined>;
      return [typeof own['process'], typeof own['require'], Object.keys(own['dogetill'] ?? {}).sort()];
    });
    expect(known).toEqual(['undefined', 'undefined', ['call', 'chooseFolder', 'onEvent', 'onSignOfLife']]);
  });

  test('is sandboxed and isolated', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  test('sends no packet by the ways that neither content policy nor filter rules', async () => {
    const heard = new Eavesdropper();
    const { udp, tcp } = await heard.open();
    try {
      await page.evaluate(
        async ([udpPort, tcpPort]) => {
          const servers = [
            { urls: `stun:127.0.0.1:${udpPort}` },
            { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'a', credential: 'b' },
          ];
          const connection = new RTCPeerConnection({ iceServers: servers });
          connection.createDataChannel('way out');
          await connection.setLocalDescription(await connection.createOffer());
          const link = document.createElement('link');
          link.rel = 'preconnect';
          link.href = `http://127.0.0.1:${tcpPort}`;
          document.head.append(link);
          while (connection.iceGatheringState !== 'complete') {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          connection.close();
        },
        [udp, tcp] as const,
      );
      expect(heard.packets).toBe(0);
    } finally {
      heard.close();
    }
  });

  test('reaches no network, not even this machine', async () => {
    for (const address of ['https://shop.example/', 'http://127.0.0.1:9/', 'file:///etc/hostname']) {
      const outcome = page.evaluate((url) => fetch(url).then(() => 'reached', String), address);
      expect(await outcome).toContain('Failed to fetch');
    }
  });

  test('stays where it is, and opens no other', async () => {
    const address = page.url();
    await page.evaluate(() => {
      globalThis.open('https://shop.example/');
      globalThis.location.href = 'https://shop.example/';
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(page.url()).toBe(address);
    expect(app.windows()).toHaveLength(1);
  });

  test('may use the camera and copy, and nothing else that asks for leave', async () => {
    const state = (name: string) =>
      page.evaluate(
        (asked) =>
          navigator.permissions.query({ name: asked as PermissionName }).then(
            (permission) => permission.state,
            () => 'unknown',
          ),
        name,
      );
    for (const name of ['microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read']) {
      expect(await state(name), name).toBe('denied');
    }
    for (const name of ['camera', 'clipboard-write']) expect(await state(name), name).toBe('granted');
  });

  test('gets no answer to a call that no screen makes', async () => {
    const refused = page.evaluate(() => {
      const { dogetill } = globalThis as unknown as { dogetill: { call(name: string): Promise<unknown> } };
      return dogetill.call('__proto__').catch(String);
    });
    expect(await refused).toContain('not a call of a screen');
  });

  test('looks into the folder of a backup that the system’s dialog gave, and says what is wrong with it', async () => {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    const steps = [says('begins.backup'), says('setup.next')];
    await page.evaluate(() => {
      globalThis.location.hash = '#/setup';
    });
    await page.getByRole('button', { name: steps[1] as string, exact: true }).click();
    await page.getByText(steps[0] as string, { exact: true }).click();
    await page.getByRole('button', { name: steps[1] as string, exact: true }).click();
    await page.getByRole('button', { name: says('backup.choose'), exact: true }).click();
    await page.getByText(says('refusal.backup_unusable.incomplete')).waitFor();
    expect(await page.getByLabel(says('backup.folder'), { exact: true }).inputValue()).toBe(folder);
    await page.evaluate(() => {
      globalThis.location.hash = '#/charge';
    });
  });

  test('says within 3 s that the till hangs, and shows itself again when it goes on', async () => {
    // The window has a process of its own, which notes what it shows while the till's does nothing.
    await page.evaluate(() => {
      const noted = globalThis as unknown as { goneAt?: number; hungAt?: number };
      noted.hungAt = Date.now();
      new MutationObserver((_, observer) => {
        if (document.querySelector('.till-gone h1') === null) return;
        noted.goneAt = Date.now();
        observer.disconnect();
      }).observe(document.body, { childList: true, subtree: true });
    });
    await app.evaluate(() => {
      const until = Date.now() + 5000;
      while (Date.now() < until);
    });
    const isGone = () => page.evaluate(() => document.querySelector('.till-gone h1') !== null);
    await expect.poll(isGone, { timeout: PATIENCE_MS }).toBe(false);
    const tookMs = await page.evaluate(() => {
      const { goneAt = Number.NaN, hungAt = 0 } = globalThis as unknown as {
        goneAt?: number;
        hungAt?: number;
      };
      return goneAt - hungAt;
    });
    expect(tookMs).toBeLessThan(3500);
  });

  test('goes into the tray when it is closed, where the owner wants that, and comes back by its icon', async () => {
    // The icon can be had from nowhere but itself.
    await app.evaluate(({ Tray }) => {
      const known = globalThis as unknown as { icon?: Electron.Tray };
      const { setToolTip } = Tray.prototype;
      Tray.prototype.setToolTip = function (this: Electron.Tray, text: string) {
        known.icon = this;
        setToolTip.call(this, text);
      };
    });
    const keep = (keepsInTray: boolean) =>
      page.evaluate((value) => {
        const { dogetill } = globalThis as unknown as {
          dogetill: { call(name: string, input: object): Promise<unknown> };
        };
        return dogetill.call('saveSettings', { keepsInTray: value });
      }, keepsInTray);
    const isShown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    const hasIcon = () =>
      app.evaluate(() => {
        const { icon } = globalThis as unknown as { icon?: Electron.Tray };
        return icon !== undefined && !icon.isDestroyed();
      });
    await keep(true);
    await expect.poll(hasIcon).toBe(true);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isShown).toBe(false);
    await app.evaluate(() => (globalThis as unknown as { icon: Electron.Tray }).icon.emit('click'));
    await expect.poll(isShown).toBe(true);
    await keep(false);
    await expect.poll(hasIcon).toBe(false);
  });

  test('exists once for a data folder', async () => {
    const second = await launch(folder, display.name).catch(() => undefined);
    await second?.waitForEvent('close').catch(() => undefined);
    expect(second?.windows() ?? []).toEqual([]);
    expect(app.windows()).toHaveLength(1);
  });

  test('leaves a folder that is closed when it is quit', async () => {
    await app.close();
    const data = path.join(folder, 'practice');
    expect(existsSync(path.join(data, 'till.sqlite'))).toBe(true);
    // SQLite takes these away when the last connection is closed in order.
    expect(existsSync(path.join(data, 'till.sqlite-wal'))).toBe(false);
    expect(existsSync(path.join(data, 'control.json'))).toBe(false);
  });
});
