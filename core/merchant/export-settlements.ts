import { formatDoge, type Koinu, sum } from '../money.ts';
import type { SettlementExportView } from '../owner-views.ts';
import { addressOf } from '../protocol/address.ts';
import { coSign } from '../protocol/settlement.ts';
import { transactionHex, txidOf } from '../protocol/transaction.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { StoredChannel } from '../store/channel-rows.ts';
import { lastPayment, verifySettlement } from './closer.ts';
import type { TillContext } from './context.ts';
import type { PrivateKeys } from './keys.ts';
import { rfc3339 } from './times.ts';

interface ExportedSettlement {
  readonly channel: StoredChannel;
  readonly txid: string;
  readonly hex: string;
}

/**
 * The settlements of all channels with money in them, co-signed, as a text that needs neither keys nor a till: any
 * Dogecoin Core broadcasts its lines. Nothing changes here, and no channel closes by it: a settlement that is
 * broadcast early pays what was owed when it was written, and what was paid later is lost. Refuses nothing_to_export.
 */
export function exportSettlements(context: TillContext, keys: PrivateKeys): Result<SettlementExportView> {
  const { store } = context;
  const owed = [
    ...store.channels.inState('open'),
    ...store.channels.inState('confirming'),
    ...store.channels.inState('closing'),
  ]
    .filter(({ paid, spend }) => paid > 0n && !(spend?.kind === 'settlement' && spend.height !== undefined))
    .sort((one, other) => one.constants.lock.locktime - other.constants.lock.locktime);
  if (owed.length === 0) return refuse('nothing_to_export', {});
  const settlements = owed.map((channel) => signed(context, channel, keys));
  return ok({
    text: writeText(context, settlements),
    count: settlements.length,
    amount: formatDoge(total(settlements)),
  });
}

function signed(context: TillContext, channel: StoredChannel, keys: PrivateKeys): ExportedSettlement {
  const { basis, keyIndex } = channel.constants;
  const transaction = coSign(basis, lastPayment(context, channel), keys.channelKey(keyIndex));
  verifySettlement(channel, transaction);
  return { channel, txid: txidOf(transaction), hex: transactionHex(transaction) };
}

function total(settlements: readonly ExportedSettlement[]): Koinu {
  return sum(settlements.map(({ channel }) => channel.paid));
}

/** Lines of comment and lines of hex: `grep -v '^#'` leaves what sendrawtransaction takes. */
function writeText(context: TillContext, settlements: readonly ExportedSettlement[]): string {
  const { shopName, network, world } = context;
  const last = Math.min(...settlements.map(({ channel }) => channel.constants.lock.locktime));
  const head = [
    `# Settlements of ${oneLine(shopName)} on ${network.name}, written ${rfc3339(world.now())}.`,
    `# ${settlements.length} channels, ${formatDoge(total(settlements))} DOGE. The first must be mined by height ${last}.`,
    '# Each closes its channel for good, at what was paid when this was written. With any Dogecoin Core:',
    "#   grep -v '^#' FILE | while read tx; do dogecoin-cli sendrawtransaction $tx true; done",
    '# No key is in here. Whoever has this file can close the channels, and cannot take anything.',
  ];
  const blocks = settlements.map(({ channel, txid, hex }) => {
    const { basis, lock, customerName } = channel.constants;
    const address = addressOf(basis.settlementScript, network) ?? '';
    return [
      '#',
      `# channel ${basis.channelId} ${oneLine(customerName)}`.trimEnd(),
      `# pays ${formatDoge(channel.paid)} DOGE to ${address}, txid ${txid}, safe up to height ${lock.locktime}`,
      hex,
    ].join('\n');
  });
  return `${[...head, ...blocks].join('\n')}\n`;
}

/** A name that a stranger chose must not begin a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}
