import type { ChannelDetailView, ChannelView, RaisedView, SettlementView } from '../bridge/views/channels.ts';
import type { InvoiceObstacle, InvoiceView, ScanView } from '../bridge/views/counter.ts';
import type { ChainProblemKind, OtherNodeView, StatusView, WarningView } from '../bridge/views/status.ts';

/** What the command line says to a person; scripts take --json. */
export function invoiceLine(invoice: InvoiceView): string {
  const memo = invoice.memo === '' ? '' : `  ${invoice.memo}`;
  const tip =
    invoice.payment === undefined || invoice.payment.tip === '0' ? '' : ` + ${invoice.payment.tip} tip`;
  const { acceptedPart, missing } = invoice.onChain ?? {};
  const part = acceptedPart === undefined || missing === '0' ? '' : ` (accepted with ${acceptedPart})`;
  return `${invoice.id}  ${invoice.state.padEnd(9)}  ${invoice.amount} DOGE${tip}${part}${questionText(invoice)}${memo}`;
}

const QUESTIONS = {
  late: 'came too late',
  underpaid: 'came, and less than was due',
  paid_twice: 'came although a channel has paid',
  excess: 'came above what was due',
} as const;
const DECISIONS = { took: 'taken', gave_back: 'given back', kept: 'kept', reopened: 'reopened' } as const;

function questionText({ onChain }: InvoiceView): string {
  const { question, decisions = [] } = onChain ?? {};
  const last = decisions.at(-1);
  if (question !== undefined) return ` (to be decided: ${question.amount} ${QUESTIONS[question.kind]})`;
  if (last === undefined || last.decision === 'took') return '';
  return ` (${DECISIONS[last.decision]}: ${last.amount}${last.note === '' ? '' : `, ${last.note}`})`;
}

/** @param isLocked the till closes nothing by itself */
export function channelLine(channel: ChannelView, isLocked = false): string {
  const name = channel.name === '' ? '' : `  ${channel.name}`;
  return `${channel.id}  ${channel.state.padEnd(10)}  paid ${channel.paid} of ${channel.capacity} DOGE, ${isLocked ? 'to be closed with the passphrase' : 'closes'} by ${channel.cutoff}${channel.settling === undefined ? '' : `, settlement ${channel.settling}`}${name}${channel.problem === undefined ? '' : `  (${channel.problem})`}`;
}

const OBSTACLES: Readonly<Record<InvoiceObstacle, string>> = {
  first_payment: 'A channel on which nothing was paid yet cannot pay it: so small a payment is not relayed.',
  plain_fee: 'A plain wallet can pay it only with a fee that is higher by 0.01 DOGE.',
  any_channel: 'No channel holds so much: it can be paid on-chain alone.',
};

/** In which ways an invoice cannot be paid, a sentence each. */
export function obstacleLines({ obstacles = [] }: Pick<InvoiceView, 'obstacles'>): string[] {
  return obstacles.map((obstacle) => OBSTACLES[obstacle]);
}

export function channelText(channel: ChannelDetailView, isLocked = false): string {
  const { spend, settlement } = channel;
  const rows: [string, string | undefined][] = [
    ['channel', channel.id],
    ['customer', channel.name === '' ? undefined : channel.name],
    ['state', channel.state],
    ['paid', `${channel.paid} DOGE in ${channel.payments} payments`],
    ['spendable', `${channel.spendable} DOGE of ${channel.capacity}`],
    ['confirmations', `${channel.confirmations} of ${channel.required}`],
    ['no payments from', `height ${channel.cutoff}`],
    ['closed', closerText(channel, isLocked)],
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

/** Who closes a channel that nobody has closed yet. */
function closerText({ state, closesAt }: ChannelView, isLocked: boolean): string | undefined {
  if (state !== 'open' && state !== 'confirming') return undefined;
  return isLocked
    ? `by whoever has the passphrase, before height ${closesAt}: the till is locked and cannot`
    : `by the till, at height ${closesAt}, if it holds money`;
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
    ...status.otherNodes.map((other): [string, string] => ['further node', otherNodeText(other)]),
    ['height', status.height === undefined ? 'not known yet' : `${status.height}, ${status.tipAge} s ago`],
    ['automatic close', automaticCloseText(status.automaticClose)],
    ['seed', status.isLocked ? 'locked: closing needs the passphrase' : 'at hand'],
    ...status.chainProblems.map(({ severity, detail }): [string, string] => [severity, detail]),
    ['channels', counts.length === 0 ? 'none' : counts.join(', ')],
    ['not yet settled', status.atRisk && `${status.atRisk} DOGE`],
    ['backup', status.backup && (status.backup.made ?? `none in ${status.backup.folder}`)],
  ]);
}

function otherNodeText({ name, height, problem }: OtherNodeView): string {
  return `${name}: ${problem?.detail ?? (height === undefined ? 'not heard of yet' : `height ${height}`)}`;
}

/** Of what the till's sight of the chain has, the detail is a sentence already. */
const WARNINGS: Readonly<Record<Exclude<WarningView['kind'], ChainProblemKind>, string>> = {
  cutoff_near: 'must be closed soon',
  close_stuck: 'is not getting closed',
  till_locked: 'The till is locked: closing needs the passphrase',
  closing_needs_owner:
    'The till is locked and closes no channel by itself: leave it the passphrase, or close each one before its cutoff',
  open_questions:
    'Payments that somebody has to decide about (till invoices --state question, then till decide)',
  automatic_close_late: 'The automatic close does not run: restart the till',
  settlement_unproven: 'has a settlement that did not spread',
  settlement_late: 'has a settlement that waits for its block',
  double_spend: 'is being spent by somebody else',
  channel_frozen: 'is frozen',
  conflicted: 'has a funding that was spent elsewhere',
  settled_short: 'was settled by an older payment, which brought less',
  password_in_arguments:
    "The node's password is in the till's arguments, where every user of this machine can read it: use --node @FILE",
  secret_readable: 'Other users of this machine can read a secret of this till',
};

function isOfChannels(kind: WarningView['kind']): kind is keyof typeof WARNINGS {
  return Object.hasOwn(WARNINGS, kind);
}

export function warningLine({ kind, severity, detail, ...about }: WarningView): string {
  const { channel, name, amount, blocksLeft, needsPassphrase } = about;
  const isOwners = needsPassphrase === true || kind === 'till_locked';
  const words = isOfChannels(kind) ? WARNINGS[kind] : undefined;
  const who = channel === undefined ? '' : `${name || 'channel'} (${channel}) `;
  const facts = [
    amount === undefined ? undefined : `${amount} DOGE at stake`,
    blocksLeft === undefined
      ? undefined
      : `${blocksLeft} blocks until ${isOwners ? 'it is due, and the till cannot close it: that needs the passphrase' : 'the till closes it'}`,
    detail,
  ].filter((part) => part !== undefined);
  const said = words === undefined ? facts : [`${who}${words}`, ...facts];
  return `${severity.padEnd(7)}  ${said.join('; ')}`;
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
