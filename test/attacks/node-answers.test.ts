import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { answerLimit } from '../../core/node/answer-limits.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { parseExactJson, TooManyValuesError } from '../../core/node/exact-json.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { Transaction } from '../../core/protocol/transaction.ts';
import { Shop } from '../stories/shop.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A node that answers everything in this way. @returns its address */
async function aServer(answers: (response: http.ServerResponse) => void): Promise<string> {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => answers(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://u:p@127.0.0.1:${port}`;
}

async function nodeThat(answers: (response: http.ServerResponse) => void) {
  const parsed = parseNodeAddress(await aServer(answers), NETWORKS.regtest);
  if (!parsed.ok) throw new Error(parsed.problem);
  const node = connectNode({ address: parsed.address, network: NETWORKS.regtest, attempts: 1 });
  ends.push(() => node.close());
  return node;
}

const MANY = Buffer.from(`[${'1,'.repeat(20 * 1024 * 1024)}1]`);

describe('an answer larger than what was asked for', () => {
  test.each<readonly [string, (response: http.ServerResponse) => void]>([
    [
      'that says its length',
      (response) => {
        response.writeHead(200, { 'content-length': MANY.length });
        response.end(MANY);
      },
    ],
    [
      'that comes in pieces without end',
      (response) => {
        response.on('error', () => undefined);
        const more = () => {
          while (!response.destroyed && response.write(MANY.subarray(0, 65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
    ],
  ])('%s is cut off before it is parsed', async (_, answers) => {
    const node = await nodeThat(answers);
    const before = process.memoryUsage().rss;
    await expect(node.tip()).rejects.toMatchObject({ kind: 'bad_answer' });
    await expect(node.blockHash(1)).rejects.toMatchObject({ kind: 'bad_answer' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('in values is refused by their count, whatever its bytes', async () => {
    const node = await nodeThat((response) => response.end(`[${'1,'.repeat(30_000)}1]`));
    await expect(node.tip()).rejects.toMatchObject({ kind: 'bad_answer' });
    const nested = await nodeThat((response) => response.end('['.repeat(60_000)));
    await expect(nested.tip()).rejects.toMatchObject({ kind: 'bad_answer' });
  });
});

const HASH = 'ab'.repeat(32);

/** Every question that the till asks, by its method. */
const QUESTIONS: readonly (readonly [string, (node: NodeBackend) => Promise<unknown>])[] = [
  ['getblockchaininfo', (node) => node.tip()],
  ['getnetworkinfo', (node) => node.info()],
  ['getblockhash', (node) => node.blockHash(1)],
  ['getblockheader', (node) => node.header(HASH)],
  ['waitforblockheight', (node) => node.waitForHeight(9, 1000)],
  ['getblock', (node) => node.block(HASH)],
  ['gettxout', (node) => node.unspentOutputs([{ txid: HASH, vout: 0 }])],
  ['getrawtransaction', (node) => node.transactions([HASH])],
  ['getrawmempool', (node) => node.mempoolTxids()],
  ['estimatesmartfee', (node) => node.feeRate(2)],
  ['sendrawtransaction', (node) => node.broadcast(new Transaction())],
];

describe.each(QUESTIONS)('an answer to %s', (method, ask) => {
  const limit = answerLimit(['getblockhash', method]);

  test('that has more values than it may is refused', async () => {
    const text = `[${'1,'.repeat(limit.values + 1)}1]`;
    const node = await nodeThat((response) => response.end(text));
    await expect(ask(node)).rejects.toMatchObject({ name: 'NodeFault', kind: 'bad_answer' });
  });

  test('that has more bytes than it may is refused', async () => {
    const text = `"${'x'.repeat(limit.bytes)}"`;
    const node = await nodeThat((response) => response.end(text));
    await expect(ask(node)).rejects.toMatchObject({ name: 'NodeFault', kind: 'bad_answer' });
  });
});

test('a further node that answers far more than was asked for is away, and the till goes on', async () => {
  const hostile = await aServer((response) => {
    response.on('error', () => undefined);
    response.end(MANY);
  });
  const shop = await Shop.open({ otherNodes: [hostile] });
  ends.push(() => void shop.remove());
  const before = process.memoryUsage().rss;
  const { till } = shop.running;
  const problem = async () => {
    await till.look();
    return till.otherNodes[0]?.problem?.kind;
  };
  await expect.poll(problem, { timeout: 10_000 }).toBe('other_node_away');
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  expect(await shop.invoice('1')).toMatch(/^\S+$/);
});

describe('what is no answer of a node', () => {
  test.each([
    '',
    '-',
    '[-]',
    'null',
    '[]',
    '{}',
    '[null]',
    '[{}]',
    '[{"id":"1","result":-}]',
    '1',
    '"x"',
    '\ufeff[]',
  ])('%j is one fault, and never an exception of another kind', async (text) => {
    const node = await nodeThat((response) => response.end(text));
    await expect(node.tip()).rejects.toMatchObject({ name: 'NodeFault', kind: 'bad_answer' });
  });
});

describe('a number', () => {
  test.each(['-', '01', '1.', '.5', '1e', '+1', '--1', '1e+', '0x1', '-01', '1.2.3', '1-2'])(
    '%s is none',
    (text) => {
      expect(() => parseExactJson(`[${text}]`)).toThrow(SyntaxError);
    },
  );

  test('is one exactly where JSON has one', () => {
    const texts = fc.stringMatching(/^[-+0-9.eE]{1,8}$/);
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(parseExactJson(text)).toBe(text);
        else expect(() => parseExactJson(text)).toThrow(SyntaxError);
      }),
      { numRuns: 1000 },
    );
  });

  test('is counted, as every other value', () => {
    expect(parseExactJson('[1,2,3]', 3)).toEqual(['1', '2', '3']);
    expect(() => parseExactJson('[1,2,3,4]', 3)).toThrow(TooManyValuesError);
    expect(parseExactJson('"[[[[,,,,"', 0)).toBe('[[[[,,,,');
  });
});
