import { Psbt as BitcoinPsbt } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../core/protocol/bytes.ts';
import {
  CHANGE_SCRIPT_FIELD,
  decodePsbt,
  encodePsbt,
  INVOICE_FIELD,
  MAX_PSBT_BYTES,
} from '../../core/protocol/psbt.ts';
import { MAX_REQUEST_BYTES } from '../../core/protocol/requests.ts';
import { transactionHex } from '../../core/protocol/transaction.ts';
import { aChannel, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, mallory } from '../doubles/parties.ts';
import { aPayment } from '../doubles/payments.ts';
import { editRawPsbt, type RawMap, readRawPsbt, writeRawPsbt } from '../doubles/raw-psbt.ts';
import { anyTransaction, mutated } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const channel = aChannel({ fundings: [[doge(30), doge(30)], [doge(40)]] });
const announcement = channel.announcementPsbt;
const payment = aPayment(channel, {
  channelFields: new Map([[INVOICE_FIELD, utf8('invoice-1')]]),
  input: (input, index) => ({
    ...input,
    redeemScript: channel.redeemScript,
    fundingTransaction: nth(channel.fundingOutputs, index).transaction.toBuffer(),
  }),
});

const withGlobals = (psbt: Uint8Array, ...added: RawMap) =>
  editRawPsbt(psbt, ({ globals }) => ({ globals: [...globals, ...added] }));
const withFirstInput = (psbt: Uint8Array, edit: (map: RawMap) => RawMap) =>
  editRawPsbt(psbt, ({ inputs }) => ({ inputs: inputs.map((map, at) => (at === 0 ? edit(map) : map)) }));
const adding =
  (key: string, value = '') =>
  (map: RawMap): RawMap => [...map, { key, value: fromHex(value) }];

/** 0xFC, the length of the prefix, the prefix and the subtype. */
const channelKey = (subtype: string) => `fc10${toHex(utf8('dogecoin-channel'))}${subtype}`;

describe('what the till writes', () => {
  test.each([
    ['an announcement', announcement],
    ['a payment', payment],
  ])('as %s, bitcoinjs reads the same', (_, bytes) => {
    const ours = accepted(decodePsbt(bytes));
    const theirs = BitcoinPsbt.fromBuffer(bytes).data;
    expect(toHex(theirs.getTransaction())).toBe(transactionHex(ours.transaction));
    expect(theirs.inputs.length).toBe(ours.inputs.length);
    for (const [index, input] of ours.inputs.entries()) {
      const their = nth(theirs.inputs, index);
      expect(their.nonWitnessUtxo && toHex(their.nonWitnessUtxo)).toBe(
        input.fundingTransaction && toHex(input.fundingTransaction),
      );
      expect(their.redeemScript && toHex(their.redeemScript)).toBe(
        input.redeemScript && toHex(input.redeemScript),
      );
      const signatures = their.partialSig?.map(({ pubkey, signature }) => [toHex(pubkey), toHex(signature)]);
      expect(signatures ?? []).toEqual(
        [...input.partialSignatures].map(([key, signature]) => [key, toHex(signature)]),
      );
    }
  });

  test('without outputs has no stray 00 at its end [ANN-8]', () => {
    const { inputs } = readRawPsbt(announcement);
    const theirs = BitcoinPsbt.fromBuffer(announcement).toBuffer();
    expect(inputs.length).toBe(3);
    expect(toHex(theirs)).toBe(`${toHex(announcement)}00`);
  });

  test('with outputs is written by bitcoinjs in the same bytes', () => {
    expect(toHex(BitcoinPsbt.fromBuffer(payment).toBuffer())).toBe(toHex(payment));
  });

  test('is read back as what was written, whatever the transaction', () => {
    const fields = fc.dictionary(fc.constantFrom('0', '1', '7'), fc.uint8Array({ maxLength: 40 }));
    const cases = fc.record({
      transaction: anyTransaction,
      fields,
      script: fc.uint8Array({ maxLength: 99 }),
    });
    forAll(cases, ({ transaction, fields: named, script }) => {
      for (const input of transaction.ins) input.script = new Uint8Array(0);
      const channelFields = new Map(Object.entries(named).map(([type, value]) => [Number(type), value]));
      const partialSignatures = new Map([
        [toHex(mallory.publicKey), script],
        [toHex(alice.publicKey), script],
      ]);
      const inputs = transaction.ins.map((_, index) => ({
        fundingTransaction: script,
        redeemScript: script,
        partialSignatures,
        ...(index === 0 ? { sighashType: 0x81 } : {}),
      }));
      const read = accepted(decodePsbt(encodePsbt({ transaction, channelFields, inputs })));
      expect(transactionHex(read.transaction)).toBe(transactionHex(transaction));
      expect(new Map(read.channelFields)).toEqual(channelFields);
      for (const [index, input] of read.inputs.entries()) {
        expect(input.redeemScript).toEqual(script);
        expect(input.fundingTransaction).toEqual(script);
        expect(input.sighashType).toBe(index === 0 ? 0x81 : undefined);
        expect(new Map(input.partialSignatures)).toEqual(partialSignatures);
        expect(input.isFinalized).toBe(false);
      }
    });
  });
});

describe('what bitcoinjs writes', () => {
  test('is read, with the stray 00 after an announcement [ANN-8]', () => {
    const written = BitcoinPsbt.fromBuffer(announcement).toBuffer();
    expect(accepted(decodePsbt(written))).toEqual(accepted(decodePsbt(announcement)));
  });

  test('is read, with key paths, unknown fields and proprietary ones passed over [ANN-7]', () => {
    const psbt = BitcoinPsbt.fromBuffer(payment);
    psbt.addUnknownKeyValToGlobal({ key: fromHex('fa01'), value: fromHex('02') });
    psbt.addUnknownKeyValToGlobal({ key: fromHex('fc03666f6f00'), value: fromHex('02') });
    psbt.addUnknownKeyValToInput(0, { key: fromHex('fa'), value: fromHex('02') });
    psbt.addUnknownKeyValToOutput(0, { key: fromHex('fa'), value: fromHex('02') });
    psbt.updateInput(0, {
      sighashType: 1,
      bip32Derivation: [
        { masterFingerprint: fromHex('01020304'), path: "m/44'/3'/0'/0/0", pubkey: alice.publicKey },
      ],
    });
    psbt.updateOutput(0, {
      bip32Derivation: [
        { masterFingerprint: fromHex('01020304'), path: "m/44'/3'/0'/0/1", pubkey: alice.publicKey },
      ],
    });
    const read = accepted(decodePsbt(psbt.toBuffer()));
    const plain = accepted(decodePsbt(payment));
    const [first, ...others] = read.inputs;
    expect({ ...first, sighashType: undefined }).toEqual({ ...plain.inputs[0], sighashType: undefined });
    expect(first?.sighashType).toBe(1);
    expect(others).toEqual(plain.inputs.slice(1));
    expect(read.channelFields).toEqual(plain.channelFields);
  });
});

describe('a PSBT is refused as malformed', () => {
  const malformed = (bytes: Uint8Array) => expectRefusal(decodePsbt(bytes), 'malformed_psbt');

  test.each([
    ['an announcement', announcement],
    ['a payment', payment],
  ])('when %s is cut off, wherever it is', (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) malformed(bytes.subarray(0, length));
  });

  test.each([
    ['one byte', '00'],
    ['two stray 00', '0000'],
    ['another PSBT’s beginning', '70736274ff'],
  ])('when a payment has %s after its end', (_, hex) => {
    malformed(concat([payment, fromHex(hex)]));
  });

  test.each(['01', '0000', 'ff', '0001'])('when an announcement has %s after its end', (hex) => {
    malformed(concat([announcement, fromHex(hex)]));
  });

  test.each(['70736274', '70736274fe', '50534254ff', '', '63484e69647038'])(
    'when it begins with "%s"',
    (hex) => {
      malformed(concat([fromHex(hex), announcement.subarray(5)]));
    },
  );

  test('without an unsigned transaction', () => {
    malformed(editRawPsbt(payment, () => ({ globals: [] })));
  });

  test('of version 2, and of a version that is no number [ENC-3]', () => {
    accepted(decodePsbt(withGlobals(payment, { key: 'fb', value: fromHex('00000000') })));
    for (const version of ['02000000', '01000000', '', '00', '0000000000']) {
      malformed(withGlobals(payment, { key: 'fb', value: fromHex(version) }));
    }
  });

  test.each(['00', 'fa', 'fa01', 'fb', channelKey('00'), channelKey('05')])(
    'with the global key %s twice',
    (key) => {
      const { globals } = readRawPsbt(payment);
      const value = globals.find((entry) => entry.key === key)?.value ?? new Uint8Array(4);
      malformed(editRawPsbt(payment, () => ({ globals: [...globals, { key, value }, { key, value }] })));
    },
  );

  test.each(['00', '03', '04', '07', 'fa', `02${toHex(alice.publicKey)}`])(
    'with the input key %s twice',
    (key) => {
      malformed(
        withFirstInput(payment, (map) => {
          const value = map.find((entry) => entry.key === key)?.value ?? new Uint8Array(4);
          return [...map.filter((entry) => entry.key !== key), { key, value }, { key, value }];
        }),
      );
    },
  );

  test('with an output key twice', () => {
    const entry = { key: 'fa', value: new Uint8Array(1) };
    malformed(editRawPsbt(payment, ({ outputs }) => ({ outputs: outputs.map(() => [entry, entry]) })));
  });

  test.each(['0001', 'fb00'])('with data in the global key %s, which has none', (key) => {
    malformed(withGlobals(payment, { key, value: new Uint8Array(4) }));
  });

  test.each(['0001', '0301', '0401'])('with data in the input key %s, which has none', (key) => {
    malformed(withFirstInput(payment, adding(key, '01000000')));
  });

  test.each(['02', `02${'02'.repeat(32)}`, `02${'02'.repeat(34)}`, `02${'02'.repeat(64)}`])(
    'with a signature by a key that is none: %s',
    (key) => {
      malformed(withFirstInput(payment, adding(key, '00')));
    },
  );

  test.each(['', '01', '010000', '0100000000'])('with the hash type %j', (value) => {
    malformed(withFirstInput(payment, adding('03', value)));
  });

  test('with a proprietary key that has no prefix', () => {
    malformed(withGlobals(payment, { key: 'fc', value: new Uint8Array(0) }));
    malformed(withGlobals(payment, { key: 'fc10', value: new Uint8Array(0) }));
    malformed(withGlobals(payment, { key: channelKey(''), value: new Uint8Array(0) }));
  });

  test('with a key or a value whose length is not in its shortest form', () => {
    const end = payment.subarray(5);
    expect(toHex(end.subarray(0, 2))).toBe('0100');
    malformed(concat([payment.subarray(0, 5), fromHex('fd0100'), end.subarray(1)]));
    malformed(concat([payment.subarray(0, 5), fromHex('0100fe'), end.subarray(2)]));
  });

  const withTransaction = (edit: (transaction: Uint8Array) => Uint8Array) =>
    editRawPsbt(payment, ({ globals }) => ({
      globals: globals.map(({ key, value }) => ({ key, value: key === '00' ? edit(value) : value })),
    }));

  test('when the unsigned transaction has a script in an input', () => {
    const { transaction } = accepted(decodePsbt(payment));
    transaction.setInputScript(1, fromHex('51'));
    malformed(withTransaction(() => transaction.toBuffer()));
  });

  test('when the unsigned transaction has a witness', () => {
    const { transaction } = accepted(decodePsbt(payment));
    nth(transaction.ins, 0).witness = [new Uint8Array(1)];
    malformed(withTransaction(() => transaction.toBuffer()));
  });

  test('when the unsigned transaction has a byte too many or too few', () => {
    malformed(withTransaction((bytes) => concat([bytes, fromHex('00')])));
    malformed(withTransaction((bytes) => bytes.subarray(0, -1)));
    malformed(withTransaction(() => new Uint8Array(0)));
  });

  test('when it has fewer or more maps than the transaction has inputs and outputs', () => {
    malformed(editRawPsbt(payment, ({ inputs }) => ({ inputs: inputs.slice(1), outputs: [] })));
    malformed(editRawPsbt(payment, ({ outputs }) => ({ outputs: [...outputs, []] })));
  });
});

describe('a field of the channel', () => {
  const fieldsOf = (bytes: Uint8Array) => [...accepted(decodePsbt(bytes)).channelFields.keys()];

  test('is found by the prefix dogecoin-channel and its subtype [ANN-6, PAY-7]', () => {
    expect(fieldsOf(payment)).toEqual([INVOICE_FIELD]);
    expect(fieldsOf(announcement)).toEqual([CHANGE_SCRIPT_FIELD]);
    expect(readRawPsbt(payment).globals.map(({ key }) => key)).toContain(channelKey('00'));
    expect(readRawPsbt(announcement).globals.map(({ key }) => key)).toContain(channelKey('01'));
  });

  test.each([
    ['another prefix', `fc10${toHex(utf8('dogecoin-chanel1'))}00`],
    ['a longer prefix', `fc11${toHex(utf8('dogecoin-channel2'))}00`],
    ['no prefix', 'fc0000'],
    ['data after the subtype', channelKey('0100')],
  ])('is not what has %s', (_, key) => {
    expect(fieldsOf(withGlobals(payment, { key, value: fromHex('aa') }))).toEqual([INVOICE_FIELD]);
  });
});

describe('an input that is finalised', () => {
  test.each(['07', '08'])('is told by the field %s', (key) => {
    const read = accepted(decodePsbt(withFirstInput(payment, adding(key, '51'))));
    expect(read.inputs.map((input) => input.isFinalized)).toEqual([true, false, false]);
  });
});

describe('the size of a PSBT', () => {
  const ofSize = (bytes: number): Uint8Array => {
    const room = bytes - payment.length - 2 - 5;
    return withGlobals(payment, { key: 'fa', value: new Uint8Array(room) });
  };

  test('is at most 176 KiB', () => {
    expect(MAX_PSBT_BYTES).toBe(180_224);
    const longest = ofSize(MAX_PSBT_BYTES);
    expect(longest.length).toBe(MAX_PSBT_BYTES);
    accepted(decodePsbt(longest));
    expectRefusal(decodePsbt(ofSize(MAX_PSBT_BYTES + 1)), 'psbt_too_large', {
      bytes: MAX_PSBT_BYTES + 1,
      limit: MAX_PSBT_BYTES,
    });
  });

  test('at its limit fits, in base64, into a request', () => {
    expect(Math.ceil(MAX_PSBT_BYTES / 3) * 4 + 1024).toBeLessThan(MAX_REQUEST_BYTES);
  });

  test('is asked before a byte is read', () => {
    const unread = new Proxy(new Uint8Array(10_000_000), {
      get: (bytes, member) => {
        expect(member).toBe('length');
        return bytes.length;
      },
    });
    expectRefusal(decodePsbt(unread), 'psbt_too_large', { bytes: 10_000_000 });
  });

  test('bounds the work: more than 64 fields of a map are refused before any is kept [LIM-1]', () => {
    const unknown = Array.from({ length: 29_000 }, (_, at) => ({
      key: `fa${at.toString(16).padStart(6, '0')}`,
      value: new Uint8Array(0),
    }));
    const bytes = withGlobals(payment, ...unknown);
    expect(bytes.length).toBeLessThan(MAX_PSBT_BYTES);
    const [{ length: own }] = [readRawPsbt(payment).globals];
    accepted(decodePsbt(withGlobals(payment, ...unknown.slice(0, 64 - own))));
    for (const most of [65 - own, unknown.length]) {
      const refused = decodePsbt(withGlobals(payment, ...unknown.slice(0, most)));
      expectRefusal(refused, 'malformed_psbt', { problem: 'a map has more than 64 fields' });
    }
  });
});

describe('arbitrary bytes as a PSBT', () => {
  const isAResult = (bytes: Uint8Array): void => {
    const result = decodePsbt(bytes);
    if (!result.ok) expect(result.refusal.code).toBe('malformed_psbt');
  };

  test('are read or refused, never an exception', () => {
    forAll(fc.uint8Array({ maxLength: 300 }), isAResult, 300);
    const begun = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => concat([announcement.subarray(0, 7), bytes]));
    forAll(begun, isAResult, 300);
  });

  test('close to a PSBT are read or refused, never an exception', () => {
    forAll(mutated(announcement), isAResult, 500);
    forAll(mutated(payment), isAResult, 500);
  });

  test('with lengths of up to 2^64 are refused at once', () => {
    for (const length of ['feffffffff', 'ff0000000001000000', 'ffffffffffffffffff']) {
      isAResult(concat([announcement.subarray(0, 5), fromHex(length)]));
      isAResult(concat([announcement.subarray(0, 7), fromHex(length)]));
    }
  });

  test('of maps without sense are read or refused, never an exception', () => {
    const entry = fc.record({
      key: fc.uint8Array({ minLength: 1, maxLength: 40 }).map(toHex),
      value: fc.uint8Array({ maxLength: 40 }),
    });
    const map = fc.array(entry, { maxLength: 3 });
    const maps = fc.record({ globals: map, inputs: fc.array(map), outputs: fc.array(map) });
    forAll(maps, (raw) => isAResult(writeRawPsbt(raw)), 300);
    const unsigned = nth(readRawPsbt(payment).globals, 0);
    forAll(maps, ({ globals, inputs, outputs }) => {
      isAResult(writeRawPsbt({ globals: [unsigned, ...globals], inputs: inputs.slice(0, 3), outputs }));
    });
  });
});

describe('a type of key', () => {
  test('beyond 2^53 is passed over', () => {
    accepted(decodePsbt(withGlobals(payment, { key: 'ff'.repeat(9), value: new Uint8Array(0) })));
  });
});
