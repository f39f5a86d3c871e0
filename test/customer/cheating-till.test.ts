import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WalletRefusalCode } from '../../core/customer/state/refusals.ts';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { KOINU_PER_DOGE, koinu } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { addressOf, pubKeyHashScript } from '../../core/protocol/address.ts';
import { identityHash } from '../../core/protocol/uri.ts';
import { newIdentity, type Step } from './cheats.ts';
import { DEFAULT_TERMS, FakeTill } from './fake-till.ts';
import { doge, fund, must, openedChannel, refused, WalletFolder } from './wallet-fixture.ts';

let till: FakeTill;
let folder: WalletFolder;
let wallet: CustomerWallet;

beforeEach(async () => {
  till = new FakeTill();
  folder = new WalletFolder();
  await till.start();
  wallet = folder.create();
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
});

const OTHER_ADDRESS = addressOf(pubKeyHashScript(new Uint8Array(33).fill(2)), NETWORKS.regtest) ?? '';

type Payload = Record<string, unknown>;

function withMember(name: string, value: unknown): (payload: Payload) => Payload {
  return (payload) => ({ ...payload, [name]: value });
}

function withTerm(name: string, value: unknown): (payload: Payload) => Payload {
  return (payload) => ({ ...payload, terms: { ...(payload['terms'] as object), [name]: value } });
}

/** Opening is refused with this code, before a coin is promised or a signature made. */
async function expectNoChannel(code: WalletRefusalCode, options: object = {}): Promise<Payload> {
  await fund(wallet, 200);
  const facts = refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100), ...options }), code);
  expect(till.announcements).toEqual([]);
  expect(wallet.funds()).toBe(doge(200));
  expect(wallet.channels()).toEqual([]);
  return facts;
}

describe('an offer is refused', () => {
  const cases: readonly (readonly [string, (payload: Payload) => Payload, WalletRefusalCode])[] = [
    ['of a till on another network', withMember('network', 'mainnet'), 'wrong_network'],
    ['whose settlement address is of no network', withMember('settlement_address', 'Dxyz'), 'bad_message'],
    [
      "whose settlement address is the mainnet's",
      withMember('settlement_address', addressOf(pubKeyHashScript(new Uint8Array(33)), NETWORKS.mainnet)),
      'bad_message',
    ],
    ['whose key is no point of the curve', withMember('pubkey', `02${'ff'.repeat(32)}`), 'bad_message'],
    ['that has expired', withMember('expires', '2020-01-01T00:00:00Z'), 'offer_expired'],
    ['whose expiry is no date', withMember('expires', 'tomorrow'), 'offer_expired'],
    ['with a fee above ten times the usual', withTerm('fee_per_kb', '0.10000001'), 'terms_unreasonable'],
    ['with a fee that no node relays', withTerm('fee_per_kb', '0.00099999'), 'terms_unreasonable'],
    ['with a dust limit above ten times the usual', withTerm('dust', '0.10000001'), 'terms_unreasonable'],
    ['with a dust limit below what nodes relay', withTerm('dust', '0.0009'), 'terms_unreasonable'],
    ['that wants absurdly many confirmations', withTerm('confirmations', 721), 'terms_unreasonable'],
    [
      'under which no payment could be made before the cutoff',
      withTerm('payment_cutoff_blocks', 10_080),
      'terms_unreasonable',
    ],
    ['of a channel that is too small for her', withTerm('min_capacity', '101'), 'amount_outside_terms'],
    ['of a channel that is too large for her', withTerm('max_capacity', '99'), 'amount_outside_terms'],
    ['whose refund would come too late', withTerm('min_locktime_blocks', 20_161), 'locktime_too_far'],
    ['that speaks another protocol', withMember('protocol', 2), 'bad_message'],
    ['that is no offer', withMember('type', 'receipt'), 'bad_message'],
    ['with an amount that is a number', withTerm('dust', 0.01), 'bad_message'],
  ];
  test.each(cases)('%s', async (_, cheat, code) => {
    till.cheats = { state: { offer: cheat } };
    await expectNoChannel(code);
  });

  test('when its signature is not of its bytes', async () => {
    till.cheats = { forge: { offer: withMember('payload', Buffer.from('{}').toString('base64')) } };
    await expectNoChannel('bad_envelope');
  });

  test('when another identity than the invoice named signed it', async () => {
    const facts = await expectNoChannel('wrong_signer', {
      expectedIdentityHash: identityHash(newIdentity().publicKey),
    });
    expect(facts['signer']).toBe(till.identityHash);
  });

  test('when the same till had another identity before', async () => {
    await openedChannel(wallet, till);
    till.cheats = { signAs: { offer: newIdentity() } };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(50) }), 'wrong_signer');
    expect(till.announcements).toHaveLength(1);
  });

  test("when the height is above her own node's", async () => {
    await expectNoChannel('height_implausible', { height: 4000 });
  });

  test('when she asks for a refund earlier than the till allows', async () => {
    await expectNoChannel('terms_unreasonable', { locktimeBlocks: 100 });
  });

  test('when she asks for a later refund than she waits for', async () => {
    await expectNoChannel('locktime_too_far', { locktimeBlocks: 30_000 });
  });

  test('when the answer is too large, or no till at all', async () => {
    till.cheats = { raw: { offer: 'x'.repeat(100_000) } };
    expect((await expectNoChannel('bad_answer'))['problem']).toBe('the answer is too large');
    till.cheats = { raw: { offer: '<html>' } };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'bad_answer');
  });
});

describe('a status is refused', () => {
  const cases: readonly (readonly [string, string, unknown, WalletRefusalCode])[] = [
    ['another channel', 'channel', '00'.repeat(32), 'wrong_status'],
    ['another capacity', 'capacity', '99', 'wrong_status'],
    ['another settlement address', 'settlement_address', OTHER_ADDRESS, 'wrong_status'],
    ['another locktime', 'locktime', 99_999, 'wrong_status'],
    ['more paid than she signed', 'paid', '1', 'paid_more_than_signed'],
    ['a state that there is not', 'state', 'sleeping', 'bad_message'],
  ];
  test.each(cases)('that states %s', async (_, member, value, code) => {
    till.cheats = { state: { announce: withMember(member, value) } };
    await fund(wallet, 200);
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), code);
    expect(wallet.channels()[0]?.record.state).toBe('announcing');
  });

  test('that another identity signed', async () => {
    const { record } = await openedChannel(wallet, till);
    till.cheats = { signAs: { status: newIdentity() } };
    refused(await wallet.channelStatus(record.id), 'wrong_signer');
  });
});

describe('an invoice is not paid', () => {
  /** Whatever the till says, no payment leaves the wallet. */
  async function expectNoPayment(
    uri: string,
    code: WalletRefusalCode,
    options: object = {},
  ): Promise<Payload> {
    const facts = refused(await wallet.pay(uri, options), code);
    expect(till.payments).toEqual([]);
    expect(wallet.channels()[0]).toMatchObject({ paid: 0n, signed: 0n });
    return facts;
  }

  beforeEach(async () => {
    await openedChannel(wallet, till);
  });

  const cases: readonly (readonly [string, (payload: Payload) => Payload, WalletRefusalCode])[] = [
    [
      'when it pays a changed address',
      (payload) => ({ ...payload, outputs: [{ address: OTHER_ADDRESS, amount: payload['total'] }] }),
      'changed_address',
    ],
    ['when its output is not its total', withMember('total', '5.1'), 'bad_message'],
    ['when it is another invoice', withMember('id', 'an-older-one'), 'another_invoice'],
    ['when it has expired', withMember('issued', '2020-01-01T00:00:00Z'), 'invoice_expired'],
    ['when its time is no time', withMember('issued', 'soon'), 'invoice_expired'],
  ];
  test.each(cases)('%s', async (_, cheat, code) => {
    till.cheats = { state: { request: cheat } };
    await expectNoPayment(till.invoice(doge(5)).uri, code);
  });

  /** A till that issued the invoice so long ago by a clock of its own. Milliseconds. */
  const byOwnClock = (ago: number, clock: number) => (payload: Payload) => ({
    ...payload,
    issued: new Date(clock - ago).toISOString(),
    channel: { ...(payload['channel'] as Payload), time: new Date(clock).toISOString() },
  });

  test('when it has expired by the till’s own clock, whatever the wallet’s says [INV-9]', async () => {
    till.cheats = { state: { request: byOwnClock(3_600_000, Date.now() + 7_200_000) } };
    const facts = await expectNoPayment(till.invoice(doge(5)).uri, 'invoice_expired');
    expect(facts).toMatchObject({ apartMinutes: 120 });
  });

  test.each([-86_400_000, -3_600_000, 3_600_000])(
    'but pays a till whose clock is off by %i ms, for its invoice is not over by that clock [INV-9]',
    async (off) => {
      till.cheats = { state: { request: byOwnClock(1000, Date.now() + off) } };
      expect(await wallet.pay(till.invoice(doge(5)).uri)).toMatchObject({ ok: true });
    },
  );

  function asking(amount: string): (payload: Payload) => Payload {
    return (payload) => ({
      ...payload,
      total: amount,
      outputs: [{ address: till.settlementAddress, amount }],
    });
  }

  test('when the till asks for more than the URI said', async () => {
    till.cheats = { state: { request: asking('5.00000001') } };
    const facts = await expectNoPayment(till.invoice(doge(5)).uri, 'amount_above_invoice');
    expect(facts).toEqual({ invoice: doge(5), asked: doge(5) + 1n });
  });

  test('when the till asks for less: it is another invoice', async () => {
    till.cheats = { state: { request: asking('4.99999999') } };
    await expectNoPayment(till.invoice(doge(5)).uri, 'amount_below_invoice');
  });

  test('when another identity signed the request', async () => {
    till.cheats = { signAs: { request: newIdentity() } };
    await expectNoPayment(till.invoice(doge(5)).uri, 'wrong_signer');
  });

  test('when its signature is wrong', async () => {
    till.cheats = { forge: { request: withMember('sig', '00'.repeat(64)) } };
    await expectNoPayment(till.invoice(doge(5)).uri, 'bad_envelope');
  });

  test('when the URI names an identity with which she has no channel', async () => {
    const { uri } = till.invoice(doge(5));
    const forged = uri.replace(encodeURIComponent(till.identityHash), identityHash(newIdentity().publicKey));
    expect(forged).not.toBe(uri);
    await expectNoPayment(forged, 'no_channel');
  });

  test('above her limit, the tip included', async () => {
    const { uri } = till.invoice(doge(5), { tips: true });
    await expectNoPayment(uri, 'above_limit', { maxAmount: doge(5.5), tip: doge(1) });
  });

  test('with a tip that the till does not take', async () => {
    await expectNoPayment(till.invoice(doge(5)).uri, 'tips_not_taken', { tip: doge(1) });
  });

  test('by a bare URL without a limit of her own', async () => {
    await expectNoPayment(till.invoice(doge(5)).url, 'not_a_channel_invoice');
  });

  test("by a bare URL that another identity than her channel's answers", async () => {
    till.cheats = { signAs: { request: newIdentity() } };
    await expectNoPayment(till.invoice(doge(5)).url, 'no_channel', { maxAmount: doge(5) });
  });

  test('below what can be settled on the chain', async () => {
    await expectNoPayment(till.invoice(doge(0.0099)).uri, 'amount_below_dust');
  });

  test.each([
    ['dogecoin:', 'bad_uri'],
    ['bitcoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?amount=1', 'bad_uri'],
    ['dogecoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?amount=1', 'not_a_channel_invoice'],
    ['dogecoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?amount=1&pc=http%3A%2F%2Fx%2Fy', 'not_a_channel_invoice'],
    ['dogecoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?amount=1&pc=file%3A%2F%2F%2Fy&ph=x', 'bad_uri'],
    ['dogecoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?amount=1&pc=http%3A%2F%2Fx%2F&ph=x', 'bad_uri'],
    ['dogecoin:mi18DMYNoEmgD1gpaJsYLyBLpLPPjbpteA?pc=http%3A%2F%2Fx%2Fy&ph=x', 'not_a_channel_invoice'],
  ] as const)('that is only %s', async (uri, code) => {
    await expectNoPayment(uri, code);
  });
});

describe('a receipt is refused', () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['another invoice', 'invoice', 'an-older-one'],
    ['another channel', 'channel', '00'.repeat(32)],
    ['another amount', 'amount', '4'],
    ['a tip', 'tip', '1'],
    ['another sum paid', 'paid', '6'],
    ['another PSBT', 'psbt_hash', '00'.repeat(32)],
  ];
  test.each(cases)('that states %s, and the payment counts as unanswered', async (_, member, value) => {
    await openedChannel(wallet, till);
    till.cheats = { state: { pay: withMember(member, value) } };
    const { uri } = till.invoice(doge(5));
    refused(await wallet.pay(uri), 'bad_receipt');
    const [view] = wallet.channels();
    expect(view).toMatchObject({ paid: 0n, signed: doge(5) });
    expect(view?.record.payments[0]?.state).toBe('sent');
    till.cheats = {};
    expect(must(await wallet.pay(uri)).payment.state).toBe('accepted');
  });

  test('that another identity signed', async () => {
    await openedChannel(wallet, till);
    till.cheats = { signAs: { pay: newIdentity() } };
    refused(await wallet.pay(till.invoice(doge(5)).uri), 'wrong_signer');
    expect(wallet.channels()[0]?.paid).toBe(0n);
  });
});

test('every step of an honest till is accepted under these same eyes', async () => {
  till.terms = { ...DEFAULT_TERMS, maxCapacity: koinu(1000n * KOINU_PER_DOGE) };
  const { record } = await openedChannel(wallet, till);
  must(await wallet.pay(till.invoice(doge(5), { tips: true }).uri, { tip: doge(0.5), maxAmount: doge(5.5) }));
  must(await wallet.pay(till.invoice(doge(1)).url, { maxAmount: doge(1) }));
  must(await wallet.requestClose(record.id));
  const steps: Step[] = ['offer', 'announce', 'request', 'pay', 'request', 'request', 'pay', 'close'];
  expect(till.seen).toEqual(steps);
});
