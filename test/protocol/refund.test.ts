import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib';
import { describe, expect, test } from 'vitest';
import { koinu } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { refundSize } from '../../core/protocol/fee.ts';
import { CONSENSUS_FLAGS, POLICY_FLAGS } from '../../core/protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../core/protocol/interpreter/verify-input.ts';
import { buildRefund } from '../../core/protocol/refund.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { aChannel, type ChannelDouble, doge, LOCKTIME, TERMS } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory, type Party } from '../doubles/parties.ts';

const one = aChannel();
const three = aChannel({ fundings: [[doge(50)], [doge(30), doge(20)]] });

function refund(channel: ChannelDouble, signer: Party = alice, script = mallory.script): Transaction {
  const built = buildRefund(channel.announcement, TERMS, { script, privateKey: signer.privateKey });
  if (built === undefined) throw new Error('no refund');
  return built;
}

function verdict(transaction: Transaction, channel: ChannelDouble, flags: number) {
  const lock = scriptHashScript(channel.redeemScript);
  return verifyAllInputs(
    transaction,
    channel.basis.inputs.map(() => lock),
    flags,
  );
}

describe('a refund', () => {
  test.each([
    ['one input', one, 276],
    ['three inputs', three, 740],
  ])('of %s is valid from the locktime on, and pays everything less its fee [REF-2]', (_, channel, size) => {
    const transaction = refund(channel);
    expect(transaction.locktime).toBe(LOCKTIME);
    expect(transaction.outs).toEqual([{ script: mallory.script, value: doge(100) - BigInt(size) * 1000n }]);
    expect(verdict(transaction, channel, CONSENSUS_FLAGS)).toEqual({ isValid: true });
    expect(verdict(transaction, channel, POLICY_FLAGS)).toEqual({ isValid: true });
  });

  test('unlocks each input by <customer> OP_1 <redeem script> [REF-1]', () => {
    for (const { script } of refund(three).ins) {
      const chunks = bitcoinScript.decompile(script) ?? [];
      expect(chunks.length).toBe(3);
      expect(chunks[1]).toBe(opcodes['OP_1']);
      expect(chunks[2]).toEqual(three.redeemScript);
    }
  });

  test('is of version 2, held back by the locktime, and signals no replacement', () => {
    const transaction = refund(three);
    expect(transaction.version).toBe(2);
    expect(transaction.ins.map(({ sequence }) => sequence)).toEqual(Array(3).fill(0xfffffffe));
  });

  test('is not larger than its canonical size', () => {
    for (const channel of [one, three]) {
      const size = refundSize({
        inputs: channel.basis.inputs.length,
        redeemScriptLength: channel.redeemScript.length,
        outputScriptLengths: [25],
      });
      expect(refund(channel).byteLength()).toBeLessThanOrEqual(size);
    }
  });

  test('is nobody’s but the customer’s', () => {
    expect(verdict(refund(one, bob), one, CONSENSUS_FLAGS).isValid).toBe(false);
    expect(verdict(refund(one, mallory), one, CONSENSUS_FLAGS).isValid).toBe(false);
  });

  test.each([
    ['an earlier nLockTime', (tx: Transaction) => Object.assign(tx, { locktime: LOCKTIME - 1 })],
    ['no nLockTime', (tx: Transaction) => Object.assign(tx, { locktime: 0 })],
    ['a time for its nLockTime', (tx: Transaction) => Object.assign(tx, { locktime: 1_800_000_000 })],
    ['a final sequence', (tx: Transaction) => Object.assign(nth(tx.ins, 0), { sequence: 0xffffffff })],
  ])('is invalid with %s [REF-1]', (_, change) => {
    const transaction = refund(one);
    change(transaction);
    expect(verdict(transaction, one, CONSENSUS_FLAGS)).toMatchObject({ code: 'UNSATISFIED_LOCKTIME' });
  });

  test('is there as long as its output is not dust, to the koinu', () => {
    const fee = 276_000n;
    const least = doge('0.01') + fee;
    const ofValue = (value: bigint) =>
      buildRefund(aChannel({ fundings: [[koinu(value)]] }).announcement, TERMS, {
        script: alice.script,
        privateKey: alice.privateKey,
      });
    expect(nth(ofValue(least)?.outs ?? [], 0).value).toBe(doge('0.01'));
    expect(ofValue(least - 1n)).toBeUndefined();
    expect(ofValue(1n)).toBeUndefined();
  });
});
