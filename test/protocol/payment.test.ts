import { describe, expect, test } from 'vitest';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { fromHex, toHex, utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import {
  type AmountDue,
  checkPayment,
  encodePayment,
  type PaymentOutput,
  settlementTransaction,
  signPayment,
} from '../../core/protocol/payment.ts';
import { decodePsbt, INVOICE_FIELD } from '../../core/protocol/psbt.ts';
import { withHashByte } from '../../core/protocol/signature.ts';
import { Transaction } from '../../core/protocol/transaction.ts';
import { aChannel, type ChannelDouble, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory } from '../doubles/parties.ts';
import { amountDue, aPayment, type Deviations, honestOutputs } from '../doubles/payments.ts';
import { readRawPsbt } from '../doubles/raw-psbt.ts';

const channel = aChannel({ fundings: [[doge(60), doge(40)]] });
const other = aChannel({ fundings: [[doge(60), doge(40)], [doge(5)]] });

function check(psbt: Uint8Array, due: Partial<AmountDue> = {}, on: ChannelDouble = channel) {
  return checkPayment(on.basis, amountDue(due), accepted(decodePsbt(psbt)));
}

const deviating = (deviations: Deviations, due: Partial<AmountDue> = {}) =>
  check(aPayment(channel, deviations), due);

const [settlement, change] = honestOutputs(channel, doge('12.5')) as readonly [PaymentOutput, PaymentOutput];

describe('a payment', () => {
  test('is accepted when it is what an honest wallet sends', () => {
    const payment = accepted(check(aPayment(channel)));
    expect(payment).toMatchObject({
      paid: doge('12.5'),
      tip: 0n,
      fee: 694_000n,
      changeScript: alice.script,
    });
    expect(payment.outputs).toEqual([
      { script: bob.script, value: doge('12.5') },
      { script: alice.script, value: doge('87.49306') },
    ]);
  });

  test('is cumulative: it pays everything paid so far and this invoice [PAY-3]', () => {
    const due = { paid: doge(25) };
    expect(accepted(check(aPayment(channel, { paid: doge('37.5') }), due)).paid).toBe(doge('37.5'));
    expectRefusal(check(aPayment(channel), due), 'underpaid', { expected: doge('37.5') });
  });

  test('is known by the hash of its unsigned transaction, whatever its signatures [RCP-4]', () => {
    const payment = accepted(check(aPayment(channel)));
    const unsigned = settlementTransaction(channel.basis, payment.outputs);
    expect(toHex(payment.transactionHash)).toBe(toHex(unsigned.getHash()));
    const another = accepted(check(aPayment(channel, { paid: doge('12.6') }), { amount: doge('12.6') }));
    expect(toHex(another.transactionHash)).not.toBe(toHex(payment.transactionHash));
  });

  test('has one signature per input, of 64 bytes, that signPayment makes', () => {
    const payment = accepted(check(aPayment(channel)));
    expect(payment.signatures).toEqual(signPayment(channel.basis, payment.outputs, alice.privateKey));
    expect(payment.signatures.map((signature) => signature.length)).toEqual([64, 64]);
  });

  test('that encodePayment writes is accepted, has nothing but signatures, and is what the till stores [PAY-6, RCP-3]', () => {
    const outputs = honestOutputs(channel, doge('12.5'));
    const signatures = signPayment(channel.basis, outputs, alice.privateKey);
    const fields = new Map([[INVOICE_FIELD, utf8('invoice-1')]]);
    const psbt = encodePayment(channel.basis, { outputs, signatures }, fields);
    const payment = accepted(check(psbt));
    expect(payment.signatures).toEqual(signatures);
    expect(accepted(decodePsbt(psbt)).channelFields).toEqual(fields);
    const key = `02${toHex(alice.publicKey)}`;
    expect(readRawPsbt(psbt).inputs).toEqual(signatures.map((s) => [{ key, value: withHashByte(s) }]));
    expect(encodePayment(channel.basis, payment)).toEqual(
      encodePayment(channel.basis, { outputs, signatures }),
    );
  });

  test('may carry the announced redeem scripts and funding transactions [PAY-2]', () => {
    const fundingTransaction = nth(channel.fundingTransactions, 0).toBuffer();
    const input: Deviations['input'] = (draft) => ({
      ...draft,
      redeemScript: channel.redeemScript,
      fundingTransaction,
    });
    accepted(deviating({ input }));
  });

  test('may carry signatures of others, which count for nothing', () => {
    const others = [toHex(bob.publicKey), toHex(mallory.publicKey)];
    const input: Deviations['input'] = (draft) => ({
      ...draft,
      partialSignatures: new Map([
        ...others.map((key): [string, Uint8Array] => [key, Uint8Array.of(1)]),
        ...(draft.partialSignatures ?? []),
      ]),
    });
    expect(accepted(deviating({ input })).signatures).toEqual(accepted(check(aPayment(channel))).signatures);
  });

  test('may be of version 1 where the announcement is', () => {
    const basis = { ...channel.basis, version: 1 };
    const psbt = aPayment({ ...channel, basis });
    accepted(checkPayment(basis, amountDue(), accepted(decodePsbt(psbt))));
    expectRefusal(check(psbt), 'inputs_changed', { field: 'version' });
  });
});

describe('a payment is refused for its inputs [PAY-2, PAY-11]', () => {
  test('when one is missing', () => {
    const transaction = (tx: Transaction) => void tx.ins.pop();
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'count' });
  });

  test('when there is one more, which could be spent elsewhere', () => {
    const transaction = (tx: Transaction) => void tx.addInput(sha256(utf8('elsewhere')), 0, 0xffffffff);
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'count' });
    expectRefusal(check(aPayment(other)), 'inputs_changed', { field: 'count' });
  });

  test('when one is there twice', () => {
    const transaction = (tx: Transaction) => {
      nth(tx.ins, 1).index = 0;
    };
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'outpoint', input: 1 });
  });

  test('when they are in another order', () => {
    const transaction = (tx: Transaction) => void tx.ins.reverse();
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'outpoint', input: 0 });
  });

  test('when one spends another transaction', () => {
    const transaction = (tx: Transaction) => {
      nth(tx.ins, 1).hash = sha256(utf8('another'));
    };
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'outpoint', input: 1 });
  });

  test.each([0, 1, 3, 0xffffffff])('when the version is %i', (version) => {
    const transaction = (tx: Transaction) => {
      tx.version = version;
    };
    expectRefusal(deviating({ transaction }), 'inputs_changed', { field: 'version' });
  });

  test.each([1, 100_050, 1_800_000_000, 0xffffffff])('when the nLockTime is %i', (value) => {
    const transaction = (tx: Transaction) => {
      tx.locktime = value;
    };
    expectRefusal(deviating({ transaction }), 'transaction_not_final', { field: 'locktime', value });
  });

  test.each([0, 0xff, 0xfffffffd, 0xfffffffe])('when a sequence is %i', (value) => {
    const transaction = (tx: Transaction) => {
      nth(tx.ins, 1).sequence = value;
    };
    expectRefusal(deviating({ transaction }), 'transaction_not_final', { field: 'sequence', value });
  });

  test('when it carries another redeem script', () => {
    const redeemScript = aChannel({ locktime: channel.locktime + 1 }).redeemScript;
    const input: Deviations['input'] = (draft, index) => (index === 1 ? { ...draft, redeemScript } : draft);
    expectRefusal(deviating({ input }), 'inputs_changed', { field: 'redeem_script', input: 1 });
  });

  test('when it carries another funding transaction, or a copy inflated by a witness', () => {
    const inflated = Transaction.fromBuffer(nth(channel.fundingTransactions, 0).toBuffer());
    nth(inflated.ins, 0).witness = [new Uint8Array(10_000)];
    expect(inflated.getId()).toBe(nth(channel.announcement.inputs, 0).txid);
    const copies = [new Uint8Array(0), nth(other.fundingTransactions, 1).toBuffer(), inflated.toBuffer()];
    for (const fundingTransaction of copies) {
      const input: Deviations['input'] = (draft, at) => (at === 1 ? { ...draft, fundingTransaction } : draft);
      expectRefusal(deviating({ input }), 'inputs_changed', { field: 'funding_transaction', input: 1 });
    }
  });
});

describe('a payment’s outputs [PAY-4]', () => {
  test('may be in any order', () => {
    const payment = accepted(deviating({ outputs: [change, settlement] }));
    expect(payment.outputs).toEqual([change, settlement]);
    expect(payment.paid).toBe(doge('12.5'));
    expect(payment.changeScript).toEqual(alice.script);
  });

  test('may have a change that is P2SH, whose size is counted', () => {
    const script = scriptHashScript(mallory.script);
    const outputs = [settlement, { script, value: change.value + 2000n }];
    const payment = accepted(deviating({ outputs }));
    expect(payment.changeScript).toEqual(script);
    expect(payment.fee).toBe(692_000n);
  });

  test('may have no change, where the rest is fee', () => {
    const outputs = [{ ...settlement, value: doge('99.95') }];
    const payment = accepted(deviating({ outputs }, { amount: doge('99.95') }));
    expect(payment.changeScript).toBeUndefined();
    expect(payment.fee).toBe(doge('0.05'));
  });

  test.each([
    ['OP_TRUE', '51'],
    ['nothing', ''],
    ['a witness program', `0014${'11'.repeat(20)}`],
    ['a P2PK', `21${toHex(alice.publicKey)}ac`],
    ['an OP_RETURN', '6a04deadbeef'],
    ['a bare multisig', `5121${toHex(alice.publicKey)}51ae`],
    ['a P2PKH with an opcode behind', `${toHex(alice.script)}61`],
    ['a P2PKH with a non-minimal push', toHex(alice.script).replace('a914', 'a94c14')],
    ['a P2SH with another opcode', `a914${'11'.repeat(20)}88`],
  ])('are refused with a change that is %s', (_, script) => {
    const outputs = [settlement, { ...change, script: fromHex(script) }];
    expectRefusal(deviating({ outputs }), 'unexpected_output', { output: 1 });
  });

  test('are refused when there is a third', () => {
    const outputs = [settlement, { ...change, value: change.value - doge(1) }, { ...change, value: doge(1) }];
    expectRefusal(deviating({ outputs }), 'unexpected_output', { output: 2 });
  });

  test('are refused when the settlement output is there twice', () => {
    const outputs = [settlement, { ...settlement, value: change.value }];
    expectRefusal(deviating({ outputs }), 'unexpected_output', { output: 1 });
  });

  test('are refused when none pays the merchant [PAY-10]', () => {
    expectRefusal(deviating({ outputs: [change] }), 'underpaid', { offered: doge(0) });
    const outputs = [change, { script: mallory.script, value: doge('12.5') }];
    expectRefusal(deviating({ outputs }), 'unexpected_output', { output: 1 });
  });

  test('are refused when they pay the merchant by another script than the offer’s', () => {
    const script = scriptHashScript(bob.script);
    expectRefusal(deviating({ outputs: [{ ...settlement, script }] }), 'underpaid', { offered: doge(0) });
  });

  test('are refused when there are none', () => {
    expectRefusal(deviating({ outputs: [] }), 'underpaid', { expected: doge('12.5'), offered: doge(0) });
  });

  test('are refused when they are worth more than the capacity, by one koinu', () => {
    const capacity = doge(100);
    const outputs = [settlement, { ...change, value: capacity - settlement.value + 1n }];
    expectRefusal(deviating({ outputs }), 'exceeds_capacity', { outputs: capacity + 1n, capacity });
  });

  test.each([
    ['minus one koinu', -1n],
    ['the least that 64 bits hold', -(2n ** 63n)],
    ['the most that 64 bits hold', 2n ** 63n - 1n],
    ['more than any amount', MAX_MONEY + 1n],
  ])('are refused when one is worth %s', (_, value) => {
    expectRefusal(deviating({ outputs: [settlement, { ...change, value }] }), 'exceeds_capacity');
    expectRefusal(deviating({ outputs: [{ ...settlement, value }, change] }), 'exceeds_capacity');
    expectRefusal(deviating({ outputs: [{ ...settlement, value }] }), 'exceeds_capacity');
  });

  test('are refused when two negative ones would make up for one another', () => {
    const outputs = [
      { ...settlement, value: -(2n ** 63n) },
      { ...change, value: -(2n ** 63n) },
    ];
    expectRefusal(deviating({ outputs }), 'exceeds_capacity', { outputs: 2n ** 64n });
  });

  test('are refused when nodes would not relay so large a transaction', () => {
    const outputs = [settlement, { ...change, script: new Uint8Array(99_500) }];
    expectRefusal(deviating({ outputs }), 'transaction_too_large', { limit: 99_999 });
    const many = Array.from({ length: 3000 }, () => change);
    expectRefusal(deviating({ outputs: many }), 'transaction_too_large');
  });
});

describe('a payment’s amount [PAY-3]', () => {
  const paying = (value: bigint, due: Partial<AmountDue> = {}) =>
    deviating(
      {
        outputs: [
          { ...settlement, value },
          { ...change, value: doge(50) },
        ],
      },
      due,
    );

  test('is what is due, neither a koinu less nor more', () => {
    const facts = { expected: doge('12.5') };
    expectRefusal(paying(doge('12.49999999')), 'underpaid', { ...facts, offered: doge('12.49999999') });
    expectRefusal(paying(doge('12.50000001')), 'overpaid', { ...facts, offered: doge('12.50000001') });
  });

  test('may be more as a tip, where the invoice allows one [PAY-3]', () => {
    const payment = accepted(
      check(aPayment(channel, { paid: doge(14) }), { allowsTip: true, paid: doge(0) }),
    );
    expect(payment).toMatchObject({ paid: doge(14), tip: doge('1.5') });
    expect(accepted(check(aPayment(channel), { allowsTip: true })).tip).toBe(0n);
  });

  test('counts what was paid before into what is due, not into the tip', () => {
    const due = { allowsTip: true, paid: doge(10), amount: doge(2) };
    expect(accepted(check(aPayment(channel, { paid: doge('12.5') }), due)).tip).toBe(doge('0.5'));
    expectRefusal(check(aPayment(channel, { paid: doge('11.9') }), due), 'underpaid', { expected: doge(12) });
  });

  test('that no amount can be, because of what was paid before, is refused like any other', () => {
    const due = { paid: doge(10), amount: koinu(MAX_MONEY) };
    expectRefusal(check(aPayment(channel), due), 'underpaid');
  });
});
