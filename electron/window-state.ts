import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

/** Where a window stands on the desktop, in pixels that do not depend on the screen's density. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** undefined for the middle of the main screen. */
  readonly position?: { readonly x: number; readonly y: number } | undefined;
  readonly width: number;
  readonly height: number;
  readonly isMaximised: boolean;
}

export const SMALLEST = { width: 360, height: 560 } as const;
export const FIRST_STATE: WindowState = { width: 1180, height: 820, isMaximised: false };

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const schema = v.object({
  position: v.optional(v.object({ x: whole, y: whole })),
  width: v.pipe(whole, v.minValue(SMALLEST.width)),
  height: v.pipe(whole, v.minValue(SMALLEST.height)),
  isMaximised: v.boolean(),
});

/** The window as it was left, or as it is at first. Never throws: a window is worth no fault. */
export function readWindowState(file: string, workAreas: readonly Rectangle[]): WindowState {
  try {
    const state = v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
    return isOnScreen(state, workAreas) ? state : { ...state, position: undefined };
  } catch {
    return FIRST_STATE;
  }
}

/** A monitor may be gone since: enough of the title bar must be in reach to move the window by. */
function isOnScreen({ position, width }: WindowState, workAreas: readonly Rectangle[]): boolean {
  if (position === undefined) return true;
  const { x, y } = position;
  return workAreas.some((area) => {
    const reach = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return reach >= 100 && y >= area.y && y <= area.y + area.height - 50;
  });
}

export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    // The window opens as at first next time.
  }
}
