import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib';
import fc from 'fast-check';
import * as ecc from 'tiny-secp256k1';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import {
  buildRedeemScript,
  channelIdOf,
  pushPrefixLength,
  recogniseRedeemScript,
  unlockRefund,
  unlockSettlement,
} from '../../core/protocol/redeem-script.ts';
import { LOCKTIME } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { alice, bob } from '../doubles/parties.ts';
import { mutated } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const customerKey = alice.publicKey;
const merchantKey = bob.publicKey;
const build = (locktime: number) => buildRedeemScript({ locktime, customerKey, merchantKey });
const template = build(LOCKTIME);
const LONGEST = 499_999_999;

/** The template with another locktime push and other keys, each as raw hex. */
function templateOf(parts: { locktime?: string; customer?: string; payer?: string; merchant?: string } = {}) {
  const customer = `21${toHex(customerKey)}`;
  const { locktime = toHex(template.subarray(1, 5)), payer = customer } = parts;
  const { merchant = `21${toHex(merchantKey)}` } = parts;
  return fromHex(
    `63${locktime}b175${payer}ac67 52${parts.customer ?? customer}${merchant}52ae68`.replace(' ', ''),
  );
}

describe('the redeem script', () => {
  test('is the template of the protocol [SCR-1]', () => {
    expect(template).toEqual(templateOf());
    const compiled = bitcoinScript.compile([
      opcodes['OP_IF'] as number,
      bitcoinScript.number.encode(LOCKTIME),
      opcodes['OP_CHECKLOCKTIMEVERIFY'] as number,
      opcodes['OP_DROP'] as number,
      customerKey,
      opcodes['OP_CHECKSIG'] as number,
      opcodes['OP_ELSE'] as number,
      opcodes['OP_2'] as number,
      customerKey,
      merchantKey,
      opcodes['OP_2'] as number,
      opcodes['OP_CHECKMULTISIG'] as number,
      opcodes['OP_ENDIF'] as number,
    ]);
    expect(toHex(template)).toBe(toHex(compiled));
  });

  test.each([
    [1, '51', 112],
    [16, '60', 112],
    [17, '0111', 113],
    [127, '017f', 113],
    [128, '028000', 114],
    [255, '02ff00', 114],
    [256, '020001', 114],
    [32_767, '02ff7f', 114],
    [32_768, '03008000', 115],
    [65_535, '03ffff00', 115],
    [8_388_607, '03ffff7f', 115],
    [8_388_608, '0400008000', 116],
    [LONGEST, '04ff64cd1d', 116],
  ])('with the locktime %i pushes %s and has %i bytes', (locktime, push, length) => {
    const script = build(locktime);
    expect(toHex(script.subarray(1, 1 + push.length / 2))).toBe(push);
    expect(script.length).toBe(length);
  });

  test('is recognised with exactly the locktime and keys that built it [SCR-2]', () => {
    const locktimes = fc.oneof(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: LONGEST }),
      fc.constantFrom(127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 8_388_607, 8_388_608, LONGEST),
    );
    forAll(
      locktimes,
      (locktime) => {
        const recognised = accepted(recogniseRedeemScript(build(locktime)));
        expect(recognised).toEqual({ locktime, customerKey, merchantKey });
      },
      300,
    );
  });

  test('says the locktime in the push that bitcoinjs would write', () => {
    forAll(fc.integer({ min: 17, max: LONGEST }), (locktime) => {
      const push = bitcoinScript.compile([bitcoinScript.number.encode(locktime)]);
      expect(toHex(build(locktime)).startsWith(`63${toHex(push)}b1`)).toBe(true);
    });
  });

  test('names its channel by its SHA-256 [SCR-6]', () => {
    expect(channelIdOf(template)).toBe(toHex(sha256(template)));
  });
});

describe('a redeem script is refused as unknown [SCR-2]', () => {
  const endsWith = (hex: string) => concat([template, fromHex(hex)]);

  test.each([
    ['no bytes', new Uint8Array(0)],
    ['OP_IF alone', fromHex('63')],
    ['an opcode after OP_ENDIF', endsWith('61')],
    ['DROP 1 after OP_ENDIF: anybody could spend', endsWith('7551')],
    ['an OP_ELSE after OP_ELSE', concat([template.subarray(0, -1), fromHex('6768')])],
    ['an opcode before OP_IF', concat([fromHex('61'), template])],
    ['OP_NOTIF for OP_IF', concat([fromHex('64'), template.subarray(1)])],
    ['one byte less', template.subarray(0, -1)],
    ['a locktime in OP_PUSHDATA1', templateOf({ locktime: '4c03a0d501' })],
    ['a locktime padded with zero', templateOf({ locktime: '04a0d50100' })],
    ['a locktime padded with zero, of 5 bytes', templateOf({ locktime: '05a0d5010000' })],
    ['a locktime of 6 bytes', templateOf({ locktime: '06a0d501000000' })],
    ['`01 05` for OP_5', templateOf({ locktime: '0105' })],
    ['`01 10` for OP_16', templateOf({ locktime: '0110' })],
    ['`01 02` for the 2 of 2', fromHex(toHex(template).replace('ac6752', 'ac670102'))],
    ['`01 02` for the of 2', fromHex(toHex(template).replace('52ae68', '0102ae68'))],
    ['1 of 2', fromHex(toHex(template).replace('ac6752', 'ac6751'))],
    ['2 of 3', fromHex(toHex(template).replace('52ae68', '53ae68'))],
    ['OP_CHECKMULTISIGVERIFY', fromHex(toHex(template).replace('ae68', 'af68'))],
    ['OP_CHECKSIGVERIFY', fromHex(toHex(template).replace('ac67', 'ad67'))],
    ['OP_CHECKSEQUENCEVERIFY', fromHex(toHex(template).replace('b175', 'b275'))],
    ['OP_NIP for OP_DROP', fromHex(toHex(template).replace('b175', 'b177'))],
    ['the merchant alone in the refund', templateOf({ payer: `21${toHex(merchantKey)}` })],
    [
      'the keys of the settlement exchanged',
      templateOf({ customer: `21${toHex(merchantKey)}`, merchant: `21${toHex(customerKey)}` }),
    ],
    ['a key in OP_PUSHDATA1', templateOf({ merchant: `4c21${toHex(merchantKey)}` })],
    [
      'the branches exchanged',
      fromHex(
        `6352${'21'}${toHex(customerKey)}21${toHex(merchantKey)}52ae67${toHex(template.subarray(1, 5))}b17521${toHex(customerKey)}ac68`,
      ),
    ],
    ['uncompressed keys', withKeys((key) => ecc.pointCompress(key, false))],
    ['hybrid keys', withKeys(hybrid)],
  ])('%s', (_, script) => {
    expectRefusal(recogniseRedeemScript(script), 'unknown_script');
  });
});

function withKeys(change: (key: Uint8Array) => Uint8Array): Uint8Array {
  const push = (key: Uint8Array) => `41${toHex(change(key))}`;
  return templateOf({ customer: push(customerKey), payer: push(customerKey), merchant: push(merchantKey) });
}

function hybrid(key: Uint8Array): Uint8Array {
  const uncompressed = ecc.pointCompress(key, false);
  return concat([Uint8Array.of(6 + ((uncompressed.at(-1) ?? 0) & 1)), uncompressed.subarray(1)]);
}

describe('a redeem script is refused for its locktime [SCR-3]', () => {
  test.each([
    ['zero, as OP_0', '00', 0n],
    ['zero, as a byte', '0100', 0n],
    ['negative zero', '0180', 0n],
    ['minus one, as a byte', '0181', -1n],
    ['a negative height', '03a0d581', -120_224n],
    ['500000000, which is a time', '040065cd1d', 500_000_000n],
    ['a time', '0400f15365', 1_700_000_000n],
    ['a time of 5 bytes', '05ffffffff00', 4_294_967_295n],
    ['a height of 5 bytes', '05ffffffff7f', 549_755_813_887n],
  ])('%s', (_, push, locktime) => {
    expectRefusal(recogniseRedeemScript(templateOf({ locktime: push })), 'locktime_not_a_height', {
      locktime,
    });
  });

  test('OP_1NEGATE is no push of the template', () => {
    expectRefusal(recogniseRedeemScript(templateOf({ locktime: '4f' })), 'unknown_script');
  });

  test('499999999 is the last height', () => {
    expect(accepted(recogniseRedeemScript(build(LONGEST))).locktime).toBe(LONGEST);
  });
});

describe('a redeem script is refused for the customer’s key [SCR-4]', () => {
  test('when it is no point of the curve', () => {
    const noPoint = `2102${'5'.padStart(64, '0')}`;
    const script = templateOf({ customer: noPoint, payer: noPoint });
    expectRefusal(recogniseRedeemScript(script), 'invalid_customer_key', { problem: 'not_a_point' });
  });

  test.each(['00', '04', '05', '06', '07', 'ff'])('when it begins with %s', (prefix) => {
    const key = `21${prefix}${toHex(customerKey.subarray(1))}`;
    const script = templateOf({ customer: key, payer: key });
    expectRefusal(recogniseRedeemScript(script), 'invalid_customer_key', { problem: 'not_a_point' });
  });

  test('when it is the merchant’s', () => {
    const script = buildRedeemScript({ locktime: LOCKTIME, customerKey: merchantKey, merchantKey });
    expectRefusal(recogniseRedeemScript(script), 'invalid_customer_key', { problem: 'same_as_merchant' });
  });
});

describe('arbitrary bytes as a redeem script', () => {
  const wellFormed = (script: Uint8Array): void => {
    const result = recogniseRedeemScript(script);
    if (result.ok) expect(toHex(buildRedeemScript(result.value))).toBe(toHex(script));
  };

  test('are the template byte for byte or refused, never an exception', () => {
    forAll(fc.uint8Array({ maxLength: 140 }), wellFormed, 500);
    forAll(
      fc.uint8Array({ minLength: 79, maxLength: 131 }).map((bytes) => concat([Uint8Array.of(0x63), bytes])),
      wellFormed,
      500,
    );
  });

  test('close to the template are it byte for byte or refused, never an exception', () => {
    forAll(mutated(template), wellFormed, 2000);
  });

  test('cut off anywhere are refused', () => {
    for (let length = 0; length < template.length; length++) {
      expect(recogniseRedeemScript(template.subarray(0, length)).ok).toBe(false);
    }
  });
});

describe('the unlocking script', () => {
  const customerSignature = new Uint8Array(72).fill(0xaa);
  const merchantSignature = new Uint8Array(71).fill(0xbb);

  test('of a settlement is OP_0 <customer> <merchant> OP_0 <redeem script> [CLS-2]', () => {
    const script = unlockSettlement({ customerSignature, merchantSignature, redeemScript: template });
    expect(bitcoinScript.decompile(script)).toEqual([0, customerSignature, merchantSignature, 0, template]);
    expect(script.length).toBe(2 + 73 + 72 + 117);
  });

  test('of a refund is <customer> OP_1 <redeem script> [REF-1]', () => {
    const script = unlockRefund({ customerSignature, redeemScript: template });
    expect(bitcoinScript.decompile(script)).toEqual([customerSignature, opcodes['OP_1'], template]);
  });

  test.each([
    [1, 1],
    [75, 1],
    [76, 2],
    [255, 2],
    [256, 3],
    [520, 3],
  ])('of %i bytes takes a prefix of %i', (length, prefix) => {
    expect(pushPrefixLength(length)).toBe(prefix);
    const data = new Uint8Array(length).fill(0x55);
    const pushed = unlockRefund({ customerSignature: data, redeemScript: data });
    const expected = bitcoinScript.compile([data, opcodes['OP_1'] as number, data]);
    if (length > 1) expect(toHex(pushed)).toBe(toHex(expected));
  });
});
