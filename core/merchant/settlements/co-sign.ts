import { assert } from '../../assert.ts';
import { koinu } from '../../money.ts';
import { scriptHashScript } from '../../protocol/address.ts';
import { toHex } from '../../protocol/bytes.ts';
import { POLICY_FLAGS } from '../../protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../protocol/interpreter/verify-input.ts';
import type { Payment } from '../../protocol/payment.ts';
import { decodePsbt } from '../../protocol/psbt.ts';
import { coSign } from '../../protocol/settlement.ts';
import { parseDer } from '../../protocol/signature.ts';
import { parseTransaction, type Transaction, txidOf } from '../../protocol/transaction.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { StoredSettlement } from '../../store/settlements.ts';
import type { TillContext } from '../context.ts';
import type { PrivateKeys } from '../keys/keys.ts';

/** [H] The co-signed settlement of a channel: the stored one, or a new one, stored before anybody sees it. */
export function settlementOf(
  context: TillContext,
  channel: StoredChannel,
  keys: PrivateKeys,
): StoredSettlement {
  const { store, world } = context;
  const { row, keyIndex, basis } = channel.constants;
  const stored = store.settlements.get(row);
  if (stored !== undefined) return stored;
  const payment = lastPayment(context, channel);
  const transaction = coSign(basis, payment, keys.channelKey(keyIndex));
  verifySettlement(channel, transaction);
  const settlement = { txid: txidOf(transaction), bytes: transaction.toBuffer(), signedAt: world.now() };
  store.transaction(() => store.settlements.set(row, settlement));
  context.log.info({ channel: basis.channelId, txid: settlement.txid }, 'settlement signed');
  return settlement;
}

/** What was accepted last, read back out of the stored PSBT. */
export function lastPayment(
  { store }: Pick<TillContext, 'store'>,
  channel: StoredChannel,
): Pick<Payment, 'outputs' | 'signatures'> {
  const { row, basis } = channel.constants;
  const bytes = store.channels.psbt(row);
  assert(bytes !== undefined, 'a channel that is settled has a payment or a release');
  const psbt = decodePsbt(bytes);
  assert(psbt.ok, 'a stored PSBT decodes');
  const key = toHex(basis.customerKey);
  const signatures = psbt.value.inputs.map((input) => {
    const compact = parseDer((input.partialSignatures.get(key) ?? new Uint8Array()).subarray(0, -1));
    assert(compact !== undefined, 'a stored PSBT holds a signature for every input');
    return compact;
  });
  const outputs = psbt.value.transaction.outs.map(({ script, value }) => ({ script, value: koinu(value) }));
  return { outputs, signatures };
}

/** The last look before a settlement leaves: every input under the rules that nodes relay by. */
export function verifySettlement({ constants: { basis } }: StoredChannel, transaction: Transaction): void {
  const prevoutScript = scriptHashScript(basis.redeemScript);
  const prevoutScripts = basis.inputs.map(() => prevoutScript);
  const verdict = verifyAllInputs(transaction, prevoutScripts, POLICY_FLAGS);
  assert(verdict.isValid, 'a settlement is valid under the rules that nodes relay by');
}

/** The stored settlement as it goes out: looked at again, for a disk may have changed it since it was signed. */
export function readSettlement(channel: StoredChannel, settlement: StoredSettlement): Transaction {
  const transaction = parseTransaction(settlement.bytes);
  assert(transaction !== undefined, 'a stored settlement decodes');
  assert(txidOf(transaction) === settlement.txid, 'a stored settlement is the one that was signed');
  verifySettlement(channel, transaction);
  return transaction;
}
