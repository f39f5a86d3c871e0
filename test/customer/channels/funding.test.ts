import { Psbt } from 'bitcoinjs-lib';
import { describe, expect, test } from 'vitest';
import { buildFunding, type FundingRequest } from '../../../core/customer/channels/funding.ts';
import { learnTransactions, spendableCoins } from '../../../core/customer/state/coins.ts';
import { KEY_CHAIN, openKeys } from '../../../core/customer/state/keys.ts';
import type { Coin, WalletState } from '../../../core/customer/state/wallet-state.ts';
import { type Koinu, koinu } from '../../../core/money.ts';
import { feeForSize, NETWORKS, POLICY } from '../../../core/networks.ts';
import { addressOf, pubKeyHashScript, scriptHashScript } from '../../../core/protocol/address.ts';
import { fromHex, toHex } from '../../../core/protocol/bytes.ts';
import { POLICY_FLAGS } from '../../../core/protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../../core/protocol/interpreter/verify-input.ts';
import { signEcdsa as ecdsaSign } from '../../../core/protocol/signature.ts';
import { parseTransaction, Transaction, txidOf } from '../../../core/protocol/transaction.ts';
import { doge, must, payTo, refused } from '../wallet-fixture.ts';

const keys = openKeys(`${'abandon '.repeat(11)}about`);
const redeemScript = new Uint8Array(115).fill(0x51);
const lock = toHex(scriptHashScript(redeemScript));
const changeScripts = [5, 6, 7].map((index) => pubKeyHashScript(keys.publicKey(KEY_CHAIN.change, index)));

const EMPTY_STATE: WalletState = {
  version: 1,
  network: 'regtest',
  mnemonic: '',
  nextReceive: 0,
  nextChange: 0,
  nextChannel: 0,
  coins: [],
  channels: [],
  onChain: [],
};

function address(index: number): string {
  return addressOf(pubKeyHashScript(keys.publicKey(KEY_CHAIN.receive, index)), NETWORKS.regtest) ?? '';
}

function coinsOf(...amounts: readonly Koinu[]): readonly Coin[] {
  const transactions = amounts.map((amount, index) => payTo(address(index), amount));
  return learnTransactions(EMPTY_STATE, keys, transactions).coins;
}

function request(capacity: Koinu, shape: Partial<FundingRequest> = {}): FundingRequest {
  return { capacity, redeemScript, outputs: 1, transactions: 1, changeScripts, ...shape };
}

function paidIn(transaction: Transaction, coins: readonly Coin[]): bigint {
  return transaction.ins.reduce((total, { hash, index }) => {
    const txid = toHex(Uint8Array.from(hash).reverse());
    const coin = coins.find((candidate) => candidate.txid === txid && candidate.vout === index);
    if (coin === undefined) throw new Error('an input that is no coin');
    return total + coin.value;
  }, 0n);
}

function paidOut(transaction: Transaction): bigint {
  return transaction.outs.reduce((total, { value }) => total + value, 0n);
}

/** Every input is unlocked as nodes want it; the scripts come from the coins' own transactions. */
function expectUnlocked(transaction: Transaction, coins: readonly Coin[]): void {
  const scripts = transaction.ins.map(({ hash, index }) => {
    const coin = coins.find(({ txid }) => txid === toHex(Uint8Array.from(hash).reverse()));
    const parent = parseTransaction(fromHex(coin?.transaction ?? ''));
    return parent?.outs[index]?.script ?? new Uint8Array();
  });
  expect(verifyAllInputs(transaction, scripts, POLICY_FLAGS)).toEqual({ isValid: true });
}

describe('a funding transaction', () => {
  test('pays the capacity to the koinu, the change back, and the usual fee for its size', () => {
    const coins = coinsOf(doge(60), doge(70), doge(5));
    const [funding] = must(buildFunding(request(doge(100)), coins, keys));
    const transaction = funding?.transaction ?? new Transaction();
    expect(transaction.outs.map(({ script }) => toHex(script))).toEqual([
      lock,
      toHex(changeScripts[0] ?? new Uint8Array()),
    ]);
    expect(transaction.outs[0]?.value).toBe(doge(100));
    const fee = paidIn(transaction, coins) - paidOut(transaction);
    const size = transaction.byteLength();
    expect(fee).toBe(feeForSize(POLICY.feePerKb, 10 + 2 * 148 + 32 + 34));
    expect(fee).toBeGreaterThanOrEqual(feeForSize(POLICY.feePerKb, size));
    expect(fee).toBeLessThanOrEqual(feeForSize(POLICY.feePerKb, size + 2 * 3));
    expectUnlocked(transaction, coins);
  });

  test('is signed as bitcoinjs signs it', () => {
    const coins = coinsOf(doge(150));
    const [funding] = must(buildFunding(request(doge(100)), coins, keys));
    const mine = funding?.transaction ?? new Transaction();
    const psbt = new Psbt().setVersion(1);
    const [coin] = coins;
    psbt.addInput({
      hash: coin?.txid ?? '',
      index: coin?.vout ?? 0,
      nonWitnessUtxo: fromHex(coin?.transaction ?? ''),
    });
    psbt.addOutputs(mine.outs.map(({ script, value }) => ({ script, value })));
    const privateKey = keys.privateKey(KEY_CHAIN.receive, 0);
    psbt.signInput(0, {
      publicKey: keys.publicKey(KEY_CHAIN.receive, 0),
      sign: (hash) => ecdsaSign(hash, privateKey),
    });
    psbt.finalizeAllInputs();
    expect(psbt.extractTransaction(true).toHex()).toBe(mine.toHex());
  });

  test('has no change where it would be dust: it is left to the fee', () => {
    const fee = feeForSize(POLICY.feePerKb, 10 + 148 + 32 + 34);
    const justDust = koinu(doge(100) + fee + POLICY.softDust - 1n);
    const [without] = must(buildFunding(request(doge(100)), coinsOf(justDust), keys));
    expect(without?.transaction.outs).toHaveLength(1);
    const [withChange] = must(buildFunding(request(doge(100)), coinsOf(koinu(justDust + 1n)), keys));
    expect(withChange?.transaction.outs.map(({ value }) => value)).toEqual([doge(100), POLICY.softDust]);
  });

  test('is made to the last koinu of the wallet, and not beyond', () => {
    const exact = koinu(doge(100) + feeForSize(POLICY.feePerKb, 10 + 148 + 32));
    must(buildFunding(request(doge(100)), coinsOf(exact), keys));
    const facts = refused(
      buildFunding(request(doge(100)), coinsOf(koinu(exact - 1n)), keys),
      'insufficient_funds',
    );
    expect(facts).toEqual({ needed: exact, available: exact - 1n });
    refused(buildFunding(request(doge(100)), [], keys), 'insufficient_funds');
  });

  test('has as many funding outputs as are asked for, which add up to the capacity', () => {
    const coins = coinsOf(doge(150));
    const [funding] = must(buildFunding(request(koinu(doge(100) + 1n), { outputs: 3 }), coins, keys));
    const values = funding?.transaction.outs.slice(0, 3).map(({ value }) => value) ?? [];
    expect(values.reduce((total, value) => total + value, 0n)).toBe(doge(100) + 1n);
    expect(funding?.transaction.outs.slice(0, 3).every(({ script }) => toHex(script) === lock)).toBe(true);
    expect(funding?.outputs).toBe(3);
  });

  test('is one of several, which share no coin', () => {
    const coins = coinsOf(doge(60), doge(60), doge(60));
    const fundings = must(buildFunding(request(doge(100), { outputs: 3, transactions: 2 }), coins, keys));
    expect(fundings.map(({ outputs }) => outputs)).toEqual([2, 1]);
    const spent = fundings.flatMap((funding) => funding.spent.map(({ txid }) => txid));
    expect(new Set(spent).size).toBe(spent.length);
    for (const { transaction } of fundings) expectUnlocked(transaction, coins);
    const paid = fundings.flatMap(({ transaction, outputs }) => transaction.outs.slice(0, outputs));
    expect(paid.reduce((total, { value }) => total + value, 0n)).toBe(doge(100));
  });

  test.each([
    [{ outputs: 0 }, doge(100)],
    [{ outputs: 1, transactions: 2 }, doge(100)],
    [{ outputs: 1.5 }, doge(100)],
    [{ outputs: 3 }, doge(0.02)],
  ])('is refused in the shape %o', (shape, capacity) => {
    refused(buildFunding(request(capacity, shape), coinsOf(doge(200)), keys), 'bad_inputs');
  });

  test('that would be too large for nodes is refused', () => {
    const many = coinsOf(...Array.from({ length: 15 }, () => doge(1)));
    const coins = Array.from({ length: 700 }, (_, vout) => ({ ...many[vout % 15], vout }) as Coin);
    refused(buildFunding(request(doge(690)), coins, keys), 'bad_inputs');
  });
});

describe('the coins of a wallet', () => {
  test('are learnt once, however often a transaction is shown', () => {
    const transaction = payTo(address(0), doge(5), doge(6));
    const once = learnTransactions(EMPTY_STATE, keys, [transaction]);
    expect(once.coins.map(({ value }) => value)).toEqual([doge(5), doge(6)]);
    expect(once.nextReceive).toBe(1);
    expect(learnTransactions(once, keys, [transaction])).toBe(once);
  });

  test('are spent by whatever transaction spends them', () => {
    const incoming = payTo(address(0), doge(5));
    const spending = new Transaction();
    spending.addInput(incoming.getHash(), 0);
    spending.addOutput(scriptHashScript(redeemScript), doge(4));
    const after = learnTransactions(EMPTY_STATE, keys, [incoming, spending]);
    expect(after.coins[0]?.spentBy).toBe(txidOf(spending));
    expect(spendableCoins(after)).toEqual([]);
  });

  test('are found some addresses ahead, as in an older copy of the file', () => {
    const state = learnTransactions(EMPTY_STATE, keys, [payTo(address(12), doge(5))]);
    expect(state.coins).toHaveLength(1);
    expect(state.nextReceive).toBe(13);
  });

  test("are not another's, nor a coinbase", () => {
    const other = addressOf(pubKeyHashScript(new Uint8Array(33)), NETWORKS.regtest) ?? '';
    const coinbase = payTo(address(0), doge(5));
    coinbase.ins = [];
    coinbase.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, Uint8Array.of(0x51, 0x51));
    expect(learnTransactions(EMPTY_STATE, keys, [payTo(other, doge(5)), coinbase])).toBe(EMPTY_STATE);
  });
});
