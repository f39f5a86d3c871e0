import { describe, expect, test } from 'vitest';
import { koinu, sum } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { type AmountDue, checkFee, checkPayment, type PaymentOutput } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { aChannel, type ChannelDouble, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { alice, bob } from '../doubles/parties.ts';
import { amountDue, aPayment } from '../doubles/payments.ts';

const one = aChannel();
const three = aChannel({ fundings: [[doge(50)], [doge(30), doge(20)]] });

/** 12.5 DOGE to Bob and the rest less `fee` to Alice. */
function withFee(channel: ChannelDouble, fee: bigint, changeScript = alice.script) {
  const outputs = [
    { script: bob.script, value: doge('12.5') },
    { script: changeScript, value: doge('87.5') - fee },
  ];
  return checkOutputs(channel, outputs);
}

function checkOutputs(
  channel: ChannelDouble,
  outputs: readonly { script: Uint8Array; value: bigint }[],
  due: Partial<AmountDue> = {},
) {
  const psbt = accepted(decodePsbt(aPayment(channel, { outputs })));
  return checkPayment(channel.basis, amountDue(due), psbt);
}

describe('a payment’s fee', () => {
  test.each([
    ['one input', one, alice.script, koinu(386_000n)],
    ['three inputs', three, alice.script, koinu(1_002_000n)],
    ['a P2SH change', one, scriptHashScript(alice.script), koinu(384_000n)],
  ] as const)(
    'with %s is at least 0.01 DOGE per 1000 bytes of the canonical size',
    (_, channel, script, least) => {
      expect(accepted(withFee(channel, least, script)).fee).toBe(least);
      expectRefusal(withFee(channel, least - 1n, script), 'fee_too_low', { fee: koinu(least - 1n), least });
      expectRefusal(withFee(channel, 0n, script), 'fee_too_low', { fee: koinu(0n) });
    },
  );

  test.each([
    ['one input', one, koinu(4_860_000n)],
    ['three inputs', three, koinu(11_020_000n)],
  ] as const)('with %s is at most ten times the least and dust [FEE-4]', (_, channel, most) => {
    expect(accepted(withFee(channel, most)).fee).toBe(most);
    expectRefusal(withFee(channel, most + 1n), 'fee_too_high', { fee: koinu(most + 1n), most });
  });

  test('takes the whole rest where there is no change, within the same bounds', () => {
    const paying = (paid: bigint) =>
      checkOutputs(one, [{ script: bob.script, value: paid }], { amount: koinu(paid) });
    expect(accepted(paying(doge(100) - 352_000n)).fee).toBe(352_000n);
    expectRefusal(paying(doge(100) - 351_999n), 'fee_too_low', { least: koinu(352_000n) });
    expect(accepted(paying(doge(100) - 4_520_000n)).fee).toBe(4_520_000n);
    expectRefusal(paying(doge(100) - 4_520_001n), 'fee_too_high', { most: koinu(4_520_000n) });
  });

  test('is what the channel’s own terms ask, not today’s [OFF-4]', () => {
    const dearer = { ...one.basis, feePerKb: doge('0.02') };
    const psbt = accepted(decodePsbt(aPayment(one)));
    expectRefusal(checkPayment(dearer, amountDue(), psbt), 'fee_too_low', { least: koinu(772_000n) });
  });

  test('leaves nothing over: outputs and fee are the capacity [FEE-1]', () => {
    const { outputs, fee } = accepted(withFee(three, 2_000_000n));
    expect(sum([...outputs.map(({ value }) => value), fee])).toBe(doge(100));
  });
});

describe('dust [FEE-5]', () => {
  const dust = doge('0.01');
  const little = (paid: bigint) => [
    { script: bob.script, value: paid },
    { script: alice.script, value: doge('99.98') },
  ];
  const littleChange = (change: bigint) => [
    { script: bob.script, value: doge('99.98') },
    { script: alice.script, value: change },
  ];

  test('is refused as the settlement output, to the koinu [PAY-12]', () => {
    accepted(checkOutputs(one, little(dust), { amount: dust }));
    const amount = koinu(dust - 1n);
    expectRefusal(checkOutputs(one, little(amount), { amount }), 'dust_output', {
      output: 0,
      value: amount,
      dust,
    });
  });

  test('is refused as change, to the koinu, and left to the fee instead', () => {
    const due = { amount: doge('99.98') };
    accepted(checkOutputs(one, littleChange(dust), due));
    expectRefusal(checkOutputs(one, littleChange(dust - 1n), due), 'dust_output', { output: 1 });
    expectRefusal(checkOutputs(one, littleChange(0n), due), 'dust_output', { output: 1, value: koinu(0n) });
    expect(accepted(checkOutputs(one, littleChange(dust).slice(0, 1), due)).fee).toBe(doge('0.02'));
  });

  test('is found at its place, whatever the order', () => {
    const outputs: PaymentOutput[] = littleChange(1n).map(({ script, value }) => ({
      script,
      value: koinu(value),
    }));
    expectRefusal(checkFee(one.basis, outputs.reverse()), 'dust_output', { output: 0, value: koinu(1n) });
  });
});
