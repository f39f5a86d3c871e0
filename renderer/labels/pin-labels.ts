const SHORTEST = 4;
const LONGEST_PIN = 8;

export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text);
}

/** Whether a new PIN was typed twice, the same both times. */
export function isSamePin(pin: string, again: string): boolean {
  return isPin(pin) && pin === again;
}

/** Whether what was typed so far for the second time cannot become the PIN any more. */
export function differsFromPin(pin: string, again: string): boolean {
  return again !== '' && !pin.startsWith(again);
}

/** The digits after a key of the pad; more than eight are not taken. */
export function pinAfter(pin: string, key: string): string {
  if (key === 'back') return pin.slice(0, -1);
  if (key === 'clear') return '';
  return pin.length < LONGEST_PIN ? pin + key : pin;
}

/** Dots for the digits typed, and places for those that are missing at least. */
export function pinPlaces(pin: string): readonly boolean[] {
  return Array.from({ length: Math.max(SHORTEST, pin.length) }, (_, index) => index < pin.length);
}
