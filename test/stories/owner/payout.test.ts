import { BIP32Factory } from 'bip32';
import * as ecc from 'tiny-secp256k1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PayoutKeys } from '../../../core/merchant/keys/payout-keys.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf, pubKeyHashScript } from '../../../core/protocol/address.ts';
import { Regular } from '../regular.ts';
import { Shop } from '../shop.ts';

const REGTEST = { wif: 239, bip32: { public: 0x043587cf, private: 0x04358394 } };
/** The owner's hardware wallet: nothing of it but the account's public key is ever near the till. */
const account = BIP32Factory(ecc).fromSeed(new Uint8Array(32).fill(7), REGTEST).derivePath("m/44'/1'/0'");
const PUBLIC = account.neutered().toBase58();

function walletAddress(number: number): string {
  const script = pubKeyHashScript(account.derive(0).derive(number).publicKey);
  return addressOf(script, NETWORKS.regtest) ?? '';
}

let shop: Shop;
let alice: Regular;

beforeAll(async () => {
  shop = await Shop.open({ policy: null });
  await shop.desk('savePolicy', {
    policy: {
      min_locktime_blocks: 30,
      payment_cutoff_blocks: 10,
      confirmations: 2,
      offer_lifetime_seconds: 600,
      open_offers_per_address: 1000,
    },
  });
  alice = await Regular.withMoneyFrom(shop.node);
});
afterAll(async () => {
  await alice.leave();
  await shop.remove();
});

describe("an owner's account", () => {
  test('is shown by its first addresses, which are those of his wallet', async () => {
    const { addresses } = await shop.desk('previewPayout', { account: ` ${PUBLIC}\n` });
    expect(addresses).toEqual([0, 1, 2].map(walletAddress));
  });

  test('is refused when it is private, of another chain, or no key', () => {
    const codes = [
      account.toBase58(),
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
      account.toBase58().slice(0, -1),
      'xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj',
      PUBLIC.slice(0, -1),
      'D'.repeat(5000),
      '',
      'ünïcode',
    ].map((text) => {
      const read = PayoutKeys.read(text, NETWORKS.regtest);
      return read.ok ? 'accepted' : read.refusal.code;
    });
    expect(codes).toEqual([
      ...new Array(3).fill('private_payout_key'),
      ...new Array(5).fill('bad_payout_key'),
    ]);
  });

  test("may be written with Bitcoin's version on mainnet, as many wallets do", () => {
    const xpub =
      'xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj';
    expect(PayoutKeys.read(xpub, NETWORKS.mainnet).ok).toBe(true);
  });

  test('is not taken until its first address is confirmed', async () => {
    const screen = shop.running.desk.open({ isTrusted: true });
    const answer = await screen.call('setPayout', { account: PUBLIC, firstAddress: walletAddress(1) });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'payout_not_confirmed' } });
    expect(await shop.desk('payout', {})).toEqual({});
  });

  test('gets the settlements of channels opened from then on, at addresses of their own', async () => {
    const before = await alice.openChannel(shop.url);
    await shop.desk('setPayout', { account: PUBLIC, firstAddress: walletAddress(0) });
    const first = await alice.openChannel(shop.url);
    const second = await alice.openChannel(shop.url);
    await shop.restart();
    expect(await shop.desk('payout', {})).toMatchObject({ account: PUBLIC, firstAddress: walletAddress(0) });
    const address = async (id: string) => (await shop.desk('channel', { id })).settlementAddress;
    expect([await address(first), await address(second)]).toEqual([walletAddress(0), walletAddress(1)]);
    expect(await address(before)).not.toBe(walletAddress(0));
  });

  test('has no gap that strangers could make by asking, so that a wallet finds every settlement', async () => {
    for (let asked = 0; asked < 30; asked++) {
      expect((await shop.offer()).settlementAddress).toBe(walletAddress(2));
    }
  });

  test('has the money after the close', async () => {
    const id = await alice.openChannel(shop.url);
    await shop.mine(2);
    const invoice = await shop.desk('issueInvoice', { amount: '12.5' });
    await alice.pay(invoice.uri, id);
    const [closed] = await shop.desk('close', { ids: [id] });
    const { settlementAddress, settlement } = closed?.channel ?? {};
    expect(settlementAddress).toBe(walletAddress(2));
    await shop.mine(1);
    const [output] = await shop.node.unspentOutputs([{ txid: settlement?.txid ?? '', vout: 0 }]);
    expect(output).toMatchObject({ value: 1_250_000_000n, confirmations: 1 });
    expect(addressOf(output?.script ?? new Uint8Array(), NETWORKS.regtest)).toBe(walletAddress(2));
  });

  test('is left again with an empty key', async () => {
    await shop.desk('setPayout', { account: '', firstAddress: '' });
    expect(await shop.desk('payout', {})).toEqual({});
    const { settlementAddress } = await shop.offer();
    expect([0, 1, 2, 3, 4, 5].map(walletAddress)).not.toContain(settlementAddress);
  });
});
