import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

/** Where a window stands on the desktop, in pixels that do not depend on the screen's density. */
interface Rectangle {
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
  /** A till that fills its screen does so again. */
  readonly isFullScreen: boolean;
}

export const SMALLEST = { width: 360, height: 560 } as const;
export const FIRST_STATE: WindowState = { width: 1180, height: 820, isMaximised: false, isFullScreen: false };

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const schema = v.object({
  position: v.optional(v.object({ x: whole, y: whole })),
  width: v.pipe(whole, v.minValue(SMALLEST.width)),
  height: v.pipe(whole, v.minValue(SMALLEST.height)),
  isMaximised: v.boolean(),
  isFullScreen: v.optional(v.boolean(), false),
});

/**
 * The window as it was left, or as it is at first, and no larger than its screen. Never throws: a window is worth no
 * fault.
 * @param workAreas of the screens, the main one first
 */
export function readWindowState(file: string, workAreas: readonly Rectangle[]): WindowState {
  const state = readState(file);
  const area = workAreas.find((one) => isWithin(state, one));
  if (area !== undefined) return fitted(state, area);
  return fitted({ ...state, position: undefined }, workAreas[0]);
}

function readState(file: string): WindowState {
  try {
    return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return FIRST_STATE;
  }
}

/** A monitor may be gone since: enough of the title bar must be in reach to move the window by. */
function isWithin({ position, width }: WindowState, area: Rectangle): boolean {
  if (position === undefined) return false;
  const { x, y } = position;
  const reach = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return reach >= 100 && y >= area.y && y <= area.y + area.height - 50;
}

function fitted(state: WindowState, area: Rectangle | undefined): WindowState {
  if (area === undefined) return state;
  const width = Math.max(SMALLEST.width, Math.min(state.width, area.width));
  const height = Math.max(SMALLEST.height, Math.min(state.height, area.height));
  return { ...state, width, height };
}

export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    // The window opens as at first next time.
  }
}
