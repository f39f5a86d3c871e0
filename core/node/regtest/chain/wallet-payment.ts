import { koinu } from '../../../money.ts';
import { feeForSize, POLICY } from '../../../networks.ts';
import { concat, fromHex } from '../../../protocol/bytes.ts';
import { pushData } from '../../../protocol/interpreter/instructions.ts';
import { SIGHASH_ALL, signatureHash } from '../../../protocol/sighash.ts';
import { signEcdsa, withHashByte } from '../../../protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction } from '../../../protocol/transaction.ts';
import { type NodeTransaction, nodeTransaction } from './block.ts';
import type { WalletKey, WalletOutput } from './wallet.ts';

/** Bytes: a transaction without inputs and outputs, a P2PKH input with a 72-byte signature, a P2PKH output. */
const EMPTY_SIZE = 10;
const INPUT_SIZE = 149;
const OUTPUT_SIZE = 34;

interface PaymentOrder {
  readonly script: Uint8Array;
  /** Koinu. */
  readonly amount: bigint;
  /** Takes the fee out of the amount (subtractfeefromamount). */
  readonly subtractsFee: boolean;
  readonly changeKey: () => WalletKey;
  /** The tip's: the wallet locks its transactions to the next block, against miners who reach back for fees. */
  readonly height: number;
}

interface Selected {
  readonly inputs: readonly WalletOutput[];
  /** Koinu. */
  readonly fee: bigint;
  readonly total: bigint;
}

function feeFor(inputs: number, outputs: number): bigint {
  return feeForSize(POLICY.feePerKb, EMPTY_SIZE + inputs * INPUT_SIZE + outputs * OUTPUT_SIZE);
}

/** The smallest single output that is enough, else the largest ones until they are. */
function select(spendable: readonly WalletOutput[], order: PaymentOrder): Selected | undefined {
  const ascending = [...spendable].sort((a, b) => (a.output.value < b.output.value ? -1 : 1));
  const needed = (inputs: number) => order.amount + (order.subtractsFee ? 0n : feeFor(inputs, 2));
  const single = ascending.find(({ output }) => output.value >= needed(1));
  if (single !== undefined) return { inputs: [single], fee: feeFor(1, 2), total: single.output.value };
  const inputs: WalletOutput[] = [];
  let total = 0n;
  for (const output of ascending.reverse()) {
    inputs.push(output);
    total += output.output.value;
    if (total >= needed(inputs.length)) return { inputs, fee: feeFor(inputs.length, 2), total };
  }
  return undefined;
}

/** Builds and signs a payment. @returns undefined when the outputs are not enough */
export function buildPayment(
  spendable: readonly WalletOutput[],
  order: PaymentOrder,
): NodeTransaction | undefined {
  const selected = select(spendable, order);
  if (selected === undefined) return undefined;
  const paid = order.subtractsFee ? order.amount - selected.fee : order.amount;
  const change = selected.total - selected.fee - paid;
  const transaction = new Transaction();
  transaction.version = 1;
  transaction.locktime = order.height;
  for (const { outpoint } of selected.inputs) {
    transaction.addInput(fromHex(outpoint.txid).reverse(), outpoint.vout, FINAL_SEQUENCE - 1);
  }
  transaction.addOutput(order.script, koinu(paid));
  // Change too small to be spent at a profit goes to the miner.
  if (change >= POLICY.softDust) addChange(transaction, order, change);
  sign(transaction, selected.inputs);
  return nodeTransaction(transaction);
}

/** Before or after the payment: whoever looks for an output must look for its script. */
function addChange(transaction: Transaction, order: PaymentOrder, change: bigint): void {
  const key = order.changeKey();
  transaction.addOutput(key.script, change);
  if ((key.publicKey[0] ?? 0) % 2 === 1) transaction.outs.reverse();
}

function sign(transaction: Transaction, inputs: readonly WalletOutput[]): void {
  for (const [index, { key, output }] of inputs.entries()) {
    const hash = signatureHash(transaction, { index, scriptCode: output.script, hashType: SIGHASH_ALL });
    const signature = withHashByte(signEcdsa(hash, key.privateKey));
    transaction.setInputScript(index, concat([pushData(signature), pushData(key.publicKey)]));
  }
}
