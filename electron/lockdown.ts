import type { App, CommandLine, Session, WebContents } from 'electron';
import { isOwnPage, SCHEME } from './screen-response.ts';

/** Writing plain text, at the push of a button. */
const COPYING = 'clipboard-sanitized-write';
/** What the page put together itself, for its owner to keep. */
const OWN_BLOBS = `blob:${SCHEME}:`;

/** Port 0 is nobody's: what Chromium would send there goes nowhere. */
const NO_WAY_OUT = 'socks5://127.0.0.1:0';

/** What pages of this profile may ever do: show the screens, look through the camera, copy a text, save a file. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isCamera = permission === 'media' && kinds.length > 0 && kinds.every((kind) => kind === 'video');
    answer((isCamera || permission === COPYING) && isOwnPage(contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission, _origin, { mediaType }) => {
    const isCamera = permission === 'media' && mediaType === 'video';
    return (isCamera || permission === COPYING) && contents !== null && isOwnPage(contents.getURL());
  });
  // WebRTC, preconnect and prefetch are asked of neither policy nor filter: they find no way out.
  void session.setProxy({ mode: 'fixed_servers', proxyRules: NO_WAY_OUT, proxyBypassRules: '<-loopback>' });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  // The content policy says the same to the page; this is said to Chromium, which the page cannot talk round.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !/^(?:app|blob|data|devtools):/.test(url) });
  });
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(OWN_BLOBS)) event.preventDefault();
  });
}

/** Before the app is ready: no name is looked up for any page. The till's own connections are not Chromium's. */
export function lockNames(commandLine: CommandLine): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Holds for every page that is ever made, the ones that nobody meant to make above all. */
export function lockContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => lock(contents));
}

function lock(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // No page keeps the app from being closed.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
