import type { ElectronApplication, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launch } from './electron-launch.ts';
import type { Stage } from './stage.ts';

export async function openElectronStage(folder: string, display: string): Promise<Stage> {
  let app = await launch(folder, display);
  let page: Page = await app.firstWindow();
  const restart = async () => {
    app = await launch(folder, display);
    page = await app.firstWindow();
  };
  const shownText = (): Promise<string> =>
    app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const text = window?.webContents.executeJavaScript('document.body.innerText');
      // A page that is dead has no answer, not even a no.
      const silence = new Promise((resolve) => setTimeout(resolve, 5000, ''));
      return String(await Promise.race([text, silence]));
    });
  return {
    folder,
    get page() {
      return page;
    },
    outlivesWindow: false,
    reopen: async () => {
      await closeApp(app);
      await restart();
    },
    crash: async (text) => {
      await app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
      await expect.poll(() => shownText().catch(String), { interval: 200 }).toContain(text);
      // Playwright holds the page for lost; the app is opened anew to look on.
      await closeApp(app);
      await restart();
    },
    killTill: async () => {
      const child = app.process();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await restart();
    },
    close: () => closeApp(app),
  };
}

async function closeApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
  await app.close();
  await gone;
}
