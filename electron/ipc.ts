import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { CallAnswer, CallName } from '../core/bridge/bridge.ts';
import { SIGN_OF_LIFE_MS } from './browser/event-stream.ts';
import { isOfModestSize, readCallRequest } from './call-request.ts';
import { CALL_CHANNEL, EVENT_CHANNEL, FOLDER_CHANNEL, LIFE_CHANNEL } from './channel-names.ts';
import type { ScreenDesk } from './screen-desk.ts';
import { isOwnPage } from './screen-response.ts';

/** Connects the window's page to its place at the till. Only that page's own frame is listened to. */
export function connectPage(
  ipc: IpcMain,
  contents: WebContents,
  {
    desk,
    chooseFolder,
  }: { readonly desk: ScreenDesk; readonly chooseFolder: () => Promise<string | undefined> },
): void {
  ipc.handle(CALL_CHANNEL, (event, name: unknown, input: unknown, override: unknown) => {
    if (!isFromPage(event, contents)) throw new Error('not a screen of the till');
    const call = isOfModestSize([input, override]) ? readCallRequest(name, input, override) : undefined;
    if (call === undefined) throw new Error('not a call of a screen');
    return desk.call(call.name, call.input, call.override) satisfies Promise<CallAnswer<CallName>>;
  });
  ipc.handle(FOLDER_CHANNEL, (event) => {
    if (!isFromPage(event, contents)) throw new Error('not a screen of the till');
    return chooseFolder();
  });
  const forget = desk.onEvent((event) => {
    if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  });
  const timer = setInterval(() => {
    if (!contents.isDestroyed()) contents.send(LIFE_CHANNEL);
  }, SIGN_OF_LIFE_MS);
  contents.once('destroyed', () => {
    clearInterval(timer);
    forget();
    desk.close();
    ipc.removeHandler(CALL_CHANNEL);
    ipc.removeHandler(FOLDER_CHANNEL);
  });
}

function isFromPage(event: IpcMainInvokeEvent, contents: WebContents): boolean {
  const { sender, senderFrame } = event;
  if (sender !== contents || senderFrame === null) return false;
  return senderFrame.parent === null && isOwnPage(senderFrame.url);
}
