import { isKoinu, type Koinu, koinu } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import { outputKind, scriptHashScript } from './address.ts';
import { equal, reverseHex } from './bytes.ts';
import { CHANGE_SCRIPT_FIELD, decodePsbt, encodePsbt, type Psbt, type PsbtInput } from './psbt.ts';
import { type ChannelScript, channelIdOf, recogniseRedeemScript } from './redeem-script.ts';
import type { Terms } from './terms.ts';
import {
  FINAL_SEQUENCE,
  type Outpoint,
  outpointKey,
  parseTransaction,
  RELAYED_LIMITS,
  Transaction,
} from './transaction.ts';

export interface FundingInput extends Outpoint {
  readonly value: Koinu;
}

/** What an announcement fixes for the life of its channel, checked in itself but not yet against terms and chain. */
export interface Announcement extends ChannelScript {
  /** SHA-256 of the redeem script, hex. */
  readonly channelId: string;
  readonly version: number;
  readonly redeemScript: Uint8Array;
  /** In the announced order, which every payment keeps. */
  readonly inputs: readonly FundingInput[];
  /** Sum of the inputs. */
  readonly capacity: Koinu;
  /** Every distinct funding transaction, serialised, by txid. */
  readonly fundingTransactions: ReadonlyMap<string, Uint8Array>;
  /** Where compact payments send the customer's change. */
  readonly changeScript: Uint8Array | undefined;
}

/** [C] The customer's side: a PSBT of all inputs, without outputs and signatures. */
export function buildAnnouncement(parts: {
  readonly redeemScript: Uint8Array;
  readonly fundings: readonly { readonly transaction: Transaction; readonly vout: number }[];
  readonly changeScript?: Uint8Array;
}): Uint8Array {
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { transaction: funding, vout } of parts.fundings) {
    transaction.addInput(funding.getHash(), vout, FINAL_SEQUENCE);
  }
  return encodePsbt({
    transaction,
    ...(parts.changeScript && { channelFields: new Map([[CHANGE_SCRIPT_FIELD, parts.changeScript]]) }),
    inputs: parts.fundings.map((funding) => ({
      fundingTransaction: funding.transaction.toBuffer(),
      redeemScript: parts.redeemScript,
    })),
  });
}

/** [D] Reads an announcement out of a PSBT's bytes. Refuses everything that its own bytes show to be wrong. */
export function readAnnouncement(bytes: Uint8Array): Result<Announcement> {
  const psbt = decodePsbt(bytes);
  if (!psbt.ok) return psbt;
  const shape = checkShape(psbt.value);
  if (!shape.ok) return shape;
  const changeScript = psbt.value.channelFields.get(CHANGE_SCRIPT_FIELD);
  if (changeScript !== undefined && outputKind(changeScript) === undefined) {
    return refuse('malformed_psbt', { problem: 'the change script is neither P2PKH nor P2SH' });
  }
  const redeemScript = sharedRedeemScript(psbt.value.inputs);
  if (!redeemScript.ok) return redeemScript;
  const fundings = readFundings(psbt.value, redeemScript.value);
  if (!fundings.ok) return fundings;
  const script = recogniseRedeemScript(redeemScript.value);
  if (!script.ok) return script;
  return ok({
    ...script.value,
    ...fundings.value,
    channelId: channelIdOf(redeemScript.value),
    version: psbt.value.transaction.version,
    redeemScript: redeemScript.value,
    changeScript,
  });
}

function checkShape({ transaction, inputs }: Psbt): Result<void> {
  if (transaction.outs.length > 0) return refuse('psbt_has_outputs', { outputs: transaction.outs.length });
  if (transaction.ins.length === 0) return refuse('no_inputs', {});
  if (transaction.version !== 1 && transaction.version !== 2) {
    return refuse('unsupported_version', { version: transaction.version });
  }
  if (transaction.locktime !== 0) {
    return refuse('transaction_not_final', { field: 'locktime', value: transaction.locktime });
  }
  const seen = new Set<string>();
  for (const [index, input] of transaction.ins.entries()) {
    if (input.sequence !== FINAL_SEQUENCE) {
      return refuse('transaction_not_final', { field: 'sequence', value: input.sequence });
    }
    const key = outpointKey({ txid: reverseHex(input.hash), vout: input.index });
    if (seen.has(key)) return refuse('duplicate_input', { input: index });
    seen.add(key);
    const entry = inputs[index];
    if (entry?.isFinalized || (entry?.partialSignatures.size ?? 0) > 0) {
      return refuse('psbt_has_signatures', { input: index });
    }
  }
  return ok(undefined);
}

function sharedRedeemScript(inputs: readonly PsbtInput[]): Result<Uint8Array> {
  const first = inputs[0]?.redeemScript;
  for (const [index, { redeemScript }] of inputs.entries()) {
    if (redeemScript === undefined) return refuse('missing_redeem_script', { input: index });
    if (first !== undefined && !equal(first, redeemScript)) {
      return refuse('redeem_scripts_differ', { input: index });
    }
  }
  return first === undefined ? refuse('missing_redeem_script', { input: 0 }) : ok(first);
}

type Fundings = Pick<Announcement, 'inputs' | 'capacity' | 'fundingTransactions'>;

function readFundings({ transaction, inputs }: Psbt, redeemScript: Uint8Array): Result<Fundings> {
  const lockScript = scriptHashScript(redeemScript);
  const fundingInputs: FundingInput[] = [];
  const fundingTransactions = new Map<string, Uint8Array>();
  let capacity = 0n;
  for (const [index, input] of transaction.ins.entries()) {
    const bytes = inputs[index]?.fundingTransaction;
    if (bytes === undefined) return refuse('missing_funding_transaction', { input: index });
    const mismatch = (problem: 'undecodable' | 'txid' | 'no_such_output' | 'value') =>
      refuse('funding_transaction_mismatch', { input: index, problem });
    const funding = parseTransaction(bytes, RELAYED_LIMITS);
    if (funding === undefined) return mismatch('undecodable');
    if (!equal(funding.getHash(), input.hash)) return mismatch('txid');
    const output = funding.outs[input.index];
    if (output === undefined) return mismatch('no_such_output');
    capacity += output.value;
    if (!isKoinu(output.value) || !isKoinu(capacity)) return mismatch('value');
    if (!equal(output.script, lockScript)) return refuse('redeem_script_mismatch', { input: index });
    const txid = reverseHex(input.hash);
    fundingInputs.push({ txid, vout: input.index, value: output.value });
    fundingTransactions.set(txid, bytes);
  }
  return ok({ inputs: fundingInputs, capacity: koinu(capacity), fundingTransactions });
}

/** [D] An announcement against the terms of its offer. `height` is the tip's, so that a locktime is counted from it. */
export function checkTerms(announcement: Announcement, terms: Terms, height: number): Result<void> {
  const { inputs, capacity, locktime } = announcement;
  if (inputs.length > terms.maxInputs) {
    return refuse('too_many_inputs', { inputs: inputs.length, limit: terms.maxInputs });
  }
  if (capacity < terms.minCapacity) {
    return refuse('capacity_too_small', { capacity, least: terms.minCapacity });
  }
  if (capacity > terms.maxCapacity) {
    return refuse('capacity_too_large', { capacity, most: terms.maxCapacity });
  }
  const earliest = height + terms.minLocktimeBlocks;
  if (locktime < earliest) return refuse('locktime_too_soon', { locktime, earliest });
  const latest = height + terms.maxLocktimeBlocks;
  if (locktime > latest) return refuse('locktime_too_far', { locktime, latest });
  return ok(undefined);
}
