import { assert } from '../../assert.ts';
import { type Koinu, koinu } from '../../money.ts';
import { feeForSize, POLICY } from '../../networks.ts';
import { pubKeyHashScript, scriptHashScript } from '../../protocol/address.ts';
import { compactSizeLength, concat, fromHex, sized } from '../../protocol/bytes.ts';
import { SIGHASH_ALL, signatureHash } from '../../protocol/sighash.ts';
import { signEcdsa, withHashByte } from '../../protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction } from '../../protocol/transaction.ts';
import { totalOf } from '../state/coins.ts';
import type { WalletKeys } from '../state/keys.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { Coin } from '../state/wallet-state.ts';

/** Outpoint 36, length 1, script with a signature of 72 bytes and a key of 33 with their pushes 107, sequence 4. */
const COIN_INPUT_SIZE = 148;

export interface FundingRequest {
  /** The sum of the channel's funding outputs, to the koinu. */
  readonly capacity: Koinu;
  readonly redeemScript: Uint8Array;
  /** How many funding outputs, and over how many transactions they are spread: 1 ≤ transactions ≤ outputs. */
  readonly outputs: number;
  readonly transactions: number;
  /** One for each transaction that has change. */
  readonly changeScripts: readonly Uint8Array[];
}

export interface FundingTransaction {
  readonly transaction: Transaction;
  /** The channel's funding outputs are its first ones: 0 .. outputs - 1. */
  readonly outputs: number;
  readonly spent: readonly Coin[];
}

interface Output {
  readonly value: Koinu;
  readonly script: Uint8Array;
}

/**
 * [B] The funding transactions, signed: her coins in, the channel's P2SH outputs, and her change last, which is left
 * to the fee below dust. The fee is Dogecoin's recommended one for the size with signatures of 72 bytes; a signature
 * may come out a byte shorter, never longer.
 */
export function buildFunding(
  request: FundingRequest,
  coins: readonly Coin[],
  keys: WalletKeys,
): Outcome<readonly FundingTransaction[]> {
  const { outputs, transactions } = request;
  const isCount = Number.isInteger(outputs) && Number.isInteger(transactions);
  if (!isCount || transactions < 1 || outputs < transactions) {
    return decline('bad_inputs', { problem: 'at least one output for every transaction is wanted' });
  }
  const values = splitAmount(request.capacity, outputs);
  if ((values.at(-1) ?? 0n) < POLICY.softDust) {
    return decline('bad_inputs', { problem: `${outputs} outputs of so little are dust` });
  }
  const script = scriptHashScript(request.redeemScript);
  const built: FundingTransaction[] = [];
  let left = coins;
  for (let at = 0; at < transactions; at++) {
    const paid = values
      .filter((_, output) => output % transactions === at)
      .map((value) => ({ value, script }));
    const changeScript = request.changeScripts[at];
    assert(changeScript !== undefined, 'there is a change script for every funding transaction');
    const one = buildTransaction(paid, left, { changeScript, keys, feePerKb: POLICY.feePerKb });
    if (!one.ok) return one;
    const { spent } = one.value;
    left = left.filter((coin) => !spent.includes(coin));
    built.push(one.value);
  }
  return done(built);
}

/** As equal as koinu allow; the larger ones first. */
function splitAmount(total: Koinu, parts: number): Koinu[] {
  const share = total / BigInt(parts);
  const rest = total % BigInt(parts);
  return Array.from({ length: parts }, (_, at) => koinu(BigInt(at) < rest ? share + 1n : share));
}

/** Pays the outputs from her coins, and the rest to her change. */
export function buildTransaction(
  outputs: readonly Output[],
  coins: readonly Coin[],
  change: { readonly changeScript: Uint8Array; readonly keys: WalletKeys; readonly feePerKb: Koinu },
): Outcome<FundingTransaction> {
  const wanted = outputs.reduce((total, { value }) => total + value, 0n);
  const feeOf = (inputs: number, all: readonly { readonly script: Uint8Array }[]) =>
    feeForSize(change.feePerKb, fundingSize(inputs, all));
  const spent = selectCoins(coins, (inputs) => wanted + feeOf(inputs, outputs));
  if (spent === undefined) {
    const needed = koinu(wanted + feeOf(Math.max(1, coins.length), outputs));
    return decline('insufficient_funds', { needed, available: totalOf(coins) });
  }
  const withChange = [...outputs, { script: change.changeScript }];
  const rest = totalOf(spent) - wanted - feeOf(spent.length, withChange);
  const all =
    rest >= POLICY.softDust ? [...outputs, { value: koinu(rest), script: change.changeScript }] : outputs;
  if (fundingSize(spent.length, all) >= POLICY.standardSize) {
    return decline('bad_inputs', { problem: 'the wallet has too many small coins for one transaction' });
  }
  return done({ transaction: signCoins(spent, all, change.keys), outputs: outputs.length, spent });
}

/** The largest coins first: few inputs, and so a small transaction, which every announcement carries whole. */
function selectCoins(coins: readonly Coin[], neededFor: (inputs: number) => bigint): Coin[] | undefined {
  const largestFirst = [...coins].sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  const selected: Coin[] = [];
  let total = 0n;
  for (const coin of largestFirst) {
    selected.push(coin);
    total += coin.value;
    if (total >= neededFor(selected.length)) return selected;
  }
  return undefined;
}

function fundingSize(inputs: number, outputs: readonly { readonly script: Uint8Array }[]): number {
  const outputBytes = outputs.reduce((total, { script }) => total + 9 + script.length, 0);
  return (
    8 + compactSizeLength(inputs) + inputs * COIN_INPUT_SIZE + compactSizeLength(outputs.length) + outputBytes
  );
}

function signCoins(coins: readonly Coin[], outputs: readonly Output[], keys: WalletKeys): Transaction {
  const transaction = new Transaction();
  transaction.version = 1;
  for (const { txid, vout } of coins) {
    transaction.addInput(fromHex(txid).reverse(), vout, FINAL_SEQUENCE);
  }
  for (const { script, value } of outputs) transaction.addOutput(script, value);
  const unlocks = coins.map(({ chain, index: keyIndex }, index) => {
    const publicKey = keys.publicKey(chain, keyIndex);
    const scriptCode = pubKeyHashScript(publicKey);
    const hash = signatureHash(transaction, { index, scriptCode, hashType: SIGHASH_ALL });
    const signature = withHashByte(signEcdsa(hash, keys.privateKey(chain, keyIndex)));
    return concat([sized(signature), sized(publicKey)]);
  });
  for (const [index, unlock] of unlocks.entries()) transaction.setInputScript(index, unlock);
  return transaction;
}
