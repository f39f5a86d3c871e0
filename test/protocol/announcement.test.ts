import { Transaction as BitcoinTransaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_MONEY } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { buildAnnouncement, readAnnouncement } from '../../core/protocol/announcement.ts';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { CHANGE_SCRIPT_FIELD, encodePsbt, MAX_PSBT_BYTES, type PsbtDraft } from '../../core/protocol/psbt.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import { FINAL_SEQUENCE, Transaction } from '../../core/protocol/transaction.ts';
import { aChannel, aTransactionPaying, doge, fund, LOCKTIME } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory } from '../doubles/parties.ts';
import { editRawPsbt } from '../doubles/raw-psbt.ts';
import { mutated } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const channel = aChannel({ fundings: [[doge(60)], [doge(40)]] });
const { redeemScript, announcementPsbt } = channel;
const [first, second] = [nth(channel.fundingOutputs, 0), nth(channel.fundingOutputs, 1)];

interface Announced {
  transaction: Transaction;
  inputs: PsbtDraft['inputs'][number][];
  changeScript?: Uint8Array;
}

/** The announcement with something changed. */
function announced(change: (announcement: Announced) => void): Uint8Array {
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { transaction: funding, vout } of [first, second]) {
    transaction.addInput(funding.getHash(), vout, FINAL_SEQUENCE);
  }
  const inputs = [first, second].map((funding) => ({
    redeemScript,
    fundingTransaction: funding.transaction.toBuffer(),
  }));
  const announcement: Announced = { transaction, inputs };
  change(announcement);
  const { changeScript } = announcement;
  const channelFields = new Map(changeScript ? [[CHANGE_SCRIPT_FIELD, changeScript]] : []);
  return encodePsbt({ transaction, inputs: announcement.inputs, channelFields });
}

/** An announcement whose only input spends an output of this transaction. */
function fundedBy(transaction: Transaction, vout = 0, script = redeemScript): Uint8Array {
  return buildAnnouncement({ redeemScript: script, fundings: [{ transaction, vout }] });
}

function withInput(index: number, changes: object): (announcement: Announced) => void {
  return ({ inputs }) => {
    inputs[index] = { ...inputs[index], ...changes };
  };
}

describe('an announcement', () => {
  test('fixes the script, the inputs in their order, the capacity and the change script', () => {
    const announcement = accepted(readAnnouncement(announcementPsbt));
    expect(announcement).toEqual({
      locktime: LOCKTIME,
      customerKey: alice.publicKey,
      merchantKey: bob.publicKey,
      channelId: expect.stringMatching(/^[0-9a-f]{64}$/),
      version: 2,
      redeemScript,
      inputs: [
        { txid: first.transaction.getId(), vout: 0, value: doge(60) },
        { txid: second.transaction.getId(), vout: 0, value: doge(40) },
      ],
      capacity: doge(100),
      fundingTransactions: new Map([
        [first.transaction.getId(), first.transaction.toBuffer()],
        [second.transaction.getId(), second.transaction.toBuffer()],
      ]),
      changeScript: alice.script,
    });
  });

  test('has a transaction without outputs, final, of version 2 [ANN-2, ANN-3]', () => {
    const transaction = BitcoinTransaction.fromBuffer(unsignedOf(announcementPsbt));
    expect(transaction.outs).toEqual([]);
    expect(transaction.version).toBe(2);
    expect(transaction.locktime).toBe(0);
    expect(transaction.ins.map((input) => input.sequence)).toEqual([0xffffffff, 0xffffffff]);
  });

  test('may be of version 1 [ANN-3]', () => {
    const psbt = announced(({ transaction }) => {
      transaction.version = 1;
    });
    expect(accepted(readAnnouncement(psbt)).version).toBe(1);
  });

  test('may lack a change script [ANN-6]', () => {
    const psbt = announced(() => undefined);
    expect(accepted(readAnnouncement(psbt)).changeScript).toBeUndefined();
  });

  test('may name a change script that is P2SH', () => {
    const changeScript = scriptHashScript(mallory.script);
    const psbt = announced((announcement) => Object.assign(announcement, { changeScript }));
    expect(accepted(readAnnouncement(psbt)).changeScript).toEqual(changeScript);
  });

  test('may spend several outputs of one funding transaction, which is kept once [ANN-5]', () => {
    const { announcement } = aChannel({ fundings: [[doge(10), doge(20), doge(30)]] });
    expect(announcement.inputs.map(({ vout, value }) => [vout, value])).toEqual([
      [0, doge(10)],
      [1, doge(20)],
      [2, doge(30)],
    ]);
    expect(announcement.fundingTransactions.size).toBe(1);
    expect(announcement.capacity).toBe(doge(60));
  });

  test('holds every capacity that outputs may have together', () => {
    expect(accepted(readAnnouncement(fundedBy(fund(redeemScript, [MAX_MONEY])))).capacity).toBe(MAX_MONEY);
    // 2^53 koinu and one: more than a number of JavaScript can tell apart.
    const large = aChannel({ fundings: [[doge('90071992.54740992'), doge('0.00000001')]] });
    expect(large.announcement.capacity).toBe(9_007_199_254_740_993n);
  });

  test('names the channel by its script alone: the same for another funding [SCR-6]', () => {
    const other = aChannel({ fundings: [[doge(11)]] });
    expect(other.announcement.channelId).toBe(channel.announcement.channelId);
    expect(aChannel({ locktime: LOCKTIME + 1 }).announcement.channelId).not.toBe(
      channel.announcement.channelId,
    );
  });
});

function unsignedOf(psbt: Uint8Array): Uint8Array {
  let unsigned = new Uint8Array(0);
  editRawPsbt(psbt, ({ globals }) => {
    unsigned = Uint8Array.from(nth(globals, 0).value);
    return {};
  });
  return unsigned;
}

describe('an announcement is refused [STA-7]', () => {
  test('as psbt_too_large, before it is read', () => {
    expectRefusal(readAnnouncement(new Uint8Array(MAX_PSBT_BYTES + 1)), 'psbt_too_large');
  });

  test('as malformed_psbt, when it is none', () => {
    expectRefusal(readAnnouncement(announcementPsbt.subarray(1)), 'malformed_psbt');
  });

  test.each([
    ['nothing', ''],
    ['a P2PK', `21${toHex(alice.publicKey)}ac`],
    ['an OP_RETURN', '6a0400000000'],
    ['a witness program', `0014${'11'.repeat(20)}`],
    ['anybody’s', '51'],
    ['a P2PKH with a byte behind', `${toHex(alice.script)}61`],
    ['a P2PKH with another opcode', toHex(alice.script).replace(/^76/, '61')],
  ])('as malformed_psbt, when the change script is %s', (_, hex) => {
    const changeScript = fromHex(hex);
    const psbt = announced((announcement) => Object.assign(announcement, { changeScript }));
    expectRefusal(readAnnouncement(psbt), 'malformed_psbt');
  });

  test('as psbt_has_outputs, when it has one [ANN-2]', () => {
    const psbt = announced(({ transaction }) => transaction.addOutput(alice.script, doge(1)));
    expectRefusal(readAnnouncement(psbt), 'psbt_has_outputs', { outputs: 1 });
  });

  test('as no_inputs, when it has none [ANN-2]', () => {
    const psbt = announced((announcement) => {
      announcement.transaction.ins = [];
      announcement.inputs = [];
    });
    expectRefusal(readAnnouncement(psbt), 'no_inputs');
  });

  test.each([0, 3, 0xffffffff])('as unsupported_version, when it is %i [ANN-3]', (version) => {
    const psbt = announced(({ transaction }) => {
      transaction.version = version;
    });
    expectRefusal(readAnnouncement(psbt), 'unsupported_version', { version });
  });

  test.each([1, LOCKTIME, 0xffffffff])(
    'as transaction_not_final, when its nLockTime is %i [ANN-3]',
    (value) => {
      const psbt = announced(({ transaction }) => {
        transaction.locktime = value;
      });
      expectRefusal(readAnnouncement(psbt), 'transaction_not_final', { field: 'locktime', value });
    },
  );

  test.each([0, 0xff, 0xfffffffd, 0xfffffffe])(
    'as transaction_not_final, when a sequence is %i',
    (sequence) => {
      const psbt = announced(({ transaction }) => {
        nth(transaction.ins, 1).sequence = sequence;
      });
      expectRefusal(readAnnouncement(psbt), 'transaction_not_final', { field: 'sequence', value: sequence });
    },
  );

  test('as duplicate_input, when an outpoint is there twice [ANN-5]', () => {
    const psbt = buildAnnouncement({ redeemScript, fundings: [first, second, first] });
    expectRefusal(readAnnouncement(psbt), 'duplicate_input', { input: 2 });
  });

  test.each([
    ['a signature', { partialSignatures: new Map([[toHex(alice.publicKey), fromHex('3006')]]) }],
    ['an empty signature', { partialSignatures: new Map([[toHex(mallory.publicKey), fromHex('')]]) }],
  ])('as psbt_has_signatures, when it has %s', (_, changes) => {
    expectRefusal(readAnnouncement(announced(withInput(1, changes))), 'psbt_has_signatures', { input: 1 });
  });

  test.each(['07', '08'])('as psbt_has_signatures, when an input is finalised by the field %s', (key) => {
    const psbt = editRawPsbt(announcementPsbt, ({ inputs }) => ({
      inputs: inputs.map((map, at) => (at === 1 ? [...map, { key, value: fromHex('51') }] : map)),
    }));
    expectRefusal(readAnnouncement(psbt), 'psbt_has_signatures', { input: 1 });
  });

  test.each([0, 1])('as missing_redeem_script, when input %i lacks it [ANN-4]', (input) => {
    const psbt = announced(({ inputs }) => {
      inputs[input] = { fundingTransaction: inputs[input]?.fundingTransaction ?? new Uint8Array(0) };
    });
    expectRefusal(readAnnouncement(psbt), 'missing_redeem_script', { input });
  });

  test('as redeem_scripts_differ, when the inputs do not have one script [ANN-4]', () => {
    const other = buildRedeemScript({
      locktime: LOCKTIME + 1,
      customerKey: alice.publicKey,
      merchantKey: bob.publicKey,
    });
    const psbt = announced(withInput(1, { redeemScript: other }));
    expectRefusal(readAnnouncement(psbt), 'redeem_scripts_differ', { input: 1 });
  });

  test.each([0, 1])('as missing_funding_transaction, when input %i lacks it [ANN-4]', (input) => {
    const psbt = announced(({ inputs }) => {
      inputs[input] = { redeemScript };
    });
    expectRefusal(readAnnouncement(psbt), 'missing_funding_transaction', { input });
  });

  describe('as funding_transaction_mismatch [ANN-4]', () => {
    const mismatch = (
      psbt: Uint8Array,
      problem: 'undecodable' | 'txid' | 'no_such_output' | 'value',
      input = 0,
    ) => expectRefusal(readAnnouncement(psbt), 'funding_transaction_mismatch', { input, problem });
    const bytes = second.transaction.toBuffer();

    test.each([
      ['is empty', new Uint8Array(0)],
      ['is cut off', bytes.subarray(0, -1)],
      ['has a byte too many', concat([bytes, fromHex('00')])],
    ])('when the funding transaction %s', (_, fundingTransaction) => {
      mismatch(announced(withInput(1, { fundingTransaction })), 'undecodable', 1);
    });

    test('when it is inflated by a witness, which the txid does not cover', () => {
      const inflated = BitcoinTransaction.fromBuffer(bytes);
      nth(inflated.ins, 0).witness = [new Uint8Array(100_000)];
      expect(inflated.getId()).toBe(second.transaction.getId());
      const psbt = announced(withInput(1, { fundingTransaction: inflated.toBuffer() }));
      mismatch(psbt, 'undecodable', 1);
    });

    test('when it is another transaction than the input spends', () => {
      mismatch(announced(withInput(1, { fundingTransaction: first.transaction.toBuffer() })), 'txid', 1);
    });

    test('when it pays more than the one that the input spends', () => {
      const richer = fund(redeemScript, [doge(4000)], '1').toBuffer();
      mismatch(announced(withInput(1, { fundingTransaction: richer })), 'txid', 1);
    });

    test.each([2, 3, 0xffffffff])('when it has no output %i', (vout) => {
      mismatch(fundedBy(first.transaction, vout), 'no_such_output');
    });

    test.each([-1n, -(2n ** 63n), MAX_MONEY + 1n, 2n ** 63n - 1n])(
      'when its output is worth %s koinu, which no output may be',
      (value) => {
        const script = scriptHashScript(redeemScript);
        const transaction = aTransactionPaying([]);
        transaction.outs.push({ script, value });
        mismatch(fundedBy(transaction), 'value');
      },
    );

    test('when a negative output would make the others worth less', () => {
      const transaction = fund(redeemScript, [doge(200), 0n]);
      nth(transaction.outs, 1).value = -doge(100);
      const fundings = [0, 1].map((vout) => ({ transaction, vout }));
      mismatch(buildAnnouncement({ redeemScript, fundings }), 'value', 1);
    });

    test('when the outputs are worth together what no transaction may spend', () => {
      const transaction = fund(redeemScript, [MAX_MONEY, 1n]);
      const fundings = [0, 1].map((vout) => ({ transaction, vout }));
      mismatch(buildAnnouncement({ redeemScript, fundings }), 'value', 1);
    });
  });

  test.each([
    ['another script’s hash', scriptHashScript(mallory.script)],
    ['the customer', alice.script],
    ['the redeem script itself', redeemScript],
  ])('as redeem_script_mismatch, when the funding output pays %s', (_, script) => {
    const transaction = aTransactionPaying([{ script, value: doge(100) }]);
    expectRefusal(readAnnouncement(fundedBy(transaction)), 'redeem_script_mismatch', { input: 0 });
  });

  test('as redeem_script_mismatch, when an input spends the funder’s change [SCR-5]', () => {
    expectRefusal(readAnnouncement(fundedBy(first.transaction, 1)), 'redeem_script_mismatch', { input: 0 });
  });

  const scriptOf = (hex: string) => fromHex(toHex(redeemScript).replace(/^6303....../, `63${hex}`));

  test.each([
    ['unknown_script', '`01 02` for OP_2', fromHex(toHex(redeemScript).replace('ac6752', 'ac670102'))],
    ['unknown_script', 'opcodes behind', concat([redeemScript, fromHex('7551')])],
    ['unknown_script', 'a padded locktime', scriptOf('0460d50100')],
    ['locktime_not_a_height', 'a time', scriptOf('0400f15365')],
    ['locktime_not_a_height', 'a locktime of zero', scriptOf('00')],
    [
      'invalid_customer_key',
      'the merchant’s key twice',
      buildRedeemScript({ locktime: LOCKTIME, customerKey: bob.publicKey, merchantKey: bob.publicKey }),
    ],
  ] as const)('as %s, when the funded script has %s', (code, _, script) => {
    expectRefusal(readAnnouncement(fundedBy(fund(script, [doge(100)]), 0, script)), code);
  });
});

describe('arbitrary bytes as an announcement', () => {
  test('are read or refused, never an exception', () => {
    forAll(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readAnnouncement(bytes).ok).toBe(false);
    });
  });

  test('close to an announcement are refused, or mean a channel that is its own or this one', () => {
    const { channelId } = channel.announcement;
    forAll(
      mutated(announcementPsbt),
      (bytes) => {
        const read = readAnnouncement(bytes);
        if (!read.ok || read.value.channelId !== channelId) return;
        expect(read.value.redeemScript).toEqual(redeemScript);
        expect(read.value.inputs).toEqual(channel.announcement.inputs);
        expect(read.value.capacity).toBe(doge(100));
      },
      1000,
    );
  });
});
