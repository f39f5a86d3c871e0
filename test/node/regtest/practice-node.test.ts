import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { toHex } from '../../../core/protocol/bytes.ts';

const LOGIN = { user: 'till', password: 'pass:word' };
const AUTHORIZATION = `Basic ${Buffer.from('till:pass:word').toString('base64')}`;

interface Posted {
  readonly status: number;
  readonly text: string;
}

async function post(url: string, body: string, authorization = AUTHORIZATION): Promise<Posted> {
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  return { status: response.status, text: await response.text() };
}

describe('the door of the built-in node', () => {
  let practice: PracticeNode;

  beforeAll(async () => {
    practice = await startPracticeNode(LOGIN);
  });

  afterAll(() => practice.close());

  const ask = (body: string) => post(practice.url, body);

  test('is on this machine alone', () => {
    expect(practice.url).toBe(`http://127.0.0.1:${practice.port}`);
  });

  test('is shut to a wrong password, after a while, and without a word', async () => {
    const from = performance.now();
    const wrong = `Basic ${Buffer.from('till:wrong').toString('base64')}`;
    expect(await post(practice.url, '{"method":"ping"}', wrong)).toEqual({ status: 401, text: '' });
    expect(performance.now() - from).toBeGreaterThan(240);
  });

  test('is shut to those who name nobody', async () => {
    const response = await fetch(practice.url, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="jsonrpc"');
  });

  test('takes POST at its root alone', async () => {
    expect((await fetch(practice.url)).status).toBe(405);
    expect((await fetch(`${practice.url}/wallet/`)).status).toBe(404);
  });

  test.each([
    ['{"method":"getblockcount","id":1}', 200, '{"result":0,"error":null,"id":1}\n'],
    [
      '{"method":"ping","id":{"a":[1.50,"\\u00e9"]}}',
      200,
      '{"result":null,"error":null,"id":{"a":[1.50,"é"]}}\n',
    ],
    ['{"method":"getblockhash","params":{"height":0}}', 200, expect.stringContaining('3d2160a3')],
    [
      '{"method":"getblockhash","params":{"heigt":0}}',
      500,
      expect.stringContaining('Unknown named parameter heigt'),
    ],
    [
      '{"method":"x","id":7}',
      404,
      '{"result":null,"error":{"code":-32601,"message":"Method not found"},"id":7}\n',
    ],
    ['{"params":[]}', 400, expect.stringContaining('Missing method')],
    ['{"method":5}', 400, expect.stringContaining('Method must be a string')],
    ['{"method":"ping","params":5}', 400, expect.stringContaining('Params must be an array or object')],
    ['5', 500, expect.stringContaining('Top-level object parse error')],
    ['{', 500, expect.stringContaining('{"code":-32700,"message":"Parse error"}')],
    ['[]', 200, '[]\n'],
    [
      '[{"method":"getblockcount","id":1},{"method":"x","id":2},5]',
      200,
      '[{"result":0,"error":null,"id":1},' +
        '{"result":null,"error":{"code":-32601,"message":"Method not found"},"id":2},' +
        '{"result":null,"error":{"code":-32600,"message":"Invalid Request object"},"id":null}]\n',
    ],
  ])('answers %s with %i', async (body, status, text) => {
    expect(await ask(body)).toEqual({ status, text });
  });

  test('reads no more than 32 MB', async () => {
    const body = `["${'x'.repeat(0x02000000)}"]`;
    await expect(
      ask(body)
        .then(({ status }) => status)
        .catch(() => 413),
    ).resolves.toBe(413);
  });

  test('answers whatever bytes it is given as a transaction with an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const { status, text } = await ask(
          JSON.stringify({ method: 'sendrawtransaction', params: [toHex(bytes)] }),
        );
        expect(status).toBe(500);
        const { error } = JSON.parse(text) as { error: { code: number } };
        expect([-22, -25, -26]).toContain(error.code);
      }),
      { numRuns: 150 },
    );
  });

  test('answers whatever JSON it is given, and never with an internal error', async () => {
    const methods = fc.constantFrom(
      ...[
        'getblock',
        'getblockhash',
        'getblockheader',
        'gettxout',
        'getrawtransaction',
        'sendrawtransaction',
      ],
      ...['decodescript', 'sendtoaddress', 'getbalance', 'listunspent', 'validateaddress', 'invalidateblock'],
      ...[
        'reconsiderblock',
        'getrawmempool',
        'getmempoolentry',
        'help',
        'estimatefee',
        'decoderawtransaction',
      ],
    );
    await fc.assert(
      fc.asyncProperty(methods, fc.array(fc.jsonValue(), { maxLength: 4 }), async (method, params) => {
        const { text } = await ask(JSON.stringify({ method, params, id: 1 }));
        const { error } = JSON.parse(text) as { error: { code: number; message: string } | null };
        expect(error?.code).not.toBe(-32603);
      }),
      { numRuns: 300 },
    );
  });

  test('closes when it is told to stop', async () => {
    const other = await startPracticeNode(LOGIN);
    const waiting = post(other.url, '{"method":"waitfornewblock","params":[]}');
    expect((await post(other.url, '{"method":"stop"}')).text).toContain('Dogecoin server stopping');
    expect((await waiting).status).toBe(200);
    await other.close();
    await expect(post(other.url, '{"method":"ping"}')).rejects.toThrow();
  });
});

describe('a practice chain in a folder', () => {
  let dataDir: string;
  const file = () => path.join(dataDir, 'practice-chain');

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'practice-'));
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  async function visit<T>(use: (practice: PracticeNode) => T | Promise<T>): Promise<T> {
    const practice = await startPracticeNode({ ...LOGIN, dataDir, initialBlocks: 70 });
    try {
      return await use(practice);
    } finally {
      await practice.close();
    }
  }

  const state = ({ node }: PracticeNode) => ({
    tip: node.chain.tip.hash,
    mempool: node.mempool.entries().map(({ txid, time }) => [txid, time]),
    keys: node.wallet.keyCount,
    unspent: node.wallet.unspent(node.mempool).map(({ outpoint }) => outpoint),
  });

  const send = (practice: PracticeNode) =>
    post(practice.url, '{"method":"sendtoaddress","params":["mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r",5]}');

  test('is the same after a restart: blocks, mempool, wallet and what was invalidated', async () => {
    const before = await visit(async (practice) => {
      await send(practice);
      practice.node.mine({ script: practice.node.newKey().script });
      const { hash } = practice.node.mine({ script: practice.node.newKey().script });
      practice.node.invalidate(hash);
      await send(practice);
      return state(practice);
    });
    expect(before.mempool).toHaveLength(1);
    expect(await visit(state)).toEqual(before);
  });

  test('loses no more than a half-written end', async () => {
    const before = await visit(state);
    appendFileSync(file(), Uint8Array.of(200, 0, 0, 0, 1, 2, 3));
    expect(await visit(state)).toEqual(before);
    const bytes = readFileSync(file());
    await visit((practice) => practice.node.mine({ script: practice.node.newKey().script }));
    truncateSync(file(), readFileSync(file()).length - 1);
    const after = await visit(state);
    expect(after.tip).toBe(before.tip);
    expect(after.keys).toBe(before.keys + 1);
    expect(readFileSync(file()).subarray(0, bytes.length)).toEqual(bytes);
  });

  test('is not begun in a file that is something else', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'practice-'));
    writeFileSync(path.join(other, 'practice-chain'), 'a letter to my aunt');
    await expect(startPracticeNode({ dataDir: other })).rejects.toThrow('is not a practice chain');
    await rm(other, { recursive: true });
  });
});

describe('a practice chain', () => {
  test('may begin with blocks a minute apart, the last of them now', async () => {
    const practice = await startPracticeNode({ initialBlocks: 5 });
    const { chain } = practice.node;
    const times = [1, 2, 3, 4, 5].map((height) => chain.blockAt(height)?.header.time ?? 0);
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60, 120, 180, 240]);
    expect(Math.abs(chain.tip.header.time - Date.now() / 1000)).toBeLessThan(5);
    await practice.close();
  });

  test('grows by itself when told to', async () => {
    const practice = await startPracticeNode({ blockIntervalMs: 5 });
    await new Promise<void>((resolve) => {
      practice.node.onTip(() => practice.node.chain.height >= 3 && resolve());
    });
    await practice.close();
    const { height } = practice.node.chain;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(practice.node.chain.height).toBe(height);
  });

  test('draws its keys from a seed', async () => {
    const seed = new Uint8Array(32).fill(9);
    const [a, b, c] = await Promise.all([
      startPracticeNode({ seed }),
      startPracticeNode({ seed }),
      startPracticeNode(),
    ]);
    const address = a.node.newKey().address;
    expect(b.node.newKey().address).toBe(address);
    expect(c.node.newKey().address).not.toBe(address);
    await Promise.all([a, b, c].map((practice) => practice.close()));
  });
});
