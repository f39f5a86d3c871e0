import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Desk } from '../../core/merchant/desk/desk.ts';
import {
  newControlAddress,
  readControlAddress,
  writeControlAddress,
} from '../../core/merchant/serve/control-address.ts';
import { callTill } from '../../core/merchant/serve/control-client.ts';
import { startControlServer } from '../../core/merchant/serve/control-server.ts';

test('a till that starts answers nobody under the secret of the one that was killed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const leftBehind = newControlAddress(folder);
  writeControlAddress(folder, leftBehind);
  const starting = startControlServer(folder, {} as Desk);
  // From now on the socket may answer, and would take whoever read the old secret for a stranger.
  expect(readControlAddress(folder)).toBeUndefined();
  const server = await starting;
  expect(readControlAddress(folder)?.token).not.toBe(leftBehind.token);
  await server.close();
});

test('who read the secret of a till that was killed meanwhile is told to ask again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const leftBehind = newControlAddress(folder);
  const server = await startControlServer(folder, {} as Desk);
  writeControlAddress(folder, leftBehind);
  await expect(callTill(folder, 'status', {})).rejects.toThrow(/was started anew just now: ask again\.$/);
  await server.close();
});
