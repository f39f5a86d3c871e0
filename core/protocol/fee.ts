import { type Koinu, koinu, ZERO } from '../money.ts';
import { feeForSize } from '../networks.ts';
import { compactSizeLength } from './bytes.ts';
import { pushPrefixLength } from './redeem-script.ts';
import type { Terms } from './terms.ts';

/** P2PKH: OP_DUP OP_HASH160 <20> OP_EQUALVERIFY OP_CHECKSIG. */
const PUBKEYHASH_SCRIPT_LENGTH = 25;
const SIGNATURE_LENGTH = 72;

function inputsSize(inputs: number, scriptSigLength: number): number {
  return compactSizeLength(inputs) - 1 + inputs * (40 + compactSizeLength(scriptSigLength) + scriptSigLength);
}

function outputsSize(outputScriptLengths: readonly number[]): number {
  return outputScriptLengths.reduce((total, length) => total + 9 + length, 0);
}

/**
 * The canonical size of a settlement in bytes: 72 for every signature with its hash byte, whatever it turns out to be.
 * With a redeem script of 115 bytes and two P2PKH outputs: 386 for one input, 308 for each further one.
 */
export function canonicalSize(shape: {
  readonly inputs: number;
  readonly redeemScriptLength: number;
  readonly outputScriptLengths: readonly number[];
}): number {
  const { inputs, redeemScriptLength, outputScriptLengths } = shape;
  const scriptSig =
    2 + 2 * (1 + SIGNATURE_LENGTH) + pushPrefixLength(redeemScriptLength) + redeemScriptLength;
  return 10 + inputsSize(inputs, scriptSig) + outputsSize(outputScriptLengths);
}

/** The size of a refund with signatures of 72 bytes: 276 for one input and one P2PKH output. */
export function refundSize(shape: {
  readonly inputs: number;
  readonly redeemScriptLength: number;
  readonly outputScriptLengths: readonly number[];
}): number {
  const { inputs, redeemScriptLength, outputScriptLengths } = shape;
  const scriptSig = 1 + SIGNATURE_LENGTH + 1 + pushPrefixLength(redeemScriptLength) + redeemScriptLength;
  return 10 + inputsSize(inputs, scriptSig) + outputsSize(outputScriptLengths);
}

export type FeeTerms = Pick<Terms, 'feePerKb' | 'dust'>;

/** The least and the most a settlement of this canonical size may pay: nodes must relay it, and nobody may burn it. */
export function feeBounds(size: number, { feePerKb, dust }: FeeTerms): { least: Koinu; most: Koinu } {
  const least = feeForSize(feePerKb, size);
  return { least, most: koinu(least * 10n + dust) };
}

/** What the customer can still spend: capacity less paid less the canonical fee with two P2PKH outputs. */
export function spendable(
  channel: FeeTerms & {
    readonly capacity: Koinu;
    readonly paid: Koinu;
    readonly inputs: number;
    readonly redeemScriptLength: number;
  },
): Koinu {
  const { capacity, paid, inputs, redeemScriptLength, feePerKb } = channel;
  const size = canonicalSize({
    inputs,
    redeemScriptLength,
    outputScriptLengths: [PUBKEYHASH_SCRIPT_LENGTH, PUBKEYHASH_SCRIPT_LENGTH],
  });
  const rest = capacity - paid - feeForSize(feePerKb, size);
  return rest > 0n ? koinu(rest) : ZERO;
}
