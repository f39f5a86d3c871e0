import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { koinu } from '../../core/money.ts';
import { toHex } from '../../core/protocol/bytes.ts';
import {
  type ChannelStatus,
  type PaymentRequest,
  type Receipt,
  readOffer,
  readPaymentRequest,
  readReceipt,
  readStatus,
  WIRE_STATES,
  writeOffer,
  writePaymentRequest,
  writeReceipt,
  writeStatus,
} from '../../core/protocol/messages.ts';
import type { Result } from '../../core/result.ts';
import { aChannel, anOffer, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { bob } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';

const { channelId } = aChannel().announcement;

const offer = anOffer();
const status: ChannelStatus = {
  channel: channelId,
  state: 'open',
  confirmations: 7,
  required: 6,
  capacity: doge(100),
  paid: doge('12.5'),
  spendable: doge('87.49614'),
  locktime: 120_160,
  cutoff: 118_720,
  settlementAddress: bob.address,
};
const request: PaymentRequest = {
  id: 'a'.repeat(32),
  issued: '2026-03-01T12:00:00.000Z',
  timeoutSeconds: 900,
  relay: 'http://192.168.1.7:8080/v1/relay/abc',
  feePerKb: doge('0.01'),
  vendorName: 'Café Ð',
  memo: 'Table 4',
  total: doge('12.5'),
  payTo: bob.address,
  channel: {
    offer: 'http://192.168.1.7:8080/v1/channel-key',
    announce: 'http://192.168.1.7:8080/v1/channels',
    pay: 'http://192.168.1.7:8080/v1/invoices/abc/channel-payment',
    tips: false,
  },
};
const receipt: Receipt = {
  invoice: 'a'.repeat(32),
  channel: channelId,
  amount: doge('12.5'),
  tip: doge(0),
  paid: doge('37.5'),
  spendable: doge('62.4'),
  accepted: '2026-03-01T12:00:01.000Z',
  psbtHash: 'ab'.repeat(32),
};

interface Kind {
  readonly written: object;
  readonly read: (payload: unknown) => Result<unknown>;
  readonly message: unknown;
}

const KINDS: Readonly<Record<string, Kind>> = {
  channel_offer: { written: writeOffer(offer), read: readOffer, message: offer },
  channel_status: { written: writeStatus(status), read: readStatus, message: status },
  payment: {
    written: writePaymentRequest(request),
    read: readPaymentRequest,
    message: request,
  },
  receipt: {
    written: writeReceipt(receipt),
    read: readReceipt,
    message: receipt,
  },
};

describe.each(Object.entries(KINDS))('a message of type %s', (type, { written, read, message }) => {
  const travelled = (payload: object): unknown => JSON.parse(JSON.stringify(payload));

  test('is read back as what was written, after a journey as JSON', () => {
    expect(accepted(read(travelled(written)))).toEqual(message);
  });

  test('says its type, and is refused as another [ENV-3]', () => {
    expect(written).toMatchObject({ type });
    expectRefusal(read({ ...written, type: 'another' }), 'malformed_request');
    for (const [name, other] of Object.entries(KINDS)) {
      if (name !== type) expectRefusal(other.read(written), 'malformed_request');
    }
  });

  test('may have members of a later version', () => {
    expect(accepted(read({ ...written, later: [1] }))).toEqual(message);
  });

  test('has no number for an amount [ENC-2]', () => {
    for (const [member, value] of Object.entries(written)) {
      if (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value)) {
        expectRefusal(read({ ...written, [member]: Number(value) }), 'malformed_request');
      }
    }
  });

  test('is refused when it is anything else, never by an exception', () => {
    for (const other of [undefined, null, 7, 'text', [], {}, [written]]) {
      expectRefusal(read(other), 'malformed_request');
    }
    forAll(fc.anything(), (other) => expectRefusal(read(other), 'malformed_request'));
  });

  test('with any member replaced is read or refused, never an exception', () => {
    const changes = fc.tuple(fc.constantFrom(...Object.keys(written)), fc.jsonValue());
    forAll(changes, ([member, value]) => {
      const result = read({ ...written, [member]: value });
      if (!result.ok) expect(result.refusal.code).toBe('malformed_request');
    });
  });
});

describe('a channel offer [OFF-1]', () => {
  const written = writeOffer(offer);

  test('is the protocol’s, member by member', () => {
    expect(written).toEqual({
      type: 'channel_offer',
      protocol: 1,
      network: 'regtest',
      pubkey: toHex(bob.publicKey),
      settlement_address: bob.address,
      height: 100_000,
      issued: '2026-03-01T12:00:00.000Z',
      expires: '2026-03-01T12:10:00.000Z',
      terms: {
        min_capacity: '10',
        max_capacity: '100000',
        max_inputs: 10,
        min_locktime_blocks: 10_080,
        max_locktime_blocks: 129_600,
        payment_cutoff_blocks: 1_440,
        confirmations: 6,
        fee_per_kb: '0.01',
        dust: '0.01',
      },
    });
  });

  test.each([
    ['another protocol', { protocol: 2 }],
    ['another network', { network: 'litecoin' }],
    ['no key', { pubkey: undefined }],
    ['an uncompressed key', { pubkey: `04${'11'.repeat(64)}` }],
    ['a key in capitals', { pubkey: toHex(bob.publicKey).toUpperCase() }],
    ['a negative height', { height: -1 }],
    ['half a block', { height: 0.5 }],
    ['a height as text', { height: '100000' }],
    ['terms that lack one', { terms: { ...written.terms, dust: undefined } }],
    ['a term that is no amount', { terms: { ...written.terms, dust: '1e-2' } }],
    ['a key that is no point of the curve', { pubkey: `02${'5'.padStart(64, '0')}` }],
  ])('is refused with %s', (_, changes) => {
    expectRefusal(readOffer({ ...written, ...changes }), 'malformed_request');
  });

  test('is refused with the name of what is wrong', () => {
    const refused = readOffer({ ...written, terms: { ...written.terms, dust: 1 } });
    expectRefusal(refused, 'malformed_request', {
      problem: expect.stringMatching(/^terms\.dust: /) as string,
    });
  });
});

describe('a channel status [STA-1]', () => {
  test('is the protocol’s, member by member', () => {
    expect(writeStatus(status)).toEqual({
      type: 'channel_status',
      channel: channelId,
      state: 'open',
      confirmations: 7,
      required: 6,
      capacity: '100',
      paid: '12.5',
      spendable: '87.49614',
      locktime: 120_160,
      cutoff: 118_720,
      settlement_address: bob.address,
    });
  });

  test.each(WIRE_STATES)('may be %s [STA-2]', (state) => {
    expect(accepted(readStatus(writeStatus({ ...status, state }))).state).toBe(state);
  });

  test('is of no other state', () => {
    expectRefusal(readStatus({ ...writeStatus(status), state: 'ajar' }), 'malformed_request');
  });

  test('keeps every amount to the koinu', () => {
    forAll(fc.bigInt({ min: 0n, max: 10n ** 18n }).map(koinu), (amount) => {
      const changed = { ...status, capacity: amount, paid: amount, spendable: amount };
      expect(accepted(readStatus(writeStatus(changed)))).toEqual(changed);
    });
  });
});

describe('a payment request [INV-6]', () => {
  const written = writePaymentRequest(request);

  test.each([
    'id',
    'issued',
    'timeout',
    'relay',
    'fee_per_kb',
    'max_size',
    'vendor_name',
    'total',
    'items',
    'outputs',
  ])('has the member %s, which DogeConnect requires', (member) => {
    expect(Object.keys(written)).toContain(member);
  });

  test('asks for a transaction that nodes relay', () => {
    expect(written.max_size).toBe(99_999);
  });

  test('has one item and one output, both of the total', () => {
    expect(written.outputs).toEqual([{ address: bob.address, amount: '12.5' }]);
    expect(written.items).toMatchObject([{ name: 'Table 4', count: 1, unit: '12.5', total: '12.5' }]);
  });

  test('without an order names the shop for its item', () => {
    expect(writePaymentRequest({ ...request, memo: '' }).items[0]?.name).toBe('Café Ð');
    expect(accepted(readPaymentRequest(writePaymentRequest({ ...request, memo: '' }))).memo).toBe('');
  });

  test.each([
    ['an output of another amount', { outputs: [{ address: bob.address, amount: '12.4' }] }],
    ['no output', { outputs: [] }],
    ['two outputs', { outputs: [written.outputs[0], written.outputs[0]] }],
    ['no channel', { channel: undefined }],
    ['a relay that is no URL', { relay: 'nowhere' }],
    ['tips that are no answer', { channel: { ...request.channel, tips: 'yes' } }],
  ])('is refused with %s', (_, changes) => {
    expectRefusal(readPaymentRequest({ ...written, ...changes }), 'malformed_request');
  });
});

describe('a receipt [RCP-2]', () => {
  test('is the protocol’s, member by member', () => {
    expect(writeReceipt(receipt)).toEqual({
      type: 'receipt',
      invoice: 'a'.repeat(32),
      channel: channelId,
      amount: '12.5',
      tip: '0',
      paid: '37.5',
      spendable: '62.4',
      accepted: '2026-03-01T12:00:01.000Z',
      psbt_hash: 'ab'.repeat(32),
    });
  });

  test.each([
    ['a short hash', { psbt_hash: 'ab' }],
    ['a channel that is none', { channel: 'x' }],
    ['a tip that is no amount', { tip: '-1' }],
  ])('is refused with %s', (_, changes) => {
    expectRefusal(readReceipt({ ...writeReceipt(receipt), ...changes }), 'malformed_request');
  });
});
