import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  session,
} from 'electron';
import { openShop, type Shop } from '../core/merchant/app/tills.ts';
import { defaultDataFolder } from '../core/system/data-folder.ts';
import { setMenu } from './app-menu.ts';
import { registerAppScheme, serveScreen } from './app-protocol.ts';
import { Closing } from './closing.ts';
import { Ending } from './ending.ts';
import { FAULT_STATUS } from './exit-status.ts';
import { connectPage } from './ipc.ts';
import { systemKeychain } from './keychain.ts';
import { lockContents, lockNames, lockSession } from './lockdown.ts';
import { fileLog, terminalLog } from './log.ts';
import { watchWarnings } from './notices.ts';
import { readScreenFiles } from './screen-files.ts';
import { TillTray } from './tray.ts';
import { systemTrayIcon } from './tray-icon.ts';
import { openWindow } from './window.ts';

// The till in a window of its own. Bundled to dist/electron/main.js, beside dist/renderer.

const DEBUGGING = ['remote-debugging-port', 'remote-debugging-pipe'];
const FOLDER = path.dirname(fileURLToPath(import.meta.url));

/** Chromium's own switches stand among the arguments: what is not ours is passed over. */
function readOptions(): WindowStart {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, 'passphrase-file': { type: 'string' } },
    strict: false,
  });
  const pathOf = (given: unknown) => (typeof given === 'string' ? path.resolve(given) : undefined);
  return {
    data: pathOf(values['data']) ?? defaultDataFolder(),
    passphraseFile: pathOf(values['passphrase-file']),
  };
}

interface WindowStart {
  readonly data: string;
  readonly passphraseFile: string | undefined;
}

async function run({ data, passphraseFile }: WindowStart): Promise<void> {
  const log = app.isPackaged ? fileLog(path.join(data, 'window', 'dogetill.log')) : terminalLog();
  const uptime = () => performance.now();
  const ending = new Ending({
    app,
    log,
    uptime,
    show: (message) => dialog.showErrorBox('Dogetill', message),
  });
  process.on('uncaughtException', (error) => void ending.fail(error));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'nobody took this fault'));
  await app.whenReady();
  // A payment that comes while nobody touches the computer is answered, and a deadline kept.
  powerSaveBlocker.start('prevent-app-suspension');
  const keychain = systemKeychain({ storage: safeStorage, file: path.join(data, 'passphrase.sealed'), log });
  const shop = await openShop({ data, log, passphraseFile, keychain });
  ending.guard(() => shop.close());
  ending.heed(powerMonitor);
  // Not on disk: the screens keep nothing, and what they show is nobody's to find there.
  const profile = session.fromPartition('till');
  lockSession(profile);
  serveScreen(profile, readScreenFiles(path.join(FOLDER, '..', 'renderer')));
  setMenu();
  const window = openWindow({
    session: profile,
    preload: path.join(FOLDER, 'preload.cjs'),
    stateFile: path.join(data, 'window', 'window.json'),
    onHopeless: (reason) => {
      log.error({ reason }, 'the screens cannot be shown');
      // Not the box that stops everything: until somebody reads it, the till goes on without screens.
      const message = `The screens cannot be shown (${reason}). No payment is lost: start anew.`;
      void dialog.showMessageBox({ type: 'error', title: 'Dogetill', message }).then(() => app.quit());
    },
  });
  connectPage(ipcMain, window.webContents, {
    desk: shop.openSession(),
    chooseFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
      return filePaths[0];
    },
  });
  guardClosing(window, shop);
  // A till whose screens wait for a PIN is the one that nobody looks at.
  const forget = watchWarnings(shop.openSession({ isTrusted: true }), (notice) => show(window, notice));
  window.once('closed', forget);
  window.on('session-end', () => void ending.finish());
  app.on('second-instance', () => raise(window));
}

/** Closing the window ends the till after a question, or leaves it in the tray. */
function guardClosing(window: BrowserWindow, shop: Pick<Shop, 'openSession'>): void {
  const tray = new TillTray({
    desk: shop.openSession({ isTrusted: true }),
    makeIcon: systemTrayIcon,
    open: () => raise(window),
    quit: () => app.quit(),
    tell: (notice) => show(window, notice),
  });
  window.once('closed', tray.watch());
  const closing = new Closing({
    desk: shop.openSession({ isTrusted: true }),
    hide: () => {
      const isTaken = tray.takes();
      if (isTaken) window.hide();
      return isTaken;
    },
    ask: async ({ message, detail, buttons }) => {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message,
        detail,
        buttons: [...buttons],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
    quit: () => app.quit(),
  });
  closing.guard(window);
  app.on('before-quit', () => closing.allow());
}

function show(window: BrowserWindow, notice: { readonly title: string; readonly body: string }): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification(notice);
  notification.on('click', () => raise(window));
  notification.show();
}

function raise(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function fail(message: string): void {
  dialog.showErrorBox('Dogetill', message);
  app.exit(FAULT_STATUS);
}

// What the till writes is for this user's eyes alone.
process.umask(0o077);
const start = readOptions();
app.setName('Dogetill');
mkdirSync(path.join(start.data, 'window'), { recursive: true, mode: 0o700 });
// Chromium's own files, and the lock of the single instance: one window for each data folder.
app.setPath('userData', path.join(start.data, 'window'));
// Every page, also one that nobody meant to make. Root, whom Chromium cannot sandbox, has to say --no-sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
lockNames(app.commandLine);
// A finished app is looked into by nobody.
if (app.isPackaged) for (const name of DEBUGGING) app.commandLine.removeSwitch(name);
lockContents(app);
if (app.requestSingleInstanceLock()) {
  run(start).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
} else {
  app.exit(0);
}
