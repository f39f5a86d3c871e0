import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultDataFolder } from '../../core/system/data-folder.ts';

const home = path.join(path.sep, 'home', 'bob');
const folder = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
  path.relative(home, defaultDataFolder({ platform, env, home })).split(path.sep).join('/');

describe("the till's data", () => {
  test('lie where the system keeps the data of programs', () => {
    expect(folder('linux')).toBe('.local/share/Dogetill');
    expect(folder('darwin')).toBe('Library/Application Support/Dogetill');
    expect(folder('win32')).toBe('AppData/Local/Dogetill');
  });

  test('go where the person has told the system to', () => {
    expect(folder('linux', { XDG_DATA_HOME: path.join(home, 'data') })).toBe('data/Dogetill');
    expect(folder('win32', { LOCALAPPDATA: path.join(home, 'local') })).toBe('local/Dogetill');
  });

  test('never roam with a profile from one machine to the next', () => {
    expect(folder('win32', { APPDATA: path.join(home, 'roaming') })).toBe('AppData/Local/Dogetill');
  });
});
