import type {
  ChannelDetailView,
  ChannelView,
  InvoiceView,
  ScanView,
  SettlementView,
  StatusView,
} from '../bridge.ts';
import type { RaisedView } from '../owner-views.ts';

/** What the command line says to a person; scripts take --json. */
export function invoiceLine(invoice: InvoiceView): string {
  const memo = invoice.memo === '' ? '' : `  ${invoice.memo}`;
  const tip =
    invoice.payment === undefined || invoice.payment.tip === '0' ? '' : ` + ${invoice.payment.tip} tip`;
  const { acceptedPart, missing } = invoice.onChain ?? {};
  const part = acceptedPart === undefined || missing === '0' ? '' : ` (accepted with ${acceptedPart})`;
  return `${invoice.id}  ${invoice.state.padEnd(9)}  ${invoice.amount} DOGE${tip}${part}${memo}`;
}

export function channelLine(channel: ChannelView): string {
  const name = channel.name === '' ? '' : `  ${channel.name}`;
  return `${channel.id}  ${channel.state.padEnd(10)}  paid ${channel.paid} of ${channel.capacity} DOGE, closes by ${channel.cutoff}${channel.settling === undefined ? '' : `, settlement ${channel.settling}`}${name}${channel.problem === undefined ? '' : `  (${channel.problem})`}`;
}

export function channelText(channel: ChannelDetailView): string {
  const { spend, settlement } = channel;
  const rows: [string, string | undefined][] = [
    ['channel', channel.id],
    ['customer', channel.name === '' ? undefined : channel.name],
    ['state', channel.state],
    ['paid', `${channel.paid} DOGE in ${channel.payments} payments`],
    ['spendable', `${channel.spendable} DOGE of ${channel.capacity}`],
    ['confirmations', `${channel.confirmations} of ${channel.required}`],
    ['no payments from', `height ${channel.cutoff}`],
    ['refundable from', `height ${channel.locktime}`],
    ['settles to', channel.settlementAddress],
    ['settlement', settlement && `${settlement.txid}, ${settlement.state}`],
    ...(settlement?.nodes ?? []).map((node): [string, string] => ['  node', nodeText(node)]),
    ['fee raised', settlement?.raised && raisedText(settlement.raised)],
    ['  leaves', settlement?.raised && `${settlement.raised.rest} DOGE at the settlement address`],
    [
      'spent by',
      spend && `${spend.kind} ${spend.txid}${spend.height === undefined ? '' : ` in block ${spend.height}`}`,
    ],
    ['problem', channel.problem],
    ['frozen', channel.frozen],
  ];
  return table(rows);
}

const RAISED: Readonly<Record<RaisedView['state'], string>> = {
  signed: 'signed, no node has it',
  sent: 'sent',
  mined: 'spent',
  unneeded: 'not spent: the settlement is mined without it',
  void: 'not spent, and never will be',
};

function raisedText({ fee, txid, state, height }: RaisedView): string {
  return `by ${fee} DOGE, ${RAISED[state]}${height === undefined ? '' : ` in block ${height}`}: ${txid}`;
}

export function statusText(status: StatusView): string {
  const counts = Object.entries(status.channels).map(([state, count]) => `${count} ${state}`);
  return table([
    ['version', status.version],
    ['network', status.network],
    ['endpoint', status.endpoint],
    ['identity', status.identity],
    ['node', status.node.problem ?? 'answers'],
    ['height', status.height === undefined ? 'not known yet' : `${status.height}, ${status.tipAge} s ago`],
    ['automatic close', automaticCloseText(status.automaticClose)],
    ['seed', status.isLocked ? 'locked: closing needs the passphrase' : 'at hand'],
    ['channels', counts.length === 0 ? 'none' : counts.join(', ')],
    ['not yet settled', status.atRisk && `${status.atRisk} DOGE`],
    ['backup', status.backup && (status.backup.made ?? `none in ${status.backup.folder}`)],
  ]);
}

function nodeText({ name, given, heard, problem }: SettlementView['nodes'][number]): string {
  const had = heard === undefined ? undefined : `had it by ${heard}`;
  const was = given === undefined ? undefined : `given it at ${given}`;
  return `${name === '' ? 'own' : name}: ${[had, was, problem].filter((part) => part !== undefined).join(', ')}`;
}

function automaticCloseText({ lastRun, isLate }: StatusView['automaticClose']): string {
  const ran = lastRun === undefined ? 'has not run yet' : `ran at ${lastRun}`;
  return isLate ? `${ran}: LATE, restart the till` : ran;
}

function table(rows: readonly (readonly [string, string | undefined])[]): string {
  const shown = rows.filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n');
}

export function scannedText(scanned: ScanView): string {
  switch (scanned.kind) {
    case 'payment':
      return `Paid: ${scanned.amount} DOGE, tip ${scanned.tip}, invoice ${scanned.invoice}`;
    case 'channel':
      return `Announced: channel ${scanned.channel} of ${scanned.capacity} DOGE`;
    case 'part':
      return `${scanned.have} of ${scanned.total} codes: scan the others as well, all in one command`;
  }
}
