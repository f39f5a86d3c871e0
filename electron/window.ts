import { app, BrowserWindow, type Session, screen } from 'electron';
import { PAGE_URL } from './screen-response.ts';
import { readWindowState, SMALLEST, type WindowState, writeWindowState } from './window-state.ts';

interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  /** Where the window's place on the desktop is kept. */
  readonly stateFile: string;
  /** Told why the screens cannot be shown any more. */
  readonly onHopeless: (reason: string) => void;
}

const MOST_CRASHES = 5;
const CRASH_MEMORY_MS = 60_000;
/** After the half minute that Chromium waits for a page that does not answer. */
const PATIENCE_MS = 10_000;
/** Chromium's code for a page that another one took the place of: a reload. */
const ABORTED = -3;

/** Opens the one window. Whatever becomes of it, the till goes on: it shows and asks, and holds nothing. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const state = readWindowState(
    options.stateFile,
    [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    title: 'Dogetill',
    width: state.width,
    height: state.height,
    ...state.position,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      // The tone of a payment sounds also before the first touch after a reload.
      autoplayPolicy: 'no-user-gesture-required',
      devTools: !app.isPackaged,
    },
  });
  if (state.isMaximised) window.maximize();
  if (state.isFullScreen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeWindowState(options.stateFile, stateOf(window)));
  reloadAfterCrash(window, options.onHopeless);
  endHanging(window);
  window.webContents.on('did-fail-load', (...[, code, description, , isMainFrame]) => {
    if (isMainFrame && code !== ABORTED) options.onHopeless(description);
  });
  window.loadURL(PAGE_URL).catch(() => undefined);
  return window;
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return {
    position: { x, y },
    width,
    height,
    isMaximised: window.isMaximized(),
    isFullScreen: window.isFullScreen(),
  };
}

/** A page that hangs is as good as dead: it is ended, and loaded anew. */
function endHanging(window: BrowserWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const forget = () => clearTimeout(timer);
  window.on('unresponsive', () => {
    forget();
    timer = setTimeout(
      () => window.isDestroyed() || window.webContents.forcefullyCrashRenderer(),
      PATIENCE_MS,
    );
  });
  window.on('responsive', forget);
  window.once('closed', forget);
}

/** The screens are loaded anew when their process dies; over and over only until it is plain that it does not help. */
function reloadAfterCrash(window: BrowserWindow, onHopeless: (reason: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < CRASH_MEMORY_MS), now];
    if (crashes.length > MOST_CRASHES) onHopeless(reason);
    else setImmediate(() => window.isDestroyed() || window.webContents.reload());
  });
}
