import type { SettlementExportView } from '../../bridge/views/owner.ts';
import { formatDoge, type Koinu, sum } from '../../money.ts';
import { joinLines } from '../../names.ts';
import { addressOf } from '../../protocol/address.ts';
import { coSign } from '../../protocol/settlement.ts';
import { transactionHex, txidOf } from '../../protocol/transaction.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { inTurns } from '../../system/in-turns.ts';
import { rfc3339 } from '../../system/times.ts';
import { guarded } from '../channels/each-channel.ts';
import type { TillContext } from '../context.ts';
import type { PrivateKeys } from '../keys/keys.ts';
import { lastPayment, verifySettlement } from './co-sign.ts';

interface ExportedSettlement {
  readonly paid: Koinu;
  readonly locktime: number;
  readonly text: string;
}

/**
 * The settlements of all channels with money in them, co-signed, as a text that needs neither keys nor a till: any
 * Dogecoin Core broadcasts its lines. Nothing changes here, and no channel closes by it: a settlement that is
 * broadcast early pays what was owed when it was written, and what was paid later is lost. Refuses nothing_to_export.
 */
export async function exportSettlements(
  context: TillContext,
  keys: PrivateKeys,
): Promise<Result<SettlementExportView>> {
  const { store } = context;
  // Read again at its turn: a payment may have come in between.
  const tried = await inTurns(store.due.owed(), (row) =>
    guarded(context, row, () => ok(written(context, store.channels.require(row), keys))),
  );
  const settlements = tried.flatMap((one) => (one.ok ? [one.value] : []));
  const missing = tried.length - settlements.length;
  if (settlements.length === 0) return refuse('nothing_to_export', {});
  return ok({
    text: `${[...head(context, settlements), ...missingLines(missing), ...settlements.map(({ text }) => text)].join('\n')}\n`,
    count: settlements.length,
    amount: formatDoge(total(settlements)),
  });
}

/** Whoever broadcasts these lines has to know that they are not all. */
function missingLines(count: number): string[] {
  return count === 0
    ? []
    : [`# ${count} channels with money in them are MISSING: they are frozen. See the warnings of the till.`];
}

function total(settlements: readonly ExportedSettlement[]): Koinu {
  return sum(settlements.map(({ paid }) => paid));
}

/** Lines of comment and lines of hex: `grep -v '^#'` leaves what sendrawtransaction takes. */
function head(context: TillContext, settlements: readonly ExportedSettlement[]): string[] {
  const { shopName, network, world } = context;
  const first = Math.min(...settlements.map(({ locktime }) => locktime));
  return [
    `# Settlements of ${oneLine(shopName)} on ${network.name}, written ${rfc3339(world.now())}.`,
    `# ${settlements.length} channels, ${formatDoge(total(settlements))} DOGE. The first must be mined by height ${first}.`,
    '# Each closes its channel for good, at what was paid when this was written. With any Dogecoin Core:',
    "#   grep -v '^#' FILE | while read tx; do dogecoin-cli sendrawtransaction $tx true; done",
    '# No key is in here. Keep it from customers: one who has it can take back what she pays after this was written.',
  ];
}

function written(context: TillContext, channel: StoredChannel, keys: PrivateKeys): ExportedSettlement {
  const { basis, keyIndex, lock, customerName } = channel.constants;
  const transaction = coSign(basis, lastPayment(context, channel), keys.channelKey(keyIndex));
  verifySettlement(channel, transaction);
  const address = addressOf(basis.settlementScript, context.network) ?? '';
  const paid = `${formatDoge(channel.paid)} DOGE to ${address}`;
  const text = [
    '#',
    `# channel ${basis.channelId} ${oneLine(customerName)}`.trimEnd(),
    `# pays ${paid}, txid ${txidOf(transaction)}, safe up to height ${lock.locktime}`,
    transactionHex(transaction),
  ].join('\n');
  return { paid: channel.paid, locktime: lock.locktime, text };
}

/** A name that a stranger chose must not begin a line of its own. */
function oneLine(text: string): string {
  return joinLines(text);
}
