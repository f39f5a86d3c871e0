import { pageHeaders } from './page-headers.ts';
import { PAGE, type ScreenFile } from './screen-files.ts';

/** Pages of this scheme come from the program itself; a page of the network can never have such an address. */
export const SCHEME = 'app';
const HOST = 'till';
export const PAGE_URL = `${SCHEME}://${HOST}${PAGE}`;

const HEADERS = pageHeaders("'none'");

/** Answers the window's request for one of the screen's files, and no other. */
export function screenResponse(
  files: ReadonlyMap<string, ScreenFile>,
  request: { readonly method: string; readonly url: string },
): Response {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const isAsked = request.method === 'GET' && url?.protocol === `${SCHEME}:` && url.host === HOST;
  const file = isAsked ? files.get(url.pathname) : undefined;
  if (file === undefined) return new Response(null, { status: 404, headers: HEADERS });
  return new Response(file.bytes, { headers: { ...HEADERS, 'content-type': file.type } });
}

/** Whether an address is the screens' page; only that one is listened to. */
export function isOwnPage(address: string): boolean {
  return address.replace(/[?#].*$/s, '') === PAGE_URL;
}
