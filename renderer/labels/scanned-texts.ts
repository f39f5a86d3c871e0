/** What was refused is not tried again within this time, though the camera goes on seeing it. */
const DISMISSED_MILLISECONDS = 8000;
/** As many codes as an animated one may have. */
const MOST = 1295;

/**
 * An animated code's frames begin so (BBQr), maybe after a scanner's prefix (AIM) and in Caps Lock's other case; anything
 * else is whole by itself.
 */
const isFrame = (text: string) => /^\s*(?:\][A-Za-z][0-9A-Za-z])*B\$/i.test(text);

/** The codes of a field: frames stand in lines of their own; the blanks and lines of anything else are part of it. */
export function codesIn(text: string): readonly string[] {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  return parts.every(isFrame) ? parts : [text.trim()];
}

/** What a camera or a hand scanner has read and the till has not yet heard. */
export class ScannedTexts {
  #texts: string[] = [];
  #isNew = false;
  readonly #dismissed = new Map<string, number>();

  /** @returns whether there is something new to tell. @param isTyped somebody means it: said again, it is tried again */
  add(text: string, now: number, isTyped = false): boolean {
    if (!isTyped && (this.#dismissed.get(text) ?? 0) > now) return false;
    if (this.#texts.includes(text)) return false;
    const isPart = isFrame(text) && this.#texts.every(isFrame) && this.#texts.length < MOST;
    this.#texts = isPart ? [...this.#texts, text] : [text];
    this.#isNew = true;
    return true;
  }

  /** All there is to tell; nothing when nothing is new since it was asked last. */
  next(): readonly string[] {
    if (!this.#isNew) return [];
    this.#isNew = false;
    return this.#texts;
  }

  /** The customer's screen shows another code now: goes on with the newest alone. @returns whether that is any other */
  restart(): boolean {
    const newest = this.#texts.at(-1);
    if (newest === undefined || this.#texts.length === 1) return false;
    this.#texts = [newest];
    this.#isNew = true;
    return true;
  }

  /** These were refused: another try begins anew, and not at once. */
  dismiss(texts: readonly string[], now: number): void {
    for (const [text, until] of this.#dismissed) if (until <= now) this.#dismissed.delete(text);
    for (const text of texts) this.#dismissed.set(text, now + DISMISSED_MILLISECONDS);
    this.#texts = this.#texts.filter((text) => !texts.includes(text));
    this.#isNew = this.#texts.length > 0;
  }
}
