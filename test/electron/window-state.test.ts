import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FIRST_STATE, readWindowState, writeWindowState } from '../../electron/window-state.ts';

const DESKTOP = [{ x: 0, y: 30, width: 1920, height: 1050 }];
const LEFT = { position: { x: 100, y: 60 }, width: 1000, height: 700, isMaximised: true, isFullScreen: true };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'window-'));
  file = path.join(folder, 'window.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the window', () => {
  test('comes back where it was left', () => {
    writeWindowState(file, LEFT);
    expect(readWindowState(file, DESKTOP)).toEqual(LEFT);
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  test('is no larger than the screen that it comes to', () => {
    const small = [{ x: 0, y: 0, width: 1024, height: 600 }];
    expect(readWindowState(file, small)).toMatchObject({ width: 1024, height: 600 });
    writeWindowState(file, { ...LEFT, width: 3800, height: 2000 });
    expect(readWindowState(file, small)).toEqual({ ...LEFT, width: 1024, height: 600 });
    const both = [...small, { x: 1024, y: 0, width: 3840, height: 2160 }];
    const there = { ...LEFT, position: { x: 1100, y: 10 }, width: 3800, height: 2000 };
    writeWindowState(file, there);
    expect(readWindowState(file, both)).toEqual(there);
  });

  test('is read as an earlier version wrote it', () => {
    const { isFullScreen: _, ...earlier } = LEFT;
    writeFileSync(file, JSON.stringify(earlier));
    expect(readWindowState(file, DESKTOP)).toEqual({ ...LEFT, isFullScreen: false });
  });

  test('comes to the middle when its monitor is gone', () => {
    writeWindowState(file, { ...LEFT, position: { x: 2500, y: 60 } });
    expect(readWindowState(file, DESKTOP)).toEqual({ ...LEFT, position: undefined });
  });

  test('comes to the middle when its title bar is out of reach', () => {
    for (const position of [
      { x: 100, y: -200 },
      { x: 100, y: 1075 },
      { x: -950, y: 60 },
    ]) {
      writeWindowState(file, { ...LEFT, position });
      expect(readWindowState(file, DESKTOP).position).toBeUndefined();
    }
  });

  test.each([
    '',
    '{',
    'null',
    '{"width":1}',
    JSON.stringify({ ...LEFT, width: 1e9 }),
    JSON.stringify({ ...LEFT, x: 0, height: 'a' }),
  ])('opens as at first after %s', (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file, DESKTOP)).toEqual(FIRST_STATE);
  });

  test('opens as at first where nothing can be written', () => {
    writeWindowState(path.join(folder, 'missing', 'window.json'), LEFT);
    expect(readWindowState(path.join(folder, 'missing', 'window.json'), DESKTOP)).toEqual(FIRST_STATE);
  });
});
