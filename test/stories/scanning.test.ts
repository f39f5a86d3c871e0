import { deflateRawSync } from 'node:zlib';
import { base32nopad } from '@scure/base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesOf, joinFrames } from '../../core/protocol/bbqr.ts';
import { fromHex, readUtf8, toBase64 } from '../../core/protocol/bytes.ts';
import { encodeCompactPayment, invoiceDigest } from '../../core/protocol/compact-payment.ts';
import { aChannel, doge } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel, prepareChannel } from './deviant-customer.ts';
import { Shop } from './shop.ts';
import { payloadOf } from './wire.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.remove());

const codeOf = async (texts: readonly string[]) => {
  const answer = await shop.running.desk.call('scan', { texts });
  return answer.ok ? 'ok' : answer.problem.code;
};

/** A payment over a whole channel of its own, naming its invoice. */
async function aScannedPayment(amount: string) {
  const channel = await openChannel(shop);
  const invoice = await shop.invoice(amount);
  const psbt = aPayment(channel, { paid: doge(amount), channelFields: new Map([[0, Buffer.from(invoice)]]) });
  return { channel, invoice, psbt };
}

/** In frames as short as a small display wants them. */
function shortFrames(bytes: Uint8Array): string[] {
  const text = base32nopad.encode(bytes);
  const parts = text.match(/.{1,80}/g) ?? [];
  const digits = (value: number) => value.toString(36).toUpperCase().padStart(2, '0');
  return parts.map((part, at) => `B$2P${digits(parts.length)}${digits(at)}${part}`);
}

/** What a statement's frames hold, opened as the customer's wallet opens it. */
function statementIn(frames: readonly string[]) {
  const joined = accepted(joinFrames(frames));
  if (joined.kind !== 'whole' || joined.fileType !== 'J') throw new Error('no JSON');
  return payloadOf({ status: 200, headers: {}, text: readUtf8(joined.bytes) }, shop.identity);
}

describe('a payment in frames, scanned off a screen [QRX-1, QRX-2]', () => {
  test('is counted frame by frame, in any order, and taken with the last of them', async () => {
    const { invoice, psbt } = await aScannedPayment('10');
    const frames = shortFrames(psbt).reverse();
    for (const count of [1, frames.length - 1]) {
      expect(await shop.desk('scan', { texts: frames.slice(0, count) })).toEqual({
        kind: 'part',
        have: count,
        total: frames.length,
      });
    }
    expect(await shop.desk('scan', { texts: frames })).toMatchObject({
      kind: 'payment',
      invoice,
      amount: '10',
    });
    // The scanner saw it once more.
    expect(await shop.desk('scan', { texts: frames })).toMatchObject({ kind: 'payment', paid: '10' });
  });

  test('is taken deflated as well', async () => {
    const { invoice, psbt } = await aScannedPayment('3');
    const text = `B$ZP0100${base32nopad.encode(deflateRawSync(psbt, { windowBits: 10 }))}`;
    expect(await shop.desk('scan', { texts: [text] })).toMatchObject({ kind: 'payment', invoice });
  });

  test('that would inflate to more than a PSBT may have is refused, and so is a broken stream', async () => {
    const bomb = deflateRawSync(new Uint8Array(1_000_000), { windowBits: 10 });
    expect(await codeOf([`B$ZP0100${base32nopad.encode(bomb)}`])).toBe('psbt_too_large');
    expect(await codeOf(['B$ZP0100AAAA'])).toBe('malformed_frame');
  });

  test('mixed with the frames of another, or with another text, is refused', async () => {
    const one = shortFrames((await aScannedPayment('1')).psbt);
    const other = shortFrames((await aScannedPayment('2')).psbt);
    expect(await codeOf([...one.slice(0, 5), ...other.slice(0, 5)])).toBe('frames_differ');
    expect(await codeOf(['DOGEPAY1:AA', 'DOGEPAY1:BB'])).toBe('frames_differ');
    expect(await codeOf([one[0] ?? '', 'hello'])).toBe('malformed_frame');
    expect(await codeOf(framesOf(new TextEncoder().encode('{}'), 'J'))).toBe('malformed_frame');
  });
});

describe('a scanned payment that is not of this till', () => {
  const reasonOf = async (texts: readonly string[]) => {
    const answer = await shop.running.desk.call('scan', { texts });
    return answer.ok ? 'ok' : `${answer.problem.code} ${answer.problem.reason}`;
  };
  const elsewhere = aChannel();
  const signatures = elsewhere.basis.inputs.map(() => new Uint8Array(64).fill(1));
  const compactFor = (invoice: string) =>
    encodeCompactPayment({
      channelPrefix: fromHex(elsewhere.basis.channelId).subarray(0, 8),
      invoiceDigest: invoiceDigest(invoice),
      paid: doge(1),
      signatures,
    });

  test("is said to be another shop's, as a PSBT, in frames and compact, whatever invoice it names", async () => {
    for (const invoice of ['AAAAAAAAAAAAAAAAAAAAAAAAAA', await shop.invoice('1')]) {
      const field = new Map([[0, Buffer.from(invoice)]]);
      const psbt = aPayment(elsewhere, { paid: doge(1), channelFields: field });
      for (const texts of [[toBase64(psbt)], shortFrames(psbt), [compactFor(invoice)]]) {
        expect(await reasonOf(texts)).toBe('nothing_scanned other_shop');
      }
    }
  });

  test('that is cut off is said to be cut off', async () => {
    const text = toBase64(aPayment(elsewhere, { paid: doge(1) }));
    for (const length of [20, 100, 101, 102, 103, text.length - 8]) {
      expect(await reasonOf([text.slice(0, length)])).toBe('nothing_scanned cut_off');
    }
    const compact = compactFor('x');
    for (const length of [10, 49, compact.length - 1]) {
      expect(await reasonOf([compact.slice(0, length)])).toBe('nothing_scanned cut_off');
    }
  });
});

describe('a channel without a network [QRX-2]', () => {
  test('is offered on the screen, announced by scanning, and its status shown', async () => {
    const offered = await shop.desk('statement', { of: 'offer' });
    expect(statementIn(offered.frames)).toMatchObject({ type: 'channel_offer' });
    const channel = await prepareChannel(shop, { fundings: [[100]], confirmations: 2 });
    const id = channel.announcement.channelId;
    const texts = framesOf(channel.announcementPsbt, 'P');
    expect(await shop.desk('scan', { texts })).toEqual({ kind: 'channel', channel: id, capacity: '100' });
    const status = await shop.desk('statement', { of: 'channel', id });
    expect(statementIn(status.frames)).toMatchObject({ type: 'channel_status', channel: id });
  });
});

describe('a statement on the screen [QRX-2]', () => {
  test('is the receipt of a paid invoice, the same that the wire gives', async () => {
    const { invoice, psbt } = await aScannedPayment('10');
    const scanned = await shop.desk('scan', { texts: framesOf(psbt, 'P') });
    const { frames, envelope } = await shop.desk('statement', { of: 'receipt', id: invoice });
    expect(scanned).toMatchObject({ receipt: { payload: (envelope as { payload?: string }).payload } });
    const wire = await shop.post(`/v1/invoices/${invoice}/channel-payment`, { psbt: toBase64(psbt) });
    expect(statementIn(frames)).toEqual(payloadOf(wire, shop.identity));
  });

  test('is the invoice itself, for a wallet that cannot ask for it', async () => {
    const invoice = await shop.invoice('4.2');
    const { frames } = await shop.desk('statement', { of: 'invoice', id: invoice });
    expect(statementIn(frames)).toMatchObject({ type: 'payment', id: invoice, total: '4.2' });
  });

  test('is none of what is not there', async () => {
    const unpaid = await shop.invoice('1');
    const asked = async (input: Parameters<typeof shop.desk<'statement'>>[1]) => {
      const answer = await shop.running.desk.call('statement', input);
      return answer.ok ? 'ok' : answer.problem.code;
    };
    expect(await asked({ of: 'receipt', id: unpaid })).toBe('not_found');
    expect(await asked({ of: 'receipt', id: 'x' })).toBe('unknown_invoice');
    expect(await asked({ of: 'channel', id: 'x' })).toBe('unknown_channel');
  });
});
