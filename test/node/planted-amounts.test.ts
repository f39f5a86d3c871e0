import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatDoge, MAX_MONEY } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { nodeLocation, parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { reverseHex, toHex } from '../../core/protocol/bytes.ts';
import { hash256 } from '../../core/protocol/hash.ts';
import { Transaction, transactionBytes } from '../../core/protocol/transaction.ts';
import { type Answers, startDeviantNode, tell } from './scenes/deviant-node.ts';
import { doge } from './scenes/purse.ts';

const HASH = 'cd'.repeat(32);
const SCRIPT = Uint8Array.from([0x76, 0xa9, 0x14, ...new Uint8Array(20).fill(7), 0x88, 0xac]);

/** JSON of an amount that no output, fee or rate can have; some of it is not even a number. */
const impossible = fc.oneof(
  fc.constantFrom('-1', '-0.00000001', '1e400', '1e3', '1E-8', '-1e400', '10000000000.00000001'),
  fc.constantFrom(
    '99999999999',
    '100000000000.0',
    '0.000000001',
    '"NaN"',
    '"Infinity"',
    'null',
    'true',
    '""',
  ),
  fc.constantFrom('[]', '{}', '"-1"', '"0x1"', '" 1"', '"1,5"'),
  fc.bigInt({ min: MAX_MONEY / 100_000_000n + 1n, max: 10n ** 30n }).map(String),
  fc.bigInt({ min: 1n, max: 10n ** 20n }).map((value) => `-${value}.5`),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -400, max: 400 }))
    .map(([a, e]) => `${a}.0e${e}`),
);
/** As bytes have it: 64 bits with a sign. */
const impossibleKoinu = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: -1n }),
  fc.bigInt({ min: MAX_MONEY + 1n, max: 2n ** 63n - 1n }),
);

let answers: Answers = {};
async function aNode(): Promise<{ node: NodeBackend; name: string }> {
  const server = await startDeviantNode((visit) => tell(visit, answers));
  const parsed = parseNodeAddress(server.address, NETWORKS.regtest);
  if (!parsed.ok) throw new Error(parsed.problem);
  const node = connectNode({ address: parsed.address, network: NETWORKS.regtest, attempts: 1 });
  onTestFinished(async () => {
    node.close();
    await server.stop();
  });
  return { node, name: nodeLocation(parsed.address) };
}

/** A transaction with these amounts, its bytes and its true txid. */
function aTransaction(values: readonly bigint[]) {
  const transaction = new Transaction();
  transaction.addInput(new Uint8Array(32).fill(1), 0);
  for (const value of values) {
    transaction.addOutput(SCRIPT, 1n);
    Object.assign(transaction.outs.at(-1) ?? {}, { value });
  }
  const bytes = transactionBytes(transaction);
  return { hex: toHex(bytes), txid: reverseHex(hash256(bytes)) };
}

const blockWith = (txid: string, amounts: readonly string[]) => {
  const vout = amounts.map((value) => `{"value":${value},"scriptPubKey":{"hex":"${toHex(SCRIPT)}"}}`);
  const vin = `{"txid":"${'01'.repeat(32)}","vout":0,"scriptSig":{"hex":""},"sequence":4294967295}`;
  const tx = `{"txid":"${txid}","version":1,"locktime":0,"vin":[${vin}],"vout":[${vout.join(',')}]}`;
  return `{"hash":"${HASH}","height":7,"time":1700000000,"tx":[${tx}]}`;
};

/** Every question whose answer has amounts as JSON: what the node says, and how the till asks. */
const PLANTED: readonly (readonly [
  string,
  (amount: string) => Answers,
  (node: NodeBackend) => Promise<unknown>,
])[] = [
  [
    'getnetworkinfo',
    (amount) => ({
      getnetworkinfo: `{"version":1140600,"subversion":"/x/","connections":1,"relayfee":${amount}}`,
    }),
    (node) => node.info(),
  ],
  [
    'gettxout',
    (amount) => ({
      gettxout: `{"value":${amount},"scriptPubKey":{"hex":"${toHex(SCRIPT)}"},"confirmations":1,"coinbase":false}`,
    }),
    (node) => node.unspentOutputs([{ txid: HASH, vout: 0 }]),
  ],
  [
    'getblock',
    (amount) => ({ getblock: blockWith(HASH, ['1.00000000', amount]) }),
    (node) => node.block(HASH),
  ],
];

describe('an impossible amount', () => {
  test.each(PLANTED)('in the answer to %s is a fault of the node, which is named', async (_, plant, ask) => {
    const { node, name } = await aNode();
    await fc.assert(
      fc.asyncProperty(impossible, async (amount) => {
        answers = plant(amount);
        const fault = await ask(node).then(
          () => 'none',
          (error: unknown) => error,
        );
        expect(fault).toMatchObject({ name: 'NodeFault', kind: 'bad_answer' });
        expect((fault as Error).message).toContain(name);
      }),
      { numRuns: 60 },
    );
  });

  test('in the answer to estimatesmartfee is one, but for the -1 of a node that has seen too little', async () => {
    const { node, name } = await aNode();
    for (const none of ['-1', '-1.0', '-1.00000000', '0', '0.00000000']) {
      answers = { estimatesmartfee: `{"feerate":${none},"blocks":2}` };
      expect(await node.feeRate(2)).toBeUndefined();
    }
    await fc.assert(
      fc.asyncProperty(
        impossible.filter((amount) => !/^"?-1(\.0+)?"?$/.test(amount)),
        async (amount) => {
          answers = { estimatesmartfee: `{"feerate":${amount},"blocks":2}` };
          await expect(node.feeRate(2)).rejects.toMatchObject({
            kind: 'bad_answer',
            message: expect.stringContaining(name),
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('in the bytes of a transaction, or in their sum, is one', async () => {
    const { node, name } = await aNode();
    const one = fc.oneof(
      impossibleKoinu.map((value) => [doge(1), value]),
      fc.constant([MAX_MONEY, 1n]),
      fc.constant([MAX_MONEY, MAX_MONEY]),
    );
    await fc.assert(
      fc.asyncProperty(one, async (values) => {
        const { hex, txid } = aTransaction(values);
        answers = { getrawtransaction: `{"hex":"${hex}","confirmations":1}` };
        await expect(node.transactions([txid])).rejects.toMatchObject({
          kind: 'bad_answer',
          message: expect.stringContaining(name),
        });
      }),
      { numRuns: 60 },
    );
  });

  test('that only the sum of a transaction in a block has is one', async () => {
    const { node, name } = await aNode();
    const amounts = [formatDoge(MAX_MONEY as ReturnType<typeof doge>), '0.00000001'];
    const { txid } = aTransaction([MAX_MONEY, 1n]);
    answers = { getblock: blockWith(txid, amounts) };
    await expect(node.block(HASH)).rejects.toMatchObject({
      kind: 'bad_answer',
      message: expect.stringContaining(name),
    });
  });

  test('is not a possible one', async () => {
    const { node } = await aNode();
    const { hex, txid } = aTransaction([MAX_MONEY]);
    answers = {
      getrawtransaction: `{"hex":"${hex}"}`,
      getblock: blockWith(txid, ['10000000000.00000000']),
    };
    expect(await node.transactions([txid])).toMatchObject([{ confirmations: 0 }]);
    expect((await node.block(HASH))?.transactions).toHaveLength(1);
  });
});
