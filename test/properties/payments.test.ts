import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { koinu, MAX_MONEY, sum } from '../../core/money.ts';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { spendable } from '../../core/protocol/fee.ts';
import { checkPayment, encodePayment, signPayment } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { aChannel, doge, TERMS } from '../doubles/channels.ts';
import { accepted, nth } from '../doubles/outcomes.ts';
import { amountDue, aPayment, honestOutputs } from '../doubles/payments.ts';
import { readRawPsbt } from '../doubles/raw-psbt.ts';
import { mutated } from './arbitraries.ts';
import { forAll } from './for-all.ts';

describe('a payment that signPayment and encodePayment make', () => {
  const fraction = fc.bigInt({ min: 0n, max: 1_000_000n });
  const cases = fc.record({
    fundings: fc.array(
      fc.array(fc.bigInt({ min: doge(1), max: MAX_MONEY / 9n }).map(koinu), { minLength: 1, maxLength: 3 }),
      { minLength: 1, maxLength: 3 },
    ),
    before: fraction,
    share: fraction,
    hasChange: fc.boolean(),
  });

  test('is accepted for every amount that is spendable, and paid, change and fee are the capacity [STA-5, FEE-1]', () => {
    forAll(
      cases,
      ({ fundings, before, share }) => {
        const channel = aChannel({ fundings });
        const { capacity, inputs, redeemScript } = channel.announcement;
        const state = { capacity, inputs: inputs.length, redeemScriptLength: redeemScript.length, ...TERMS };
        const most = spendable({ ...state, paid: koinu(0n) });
        const paid = koinu((most * before) / 1_000_000n);
        const rest = spendable({ ...state, paid });
        const amount = koinu((rest * share) / 1_000_000n);
        fc.pre(paid + amount >= TERMS.dust);

        const outputs = honestOutputs(channel, sum([paid, amount]));
        const signatures = signPayment(channel.basis, outputs, channel.customer.privateKey);
        const psbt = accepted(decodePsbt(encodePayment(channel.basis, { outputs, signatures })));
        const payment = accepted(checkPayment(channel.basis, amountDue({ paid, amount }), psbt));

        expect(payment.paid).toBe(paid + amount);
        expect(payment.tip).toBe(0n);
        const change = payment.outputs.find(({ script }) => script === payment.changeScript)?.value ?? 0n;
        expect(payment.paid + change + payment.fee).toBe(capacity);
        expect(payment.signatures).toEqual(signatures);
      },
      30,
    );
  });
});

describe('an accepted payment’s PSBT', () => {
  const channel = aChannel();
  const honest = aPayment(channel);
  const check = (bytes: Uint8Array) => {
    const psbt = decodePsbt(bytes);
    return psbt.ok ? checkPayment(channel.basis, amountDue(), psbt.value) : psbt;
  };
  const { transactionHash, signatures } = accepted(check(honest));

  const isRefusedOrTheSame = (bytes: Uint8Array): boolean => {
    const result = check(bytes);
    if (!result.ok) return false;
    expect(toHex(result.value.transactionHash)).toBe(toHex(transactionHash));
    expect(result.value.signatures).toEqual(signatures);
    return true;
  };

  test('is refused with any one bit of it another', () => {
    const stillAccepted: number[] = [];
    for (let at = 0; at < honest.length; at++) {
      for (const bit of [0, 7]) {
        const changed = honest.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        if (isRefusedOrTheSame(changed)) stillAccepted.push(at);
      }
    }
    expect(stillAccepted).toEqual([]);
  });

  test('is refused, or means the same transaction, whatever is done to its bytes', () => {
    forAll(mutated(honest), (bytes) => void isRefusedOrTheSame(bytes), 500);
  });

  test('means the same transaction with fields that nobody asked for', () => {
    const { globals } = readRawPsbt(honest);
    const end = 5 + nth(globals, 0).value.length + 3;
    const unknown = fromHex('02fa0101aa');
    expect(isRefusedOrTheSame(concat([honest.subarray(0, end), unknown, honest.subarray(end)]))).toBe(true);
  });
});
