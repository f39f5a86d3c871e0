const SHORTEST = 4;
export const LONGEST_PIN = 8;

export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text);
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
