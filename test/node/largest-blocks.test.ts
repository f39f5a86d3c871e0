import { describe, expect, onTestFinished, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { answerLimit } from '../../core/node/answer-limits.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { toHex } from '../../core/protocol/bytes.ts';
import { Transaction, transactionBytes, txidOf } from '../../core/protocol/transaction.ts';
import { startDeviantNode, tell } from './scenes/deviant-node.ts';

/** Consensus, Dogecoin Core consensus.h: bytes of a block. */
const BLOCK_BYTES = 1_000_000;
const HASH = 'cd'.repeat(32);
/** OP_CHECKMULTISIGVERIFY: of one byte, with the longest name that Dogecoin Core writes it out with. */
const LONGEST_NAMED = 0xaf;
const P2PKH = Uint8Array.from([0x76, 0xa9, 0x14, ...new Uint8Array(20).fill(7), 0x88, 0xac]);
const UNLOCK = new Uint8Array(107).fill(0x30);

interface Shape {
  readonly script: Uint8Array;
  readonly inputs: number;
  readonly unlock: Uint8Array;
  /** Outputs of one transaction. */
  readonly outputs: number;
}

const NOTHING = new Uint8Array();

/** Blocks as full as can be, each of the shape that is worst in one way: transactions, outputs, inputs, text. */
const SHAPES: readonly (readonly [string, Shape])[] = [
  ['4400 ordinary payments', { script: P2PKH, inputs: 1, unlock: UNLOCK, outputs: 2 }],
  ['16000 transactions of 60 bytes', { script: NOTHING, inputs: 1, unlock: NOTHING, outputs: 1 }],
  ['110000 empty outputs', { script: NOTHING, inputs: 1, unlock: NOTHING, outputs: 110_000 }],
  ['24000 inputs', { script: NOTHING, inputs: 24_000, unlock: NOTHING, outputs: 1 }],
  [
    'one script of a million operations',
    { script: new Uint8Array(999_800).fill(LONGEST_NAMED), inputs: 1, unlock: NOTHING, outputs: 1 },
  ],
];

function transactionOf({ script, inputs, unlock, outputs }: Shape, number: number): Transaction {
  const transaction = new Transaction();
  transaction.locktime = number;
  for (let at = 0; at < inputs; at++)
    transaction.addInput(new Uint8Array(32).fill(9), at, 0xffffffff, unlock);
  for (let at = 0; at < outputs; at++) transaction.addOutput(script, 123_456_789n);
  return transaction;
}

function asm(script: Uint8Array): string {
  return script.every((code) => code === LONGEST_NAMED)
    ? 'OP_CHECKMULTISIGVERIFY '.repeat(script.length).trim()
    : toHex(script);
}

/** TxToJSON and ScriptPubKeyToJSON (rpc/rawtransaction.cpp), with every member that the till passes over. */
function asCoreShows(transaction: Transaction, size: number): string {
  const vin = transaction.ins.map(({ hash, index, script, sequence }) => ({
    txid: toHex(hash),
    vout: index,
    scriptSig: { asm: asm(script), hex: toHex(script) },
    sequence,
  }));
  const vout = transaction.outs.map(({ value, script }, n) => ({
    value: Number(value) / 1e8,
    n,
    scriptPubKey: {
      asm: asm(script),
      hex: toHex(script),
      reqSigs: 1,
      type: 'pubkeyhash',
      addresses: ['DDTtqnuZ5kfRT5qh2c7sNtqrJmV3iXYdGG'],
    },
  }));
  const txid = txidOf(transaction);
  const { version, locktime } = transaction;
  return JSON.stringify({ txid, hash: txid, size, vsize: size, version, locktime, vin, vout });
}

function largestBlock(shape: Shape): { json: string; transactions: number } {
  const shown: string[] = [];
  let bytes = 90;
  for (let number = 0; ; number++) {
    const transaction = transactionOf(shape, number);
    const size = transactionBytes(transaction).length;
    if (bytes + size > BLOCK_BYTES) break;
    bytes += size;
    shown.push(asCoreShows(transaction, size));
  }
  const head = `"hash":"${HASH}","confirmations":1,"size":${bytes},"height":7,"version":6422788,"time":1700000000`;
  return { json: `{${head},"tx":[${shown.join(',')}]}`, transactions: shown.length };
}

describe('a block as large as consensus lets it be', () => {
  test.each(SHAPES)(
    'of %s is read whole, within the limits of an answer',
    async (_, shape) => {
      const { json, transactions } = largestBlock(shape);
      expect(transactions).toBeGreaterThan(0);
      expect(json.length).toBeLessThan(answerLimit(['getblock']).bytes);
      const server = await startDeviantNode((visit) => tell(visit, { getblock: json }));
      const parsed = parseNodeAddress(server.address, NETWORKS.regtest);
      if (!parsed.ok) throw new Error(parsed.problem);
      const node = connectNode({ address: parsed.address, network: NETWORKS.regtest, attempts: 1 });
      onTestFinished(async () => {
        node.close();
        await server.stop();
      });
      const before = process.cpuUsage();
      const block = await node.block(HASH);
      const { user, system } = process.cpuUsage(before);
      expect(block?.transactions).toHaveLength(transactions);
      // Far below the node's twenty seconds for one exchange, on the slowest machine that a till runs on.
      expect((user + system) / 1000).toBeLessThan(10_000);
    },
    60_000,
  );
});
