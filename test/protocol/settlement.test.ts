import { Psbt as BitcoinPsbt, script as bitcoinScript, networks, opcodes } from 'bitcoinjs-lib';
import { ECPairFactory } from 'ecpair';
import fc from 'fast-check';
import * as ecc from 'tiny-secp256k1';
import { describe, expect, test } from 'vitest';
import { BugError } from '../../core/assert.ts';
import { koinu } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { fromHex, toHex } from '../../core/protocol/bytes.ts';
import { CONSENSUS_FLAGS, POLICY_FLAGS } from '../../core/protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../core/protocol/interpreter/verify-input.ts';
import { checkPayment, settlementSize } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { checkRelease, coSign } from '../../core/protocol/settlement.ts';
import { withHashByte } from '../../core/protocol/signature.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { aChannel, type ChannelDouble, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory } from '../doubles/parties.ts';
import { amountDue, aPayment, type Deviations, honestOutputs } from '../doubles/payments.ts';
import { forAll } from '../properties/for-all.ts';

const one = aChannel();
const three = aChannel({ fundings: [[doge(50)], [doge(30), doge(20)]] });

const paymentOn = (channel: ChannelDouble, paid = doge('12.5')) =>
  accepted(
    checkPayment(
      channel.basis,
      amountDue({ amount: paid }),
      accepted(decodePsbt(aPayment(channel, { paid }))),
    ),
  );

function verdict(settlement: Transaction, channel: ChannelDouble, flags: number) {
  const lock = scriptHashScript(channel.redeemScript);
  return verifyAllInputs(
    settlement,
    channel.basis.inputs.map(() => lock),
    flags,
  );
}

describe('a settlement', () => {
  test.each([
    ['one input', one],
    ['three inputs', three],
  ])('of %s unlocks each by OP_0 <customer> <merchant> OP_0 <redeem script> [CLS-2]', (_, channel) => {
    const payment = paymentOn(channel);
    const settlement = coSign(channel.basis, payment, bob.privateKey);
    expect(settlement.ins.length).toBe(channel.basis.inputs.length);
    for (const [index, { script }] of settlement.ins.entries()) {
      const chunks = bitcoinScript.decompile(script) ?? [];
      expect(chunks.length).toBe(5);
      expect([chunks[0], chunks[3]]).toEqual([opcodes['OP_0'], opcodes['OP_0']]);
      expect(chunks[1]).toEqual(withHashByte(nth(payment.signatures, index)));
      expect(chunks[4]).toEqual(channel.redeemScript);
    }
  });

  test.each([
    ['one input', one],
    ['three inputs', three],
  ])('of %s is valid by consensus and as nodes relay it', (_, channel) => {
    const settlement = coSign(channel.basis, paymentOn(channel), bob.privateKey);
    expect(verdict(settlement, channel, CONSENSUS_FLAGS)).toEqual({ isValid: true });
    expect(verdict(settlement, channel, POLICY_FLAGS)).toEqual({ isValid: true });
  });

  test('is final: no nLockTime, every sequence the last', () => {
    const settlement = coSign(three.basis, paymentOn(three), bob.privateKey);
    expect(settlement.locktime).toBe(0);
    expect(settlement.version).toBe(2);
    expect(settlement.ins.map(({ sequence }) => sequence)).toEqual(Array(3).fill(0xffffffff));
  });

  test('pays what the payment’s outputs say, in their order', () => {
    const payment = paymentOn(three);
    const settlement = coSign(three.basis, payment, bob.privateKey);
    expect(settlement.outs).toEqual(payment.outputs);
  });

  test('is never larger than the canonical size, and at most 2 bytes smaller per signature', () => {
    const cases = fc.record({
      channel: fc.constantFrom(one, three),
      paid: fc.bigInt({ min: doge(1), max: doge(99) }).map(koinu),
    });
    forAll(
      cases,
      ({ channel, paid }) => {
        const payment = paymentOn(channel, paid);
        const settlement = coSign(channel.basis, payment, bob.privateKey);
        const canonical = settlementSize(channel.basis, payment.outputs);
        expect(settlement.byteLength()).toBeLessThanOrEqual(canonical);
        expect(settlement.byteLength()).toBeGreaterThanOrEqual(canonical - 8 * settlement.ins.length);
      },
      40,
    );
  });

  test('is not signed with another key than the channel’s', () => {
    expect(() => coSign(one.basis, paymentOn(one), mallory.privateKey)).toThrow(BugError);
    expect(() => coSign(one.basis, paymentOn(one), alice.privateKey)).toThrow(BugError);
  });

  test('is not made of a payment that lacks a signature', () => {
    const payment = { ...paymentOn(three), signatures: paymentOn(three).signatures.slice(1) };
    expect(() => coSign(three.basis, payment, bob.privateKey)).toThrow(BugError);
  });

  test('of an altered payment is invalid, wherever it is altered', () => {
    const payment = paymentOn(one);
    const [settlement, change] = payment.outputs as [
      (typeof payment.outputs)[0],
      (typeof payment.outputs)[0],
    ];
    const dearer = { ...payment, outputs: [{ ...settlement, value: doge(13) }, change] } as typeof payment;
    expect(verdict(coSign(one.basis, dearer, bob.privateKey), one, CONSENSUS_FLAGS).isValid).toBe(false);
    const less = { ...payment, outputs: [settlement] } as typeof payment;
    expect(verdict(coSign(one.basis, less, bob.privateKey), one, CONSENSUS_FLAGS).isValid).toBe(false);
  });
});

describe('bitcoinjs, given the announcement and the same outputs', () => {
  const pairOf = (privateKey: Uint8Array) => ECPairFactory(ecc).fromPrivateKey(privateKey);
  const isValid = (key: Uint8Array, hash: Uint8Array, signature: Uint8Array) =>
    ecc.verify(hash, key, signature, true);

  test.each([
    ['one input', one],
    ['three inputs', three],
  ])('signs, finalises and extracts the same settlement, for %s', (_, channel) => {
    const psbt = BitcoinPsbt.fromBuffer(channel.announcementPsbt, { network: networks.bitcoin });
    psbt.addOutputs(honestOutputs(channel, doge('12.5')).map(({ script, value }) => ({ script, value })));
    for (const index of channel.basis.inputs.keys()) {
      psbt.signInput(index, pairOf(alice.privateKey));
      psbt.signInput(index, pairOf(bob.privateKey));
    }
    expect(psbt.validateSignaturesOfAllInputs(isValid)).toBe(true);
    const theirPayment = accepted(decodePsbt(psbt.toBuffer()));
    const payment = accepted(checkPayment(channel.basis, amountDue(), theirPayment));
    for (const index of channel.basis.inputs.keys()) {
      psbt.finalizeInput(index, (_index: number, input: (typeof psbt.data.inputs)[0]) => {
        const by = (key: Uint8Array) =>
          input.partialSig?.find(({ pubkey }) => toHex(pubkey) === toHex(key))?.signature ?? new Uint8Array();
        const chunks = [0, by(alice.publicKey), by(bob.publicKey), 0, input.redeemScript ?? new Uint8Array()];
        return { finalScriptSig: bitcoinScript.compile(chunks), finalScriptWitness: undefined };
      });
    }
    const theirs = psbt.extractTransaction(true).toHex();
    expect(coSign(channel.basis, payment, bob.privateKey).toHex()).toBe(theirs);
  });

  test('takes the payment’s signatures for valid', () => {
    const psbt = BitcoinPsbt.fromBuffer(
      aPayment(three, {
        input: (input, index) => ({
          ...input,
          redeemScript: three.redeemScript,
          fundingTransaction: nth(three.fundingOutputs, index).transaction.toBuffer(),
        }),
      }),
    );
    expect(psbt.validateSignaturesOfAllInputs(isValid)).toBe(true);
  });
});

describe('a release, of a channel on which nothing was paid [REL-1, REL-2]', () => {
  const everything = [{ script: alice.script, value: doge(100) - 352_000n }];
  const release = (deviations: Deviations = {}) =>
    checkRelease(one.basis, accepted(decodePsbt(aPayment(one, { outputs: everything, ...deviations }))));

  test('is accepted when everything less the fee is the customer’s, and is a valid settlement', () => {
    const payment = accepted(release());
    expect(payment).toMatchObject({ paid: 0n, tip: 0n, fee: 352_000n, outputs: everything });
    const settlement = coSign(one.basis, payment, bob.privateKey);
    expect(verdict(settlement, one, POLICY_FLAGS)).toEqual({ isValid: true });
  });

  test('may have two outputs, of whatever scripts nodes relay', () => {
    const outputs = [
      { script: scriptHashScript(mallory.script), value: doge(40) },
      { script: mallory.script, value: doge('59.99') },
    ];
    expect(accepted(release({ outputs })).outputs).toEqual(outputs);
  });

  const pay = (value: bigint, script = alice.script) => ({ script, value });

  test.each([
    ['bad_release', 'no output', []],
    ['bad_release', 'three outputs', [pay(doge(30)), pay(doge(30)), pay(doge('39.99'))]],
    ['bad_release', 'an output to the merchant', [pay(doge('99.99'), bob.script)]],
    ['bad_release', 'a second output to the merchant', [pay(doge(50)), pay(doge('49.99'), bob.script)]],
    ['bad_release', 'an output that nodes do not relay', [pay(doge('99.99'), fromHex('51'))]],
    ['exceeds_capacity', 'more than there is', [pay(doge(100) + 1n)]],
    ['exceeds_capacity', 'a negative output', [pay(-1n), pay(doge(1))]],
    ['dust_output', 'dust', [pay(doge('0.00999999')), pay(doge('99.98'))]],
    ['fee_too_low', 'next to no fee', [pay(doge(100) - 351_999n)]],
    ['fee_too_high', 'too much fee', [pay(doge(100) - 4_520_001n)]],
  ] as const)('is refused as %s with %s', (code, _, outputs) => {
    expectRefusal(release({ outputs }), code);
  });

  test('is refused for its inputs and signatures as a payment is', () => {
    expectRefusal(
      release({ transaction: (tx) => void Object.assign(tx, { locktime: 1 }) }),
      'transaction_not_final',
    );
    expectRefusal(release({ transaction: (tx) => void Object.assign(tx, { version: 1 }) }), 'inputs_changed');
    expectRefusal(release({ signer: mallory }), 'missing_signature');
    expectRefusal(release({ sighash: 0x81 }), 'unexpected_sighash');
    expectRefusal(release({ signer: mallory, listedKey: alice.publicKey }), 'bad_signature');
  });
});
