import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningHost, startHost } from './stage/browser-stage.ts';
import { newFolder, removeFolder } from './stage/stage.ts';

const folders: string[] = [];

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

afterAll(() => {
  for (const made of folders) removeFolder(made);
});

async function stop(host: RunningHost, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  host.child.kill(signal);
  return host.exited;
}

describe('npm start', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('closes the till in order on %s', async (signal) => {
    const data = folder();
    const host = await startHost(data);
    expect(existsSync(path.join(data, 'practice', 'control.json'))).toBe(true);
    expect(await stop(host, signal)).toBe(0);
    expect(existsSync(path.join(data, 'practice', 'control.json'))).toBe(false);
    expect(existsSync(path.join(data, 'practice', 'till.sqlite-wal'))).toBe(false);
  });

  test('prints another link at the press of Enter, and takes the one before back', async () => {
    const host = await startHost(folder());
    host.child.stdin?.write('\n');
    const links = () => host.output().match(/http:\S+\/enter\/\S+/g) ?? [];
    await expect.poll(() => links().length).toBe(2);
    const [first = '', second = ''] = links();
    expect((await fetch(first)).status).toBe(403);
    expect((await fetch(second)).status).toBe(200);
    await stop(host);
  });

  test('listens on this machine alone, at the port that was asked for', async () => {
    const first = await startHost(folder());
    const port = new URL(first.link).port;
    await expect(startHost(folder(), ['--browser', '--port', port])).rejects.toThrow(`Port ${port}`);
    await stop(first);
    const second = await startHost(folder(), ['--port', port]);
    expect(new URL(second.link).host).toBe(`127.0.0.1:${port}`);
    await stop(second);
  });

  test('on a folder in use starts no second till, and prints a link to the one that runs', async () => {
    const data = folder();
    const host = await startHost(data);
    const second = await startHost(data);
    expect(await second.exited).toBe(0);
    expect(new URL(second.link).origin).toBe(new URL(host.link).origin);
    expect((await fetch(second.link)).status).toBe(200);
    await stop(host);
  });

  test.each([
    [['--port', 'x'], '--port x is not a port'],
    [['--port', '70000'], '--port 70000 is not a port'],
    [['--nothing'], '--nothing'],
  ])('says what is wrong with %j', async (given, sentence) => {
    await expect(startHost(folder(), given)).rejects.toThrow(sentence);
  });
});
