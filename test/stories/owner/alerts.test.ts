import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WarningView } from '../../../core/bridge/views/status.ts';
import { type AlertMessage, Alerts } from '../../../core/merchant/warnings/alerts.ts';
import { Shop } from '../shop.ts';

const AWAY: WarningView = { kind: 'node_unreachable', severity: 'alarm' };
const STUCK: WarningView = { kind: 'close_stuck', severity: 'warning', channel: 'ab', amount: '2.5' };
const NOTICE: WarningView = { kind: 'cutoff_near', severity: 'notice', channel: 'cd' };

/** A status that is never sent. */
const HANGS = 0;
/** Shorter than what is waited for an alert that is told. */
const LONGEST_STOP_MS = 10_000;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an owner who is away', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'alerts-'));
  let shop: Shop;
  let hook: Server;
  let status = 200;
  let hanging = 0;
  let standing: WarningView[] = [];
  const got: AlertMessage[] = [];

  beforeAll(async () => {
    shop = await Shop.open();
    hook = createServer((request, answer) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      request.on('end', () => {
        if (status === HANGS) {
          hanging++;
          return;
        }
        if (status === 200) got.push(JSON.parse(body) as AlertMessage);
        answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => hook.once('listening', resolve));
  });
  afterAll(async () => {
    hook.close();
    hook.closeAllConnections();
    await shop.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const url = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  const alerts = (command?: string) => {
    const context = Object.assign(Object.create(shop.running.till.context), {
      log: pino({ level: 'silent' }),
    });
    return new Alerts(context, async () => standing, command);
  };

  test('is not told by an address that takes no trial message, redirects, or is none', async () => {
    for (const [given, answers] of [
      [url(), 500],
      [url(), 302],
      ['http://127.0.0.1:1/', 200],
      ['file:///etc/passwd', 200],
      ['nonsense', 200],
    ] as const) {
      status = answers;
      expect(await alerts().setUrl(given)).toMatchObject({ ok: false, refusal: { code: 'alert_failed' } });
    }
    status = 200;
    expect(await shop.desk('alertHook', {})).toEqual({ url: '' });
  });

  test('gets a trial message, then each warning once, and once more when it is over', async () => {
    const told = alerts();
    await told.setUrl(url());
    expect(got.splice(0)).toMatchObject([{ type: 'dogetill_alert', warnings: [], over: [] }]);
    standing = [AWAY, STUCK, NOTICE];
    await told.look();
    await told.look();
    expect(got.splice(0)).toMatchObject([{ warnings: [AWAY, STUCK], over: [] }]);
    standing = [STUCK];
    await told.look();
    expect(got.splice(0)).toMatchObject([{ warnings: [], over: [{ kind: 'node_unreachable' }] }]);
    standing = [{ ...STUCK, severity: 'alarm' }];
    await told.look();
    expect(got.splice(0)[0]?.warnings).toEqual(standing);
  });

  test('gets later what could not be told, and the till says so until then', async () => {
    const told = alerts();
    standing = [AWAY];
    status = 503;
    await told.look();
    expect(told.view()).toMatchObject({ url: url(), problem: expect.stringContaining('503') });
    status = 200;
    await told.look();
    expect(got).toHaveLength(0);
    shop.clock.advance(10);
    await told.look();
    expect(got.splice(0)).toMatchObject([{ warnings: [AWAY] }]);
    expect(told.view().problem).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')(
    'is told by a program of hers, on its standard input',
    async () => {
      const [script, out] = [path.join(folder, 'tell'), path.join(folder, 'told')];
      writeFileSync(script, `#!/bin/sh\ncat > '${out}'\n`, { mode: 0o700 });
      standing = [STUCK];
      const told = alerts(script);
      await told.setUrl('');
      await told.look();
      expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ warnings: [STUCK] });
    },
  );

  test('does not keep the till from its end by a web hook that hangs', async () => {
    const told = alerts();
    status = 200;
    await told.setUrl(url());
    got.splice(0);
    status = HANGS;
    standing = [AWAY];
    const looking = told.look();
    await expect.poll(() => hanging, { timeout: 20_000 }).toBe(1);
    const startedAt = performance.now();
    await told.stop();
    expect(performance.now() - startedAt).toBeLessThan(LONGEST_STOP_MS);
    await looking;
    expect(got).toEqual([]);
    await told.look();
    expect(hanging).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('nor by a program that does', async () => {
    const [script, out] = [path.join(folder, 'hang'), path.join(folder, 'hangs')];
    writeFileSync(script, `#!/bin/sh\necho $$ > '${out}'\nexec sleep 60\n`, { mode: 0o700 });
    standing = [STUCK];
    const told = alerts(script);
    shop.running.till.context.store.transaction(() =>
      shop.running.till.context.store.settings.set('alert url', ''),
    );
    void told.look();
    const pid = () => (existsSync(out) ? Number(readFileSync(out, 'utf8')) : 0);
    await expect.poll(pid, { timeout: 20_000 }).toBeGreaterThan(0);
    const startedAt = performance.now();
    await told.stop();
    expect(performance.now() - startedAt).toBeLessThan(LONGEST_STOP_MS);
    await expect.poll(() => isAlive(pid()), { timeout: 20_000 }).toBe(false);
  });
});
