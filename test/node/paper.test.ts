import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { koinu } from '../../core/money.ts';
import { dogecoindPath } from './dogecoind.ts';
import { amount, ChannelScene, got } from './scenes/channel-scene.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

const run = promisify(execFile);
const CLI = path.join(path.dirname(dogecoindPath() ?? ''), 'dogecoin-cli');
const RECOVERY = path.join(import.meta.dirname, '../../docs/RECOVERY.md');

describe.each(testNodes())('a channel on $name', (kind) => {
  let node: RunningNode;
  let scene: ChannelScene;

  beforeAll(async () => {
    node = await kind.start();
    scene = await ChannelScene.open(node);
  }, 120_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  async function openedChannel(doge: string): Promise<string> {
    await scene.fund(doge);
    await scene.fund('5');
    const id = await scene.openChannel(doge);
    await scene.mine(2);
    return id;
  }

  test('that nothing was paid on is released early: all of it is the customer’s, less the fee [REL-1]', async () => {
    const id = await openedChannel('50');
    got(await scene.wallet.releaseChannel(id));
    await scene.running.till.look();
    const { settlement, capacity } = await scene.channel(id);
    expect(await node.backend.mempoolTxids()).toContain(settlement?.txid);
    await scene.mine(2);
    expect(await scene.channel(id)).toMatchObject({ state: 'closed', paid: '0' });
    const [returned] = await node.backend.unspentOutputs([{ txid: settlement?.txid ?? '', vout: 0 }]);
    const fee = amount(capacity) - (returned?.value ?? koinu(0n));
    expect(fee).toBeGreaterThan(0n);
    expect(fee).toBeLessThan(amount('0.01'));
  });

  test.skipIf(kind.name === 'the built-in node' || !existsSync(CLI))(
    'is settled from the written settlements by the very command of docs/RECOVERY.md, and by nothing else',
    async () => {
      const ids = [await openedChannel('50'), await openedChannel('60')];
      for (const [at, id] of ids.entries()) await scene.pay(`1${at}`, id);
      const answer = await scene.running.desk.call('exportSettlements', {});
      if (!answer.ok) throw new Error(answer.problem.detail);
      const folder = await mkdtemp(path.join(tmpdir(), 'paper-'));
      try {
        const file = path.join(folder, 'settlements.txt');
        await writeFile(file, answer.value.text);
        const { username, password, port } = new URL(node.addressText);
        const options = `-regtest -rpcconnect=127.0.0.1 -rpcport=${port} -rpcuser=${username}`;
        const secret = `-rpcpassword=${decodeURIComponent(password)}`;
        const wrapper = path.join(folder, 'dogecoin-cli');
        await writeFile(wrapper, `#!/bin/sh\nexec ${CLI} ${options} ${secret} "$@"\n`);
        await chmod(wrapper, 0o755);
        const line = (await readFile(RECOVERY, 'utf8'))
          .split('\n')
          .find((one) => one.includes("grep -v '^#' FILE"));
        expect(answer.value.text).toContain(line?.trim());
        const command = (line ?? '').replace('FILE', file);
        const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
        const { stdout } = await run('sh', ['-c', command], { env });
        expect(stdout.trim().split('\n').sort()).toEqual([...(await node.backend.mempoolTxids())].sort());
        await scene.mine(2);
        for (const id of ids) expect((await scene.channel(id)).state).toBe('closed');
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
