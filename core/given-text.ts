/** What a person's file says, or why it says nothing, as the rest of a sentence about the file. */
export type GivenText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

const UTF16 = 'is UTF-16, as Notepad writes "Unicode": save it as UTF-8';

/**
 * Decodes a file that a person wrote. A byte order mark is the editor's, not the person's. Text in UTF-16 shows by its
 * mark, or by the zero byte that every second one of plain English is.
 */
export function decodeGivenText(bytes: Uint8Array): GivenText {
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (hasMark || bytes.includes(0)) return { ok: false, problem: UTF16 };
  try {
    // TextDecoder takes one UTF-8 mark off.
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, problem: 'is not UTF-8: save it as UTF-8' };
  }
}

/** The first line, without its end, whatever system wrote it. */
export function firstLine(text: string): string {
  return text.split(/\r\n|\n|\r/, 1)[0] ?? '';
}
