import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BridgeEvent, CallAnswer, CallName } from '../../core/bridge/bridge.ts';
import { TillTray } from '../../electron/tray.ts';

let settings: { language: 'en' | 'de'; keepsInTray: boolean };
let listener: (event: BridgeEvent) => void;
let menu: readonly MenuItemConstructorOptions[];
let icons: { title: string; isThere: boolean; click: () => void }[];
let done: string[];
let tray: TillTray;
let forget: () => void;

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function set(changes: Partial<typeof settings>): Promise<void> {
  settings = { ...settings, ...changes };
  listener({ type: 'settings_changed' });
  await settled();
}

beforeEach(() => {
  settings = { language: 'en', keepsInTray: false };
  menu = [];
  icons = [];
  done = [];
  tray = new TillTray({
    desk: {
      call: () => Promise.resolve({ ok: true, value: { settings } } as unknown as CallAnswer<CallName>),
      onEvent: (given) => {
        listener = given;
        return () => done.push('forgotten');
      },
    },
    makeIcon: () => {
      const icon: (typeof icons)[number] = { title: '', isThere: true, click: () => undefined };
      icons.push(icon);
      return {
        show: (title, items) => {
          icon.title = title;
          menu = items;
        },
        onClick: (open) => {
          icon.click = open;
        },
        destroy: () => {
          icon.isThere = false;
        },
      };
    },
    open: () => done.push('open'),
    quit: () => done.push('quit'),
    tell: ({ body }) => done.push(body),
  });
  forget = tray.watch();
});

function press(label: RegExp): void {
  const item = menu.find((one) => label.test(one.label ?? ''));
  if (item?.click === undefined) throw new Error(`the menu has no ${label}`);
  (item.click as unknown as () => void)();
}

describe('the tray', () => {
  test('is empty, and takes no window, unless the owner wants it', async () => {
    await settled();
    expect(icons).toEqual([]);
    expect(tray.takes()).toBe(false);
  });

  test('opens the window and quits by its menu and its icon', async () => {
    await set({ keepsInTray: true });
    press(/^Open/);
    press(/^Quit/);
    icons[0]?.click();
    expect(done).toEqual(['open', 'quit', 'open']);
  });

  test.each([
    ['en', 'Channels are closed in time only while Dogetill runs.'],
    ['de', 'Kanäle werden nur rechtzeitig geschlossen, solange Dogetill läuft.'],
  ] as const)('says that closing channels needs the till to run, in %s', async (language, words) => {
    await set({ keepsInTray: true, language });
    expect(menu.map(({ label }) => label)).toContain(words);
    expect(icons[0]?.title).toContain(words);
    expect(tray.takes()).toBe(true);
    expect(done.join()).toMatch(language === 'en' ? /only while it runs/ : /solange es läuft/);
  });

  test('tells once where the window went', async () => {
    await set({ keepsInTray: true });
    expect([tray.takes(), tray.takes(), done.length]).toEqual([true, true, 1]);
  });

  test('has one icon, and none when the owner does not want it any more', async () => {
    await set({ keepsInTray: true });
    await set({ language: 'de' });
    expect(icons).toHaveLength(1);
    await set({ keepsInTray: false });
    expect(icons.map(({ isThere }) => isThere)).toEqual([false]);
    expect(tray.takes()).toBe(false);
  });

  test('is gone with the window', async () => {
    await set({ keepsInTray: true });
    forget();
    expect([icons[0]?.isThere, done]).toEqual([false, ['forgotten']]);
  });
});
