import { script as bitcoinScript } from 'bitcoinjs-lib';
import { describe, expect, test } from 'vitest';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { fromHex, toHex } from '../../core/protocol/bytes.ts';
import { canonicalSize, refundSize } from '../../core/protocol/fee.ts';
import { recogniseRedeemScript } from '../../core/protocol/redeem-script.ts';
import { signatureHash } from '../../core/protocol/sighash.ts';
import { parseDer, verifyEcdsa } from '../../core/protocol/signature.ts';
import { spendKind } from '../../core/protocol/spend.ts';
import { parseTransaction, type Transaction } from '../../core/protocol/transaction.ts';
import { nth } from '../doubles/outcomes.ts';
import { type RecordedVerdict, recordedVerdicts } from '../doubles/recorded-verdicts.ts';

// What a Dogecoin Core node was given on regtest, and what it said: test/vectors/transactions.json.
const records = recordedVerdicts();

function transactionOf({ tx }: RecordedVerdict): Transaction {
  const transaction = parseTransaction(fromHex(tx));
  if (transaction === undefined) throw new Error('the recorded transaction does not decode');
  return transaction;
}

/** The elements that an input's script pushes; the last is the redeem script. */
function elementsOf(transaction: Transaction, index: number): (number | Uint8Array)[] {
  return bitcoinScript.decompile(nth(transaction.ins, index).script) ?? [];
}

const redeemScriptOf = (transaction: Transaction, index = 0) =>
  elementsOf(transaction, index).at(-1) as Uint8Array;

const named = (pattern: RegExp) =>
  records.filter(({ name }) => pattern.test(name)).map((record) => [record.name, record] as const);

describe('a transaction that was sent to Dogecoin Core', () => {
  test('is read, and spends what it says by the script that it reveals', () => {
    expect(records.length).toBeGreaterThan(50);
    for (const record of records) {
      const transaction = transactionOf(record);
      for (const [index, prevout] of record.prevouts.entries()) {
        expect(toHex(scriptHashScript(redeemScriptOf(transaction, index)))).toBe(prevout.script);
      }
    }
  });

  test.each(named(/^(?:close|refund) (?:L1|script OP_5)/))(
    'has the template for its redeem script: %s',
    (_, record) => {
      const transaction = transactionOf(record);
      for (const index of transaction.ins.keys()) {
        expect(recogniseRedeemScript(redeemScriptOf(transaction, index)).ok).toBe(true);
      }
    },
  );

  test.each(named(/^(?:close|refund) (?:script|uncompressed)/).filter(([name]) => !/OP_5/.test(name)))(
    'is of a script that no channel may have: %s',
    (_, record) => {
      expect(recogniseRedeemScript(redeemScriptOf(transactionOf(record))).ok).toBe(false);
    },
  );

  test.each(
    named(/^close (?:L1|sighash|selector|tx version|nLockTime|v[12])/).filter(
      ([name]) => !/OP_1$/.test(name),
    ),
  )('is a settlement: %s', (_, record) => {
    const transaction = transactionOf(record);
    for (const index of transaction.ins.keys()) {
      expect(spendKind(transaction, index, redeemScriptOf(transaction, index))).toBe('settlement');
    }
  });

  test.each(named(/^refund/))('is a refund: %s', (_, record) => {
    const transaction = transactionOf(record);
    for (const index of transaction.ins.keys()) {
      expect(spendKind(transaction, index, redeemScriptOf(transaction, index))).toBe('refund');
    }
  });

  test.each(named(/^close (?:L1|sighash|selector 0x|tx version)/))(
    'has signatures over the message that the program computes: %s',
    (_, record) => {
      expect(record.consensus).toBe('accepted');
      const transaction = transactionOf(record);
      for (const index of transaction.ins.keys()) {
        const scriptCode = redeemScriptOf(transaction, index);
        const script = recogniseRedeemScript(scriptCode);
        if (!script.ok) throw new Error('not the template');
        const [, customer, merchant] = elementsOf(transaction, index) as Uint8Array[];
        for (const [signature, key] of [
          [customer, script.value.customerKey],
          [merchant, script.value.merchantKey],
        ] as const) {
          const compact = parseDer(signature?.subarray(0, -1) ?? new Uint8Array(0));
          const hash = signatureHash(transaction, { index, scriptCode, hashType: signature?.at(-1) ?? 0 });
          expect(compact !== undefined && verifyEcdsa(hash, key, compact)).toBe(true);
        }
      }
    },
  );

  test.each(named(/^close (?:high-S|DER padded|empty signature)/))(
    'has a customer’s signature that the program refuses: %s',
    (_, record) => {
      expect(record.policy).not.toBe('accepted');
      const [, customer] = elementsOf(transactionOf(record), 0);
      const der = customer instanceof Uint8Array ? customer.subarray(0, -1) : new Uint8Array(0);
      expect(parseDer(der)).toBeUndefined();
    },
  );

  test.each(named(/^(?:close|refund) L1 n=/))('is not larger than its canonical size: %s', (name, record) => {
    const transaction = transactionOf(record);
    const shape = {
      inputs: transaction.ins.length,
      redeemScriptLength: redeemScriptOf(transaction).length,
      outputScriptLengths: transaction.outs.map(({ script }) => script.length),
    };
    const size = name.startsWith('close') ? canonicalSize(shape) : refundSize(shape);
    expect(transaction.byteLength()).toBeLessThanOrEqual(size);
    expect(transaction.byteLength()).toBeGreaterThan(size - 5 * 2 * transaction.ins.length);
  });
});
