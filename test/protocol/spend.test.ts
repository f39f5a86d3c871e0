import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { signPayment } from '../../core/protocol/payment.ts';
import { buildRefund } from '../../core/protocol/refund.ts';
import { coSign } from '../../core/protocol/settlement.ts';
import { findSpends, spendKind } from '../../core/protocol/spend.ts';
import { outpointKey, type Transaction } from '../../core/protocol/transaction.ts';
import { aChannel, aTransactionPaying, doge, TERMS } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { alice, bob } from '../doubles/parties.ts';
import { honestOutputs } from '../doubles/payments.ts';
import { forAll } from '../properties/for-all.ts';

const channel = aChannel({ fundings: [[doge(60)], [doge(40)]] });
const { redeemScript, basis } = channel;
const outputs = honestOutputs(channel, doge(25));
const signatures = signPayment(basis, outputs, alice.privateKey);
const settlement = coSign(basis, { outputs, signatures }, bob.privateKey);
const refund = buildRefund(channel.announcement, TERMS, {
  script: alice.script,
  privateKey: alice.privateKey,
}) as Transaction;

/** A spend whose input has this script. */
function spentBy(script: Uint8Array): Transaction {
  const transaction = settlement.clone();
  transaction.setInputScript(0, script);
  return transaction;
}

const pushed = (script: Uint8Array) => concat([Uint8Array.of(0x4c, script.length), script]);
const kindOf = (script: Uint8Array) => spendKind(spentBy(script), 0, redeemScript);
/** A scriptSig whose branch selector is this push, as raw hex. */
const selecting = (selector: string) =>
  concat([fromHex('00'), fromHex('02aabb'), fromHex('02ccdd'), fromHex(selector), pushed(redeemScript)]);

describe('a spend of a funding output', () => {
  test('is the settlement or the refund that either side built', () => {
    for (const index of [0, 1]) {
      expect(spendKind(settlement, index, redeemScript)).toBe('settlement');
      expect(spendKind(refund, index, redeemScript)).toBe('refund');
    }
  });

  test.each([
    ['OP_0', '00'],
    ['80, negative zero', '0180'],
    ['0000', '020000'],
    ['000080', '03000080'],
    ['ten zero bytes', `0a${'00'.repeat(10)}`],
    ['nine zero bytes and 80', `0a${'00'.repeat(9)}80`],
    ['nothing in OP_PUSHDATA1', '4c00'],
    ['nothing in OP_PUSHDATA2', '4d0000'],
    ['nothing in OP_PUSHDATA4', '4e00000000'],
    ['a zero in OP_PUSHDATA1', '4c0100'],
  ])('is a settlement by the selector %s, which anybody can put there', (_, selector) => {
    expect(kindOf(selecting(selector))).toBe('settlement');
  });

  test.each([
    ['OP_1', '51'],
    ['OP_16', '60'],
    ['OP_1NEGATE', '4f'],
    ['01 as data', '0101'],
    ['81', '0181'],
    ['8000, which is not negative zero', '028000'],
    ['0100', '020100'],
    ['ten bytes with one set', `0a${'00'.repeat(5)}01${'00'.repeat(4)}`],
    ['one in OP_PUSHDATA2', '4d010001'],
    ['a signature', `47${'30'.repeat(71)}`],
  ])('is a refund by the selector %s, which anybody can put there', (_, selector) => {
    expect(kindOf(selecting(selector))).toBe('refund');
  });

  test('is told by its selector, whatever bytes it has', () => {
    forAll(
      fc.uint8Array({ maxLength: 75 }),
      (selector) => {
        const number =
          [...selector].slice(0, -1).some((byte) => byte !== 0) || ((selector.at(-1) ?? 0) & 0x7f) !== 0;
        const push = toHex(concat([Uint8Array.of(selector.length), selector]));
        expect(kindOf(selecting(push))).toBe(number ? 'refund' : 'settlement');
      },
      300,
    );
  });

  test.each([
    ['no script', ''],
    ['one push', '51'],
    ['the redeem script alone', toHex(pushed(redeemScript))],
    ['an opcode that is no push', `61${toHex(selecting('00'))}`],
    ['OP_RESERVED', `50${toHex(selecting('00'))}`],
    ['another script', `0051${toHex(pushed(redeemScript.with(1, 4)))}`],
    ['the redeem script, and another push', `${toHex(selecting('00'))}51`],
    ['a push beyond its end', toHex(selecting('00').subarray(0, -1))],
    ['OP_PUSHDATA4 beyond its end', '4effffffff'],
    ['OP_PUSHDATA2 without a length', '4d00'],
  ])('is foreign with %s', (_, script) => {
    expect(kindOf(fromHex(script))).toBe('foreign');
  });

  test('is foreign at an input that is not there', () => {
    expect(spendKind(settlement, 2, redeemScript)).toBe('foreign');
  });

  test('of arbitrary script is one of the three, never an exception', () => {
    forAll(
      fc.uint8Array({ maxLength: 200 }),
      (script) => {
        expect(['settlement', 'refund', 'foreign']).toContain(kindOf(script));
      },
      300,
    );
  });
});

describe('the spends in a transaction', () => {
  const [first, second] = [nth(basis.inputs, 0), nth(basis.inputs, 1)];
  const watched = new Map([
    [outpointKey(first), 'first'],
    [outpointKey(second), 'second'],
  ]);

  test('are found by the outpoint, never by the txid: whatever the unlocking script [CLS-3]', () => {
    const malleated = spentBy(selecting('0180'));
    expect(malleated.getId()).not.toBe(settlement.getId());
    for (const transaction of [settlement, malleated]) {
      expect(findSpends(transaction, watched)).toEqual([
        { input: 0, found: 'first', outpoint: { txid: first.txid, vout: 0 } },
        { input: 1, found: 'second', outpoint: { txid: second.txid, vout: 0 } },
      ]);
    }
  });

  test('are found among inputs of others', () => {
    const mixed = aTransactionPaying([{ script: alice.script, value: doge(1) }]);
    mixed.addInput(nth(settlement.ins, 1).hash, 0);
    expect(findSpends(mixed, watched)).toMatchObject([{ input: 1, found: 'second' }]);
  });

  test('are none where another output of the funding transaction is spent', () => {
    const other = aTransactionPaying([]);
    other.addInput(nth(settlement.ins, 0).hash, 1);
    expect(findSpends(other, watched)).toEqual([]);
  });
});
