import type { App, Session, WebContents } from 'electron';
import { isOwnPage, SCHEME } from './screen-response.ts';

/** Writing plain text, at the push of a button. */
const COPYING = 'clipboard-sanitized-write';
/** What the page put together itself, for its owner to keep. */
const OWN_BLOBS = `blob:${SCHEME}:`;

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
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
