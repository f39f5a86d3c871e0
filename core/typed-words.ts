/** What stands between words: spaces, numbers, commas, bullets, line ends. */
const BETWEEN = /[^\p{L}\p{M}]+/u;

/** The words of a list as somebody typed or pasted it: numbered, with commas or bullets, on several lines, in capitals. */
export function splitWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(BETWEEN)
    .filter((word) => word !== '');
}
