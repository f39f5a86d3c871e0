import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startBrowserHost } from '../../electron/browser/browser-host.ts';
import { RecordingDesk, visit } from '../electron/visiting.ts';
import { till } from './till-process.ts';

test('a till that runs with its screens in a browser gives a new link to the command line, and one alone', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'link-'));
  const files = new Map([['/page.html', { type: 'text/html', bytes: new Uint8Array() }]]);
  const host = await startBrowserHost({ openDesk: () => new RecordingDesk(), files, port: 0, folder });
  try {
    const given = await till('link', '--data', folder);
    expect([given.status, given.err]).toEqual([0, '']);
    const { origin, pathname } = new URL(given.out.trim());
    expect(origin).toBe(host.url);
    expect((await visit(host.url, { path: pathname })).status).toBe(200);
    const again = await visit(host.url, { path: pathname });
    expect([again.status, again.text]).toEqual([403, expect.stringContaining('till -- link')]);
  } finally {
    await host.close();
  }
  const none = await till('link', '--data', folder);
  expect([none.status, none.err]).toEqual([1, expect.stringMatching(/^No till .* runs on .*: .*--browser/)]);
  rmSync(folder, { recursive: true, force: true });
});
