/** What a person wrote as the address of something on the web, in one form; or why it is none, as a whole sentence. */
type WebAddress =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: string };

const LONGEST = 2048;
/** The URL standard takes more slashes, fewer, and the other ones: a typing error is not to become another host. */
const BEGINNING = /^https?:\/\/(?=[^/\\])/i;

function no(problem: string): WebAddress {
  return { ok: false, problem };
}

/**
 * `http` or `https`, host, port and path. The host is put into lower case and IDNA's form, a final dot and slashes are taken
 * off, and so is the scheme's own port. It never repeats the text: that may hold a password.
 * @param mayHave what else the address may have: a hook of the owner's has both, an address that customers see neither
 */
export function parseWebAddress(
  text: string,
  mayHave: { readonly query?: boolean; readonly credentials?: boolean } = {},
): WebAddress {
  const trimmed = text.trim();
  if (trimmed === '') return no('The address is empty.');
  if (trimmed.length > LONGEST) return no(`The address is longer than ${LONGEST} characters.`);
  if (/[\s\p{C}\\]/u.test(trimmed))
    return no('The address holds a space, a backslash or a control character.');
  if (!BEGINNING.test(trimmed))
    return no('The address is not an http or https address: write http:// or https:// and the host.');
  if (!URL.canParse(trimmed))
    return no('The address names no host and port that could exist; ports go up to 65535.');
  const url = new URL(trimmed);
  const hasCredentials = url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(trimmed);
  if (hasCredentials && mayHave.credentials !== true) {
    return no('The address holds a user or password, which everybody who sees it would have: leave it out.');
  }
  if (url.port === '0') return no('The address has port 0, where nothing answers.');
  url.hostname = url.hostname.replace(/\.$/, '');
  if (mayHave.query !== true && (url.search !== '' || url.hash !== '' || /[?#]/.test(trimmed))) {
    return no('The address has a ? or # part: leave it out.');
  }
  return { ok: true, url: mayHave.query === true ? url.href : url.href.replace(/\/+$/, '') };
}
