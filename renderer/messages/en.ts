import { enAway } from './en/away.ts';
import { enChain } from './en/chain.ts';
import { enKeychain } from './en/keychain.ts';
import { enOnChain } from './en/on-chain.ts';
import { enOwner } from './en/owner.ts';
import { enPayments } from './en/payments.ts';
import { enPolicyRisks } from './en/policy-risks.ts';
import { enPresence } from './en/presence.ts';
import { enQuestions } from './en/questions.ts';
import { enReasons } from './en/reasons.ts';
import { enRefusals } from './en/refusals.ts';
import { enRestore } from './en/restore.ts';
import { enSetup } from './en/setup.ts';
import { enWhy } from './en/why.ts';

/** What the counter says: what clerks and customers read. {places} are filled when it is said. */
const enCounter = {
  'nav.name': 'Screens',
  'nav.charge': 'Charge',
  'nav.sales': 'Sales',
  'nav.channels': 'Channels',
  'nav.warnings': 'Warnings',
  'nav.status': 'Status',
  'nav.settings': 'Settings',
  'nav.lock': 'Lock',
  'nav.badge.one': '{count} warning',
  'nav.badge.other': '{count} warnings',

  cancel: 'Cancel',
  done: 'Done',
  save: 'Save',
  saved: 'Saved',
  retry: 'Try again',
  loading: 'One moment…',
  'copy.done': 'Copied',
  'copy.failed': 'Could not copy',
  'start.loading': 'The till is starting…',
  'start.failed': 'The till does not answer. It is tried again every two seconds.',

  'key.clear': 'Clear',
  'key.back': 'Delete the last digit',
  'key.plus': 'Add another amount',

  'charge.amount': 'Amount',
  'charge.charge': 'Charge',
  'charge.switch': 'In {unit}',
  'charge.rate': '1 DOGE = {rate}, set {ago}',
  'charge.rateOld': '1 DOGE = {rate}, set {ago}. Ask the owner for today’s rate.',
  'charge.memo': 'Memo',
  'charge.memoHint': 'Optional; the customer sees it',
  'charge.tip': 'Customer may add a tip',
  'charge.lastSales': 'Last sales',
  'charge.lacksRate': 'There is no rate for {currency}, so nothing can be charged in it.',
  'charge.setRate': 'The owner sets it in Settings.',
  'charge.typeAmount': 'Type an amount first.',
  'amount.refused': '“{typed}” cannot be read.',
  'amount.takeBack': 'Take it back with ⌫ or C.',
  'amount.notANumber': 'It is no part of an amount.',
  'amount.noDecimals': '{unit} has no decimals.',
  'amount.tooManyDecimals': '{unit} has {decimals} decimals at most.',
  'amount.tooLong': 'It is larger than any amount here.',
  'amount.ambiguous':
    'It may be {whole} or {decimal}. Write it without a separator for thousands, or with other than three decimals.',
  'amount.readAs': 'Read as: one DOGE is {amount} {unit}.',
  'amount.unusual': '{unit} has no decimals. Is one DOGE really {amount} {unit}? Save once more to say yes.',

  'sales.title': 'Sales',
  'sales.tip': '+ {tip} tip',
  'sales.part': '{part} accepted',
  'sales.none': 'No sales yet. Type an amount and charge it.',

  'invoice.title': 'Invoice',
  'invoice.obstacle.first_payment':
    'A channel on which nothing was paid yet cannot pay so little. One that has paid before can.',
  'invoice.obstacle.plain_fee':
    'A plain wallet can pay so little only with a fee that is higher by 0.01 DOGE.',
  'invoice.obstacle.any_channel': 'No channel holds so much: this can be paid on-chain alone.',
  'invoice.state.open': 'Waiting',
  'invoice.state.paid': 'Paid',
  'invoice.state.expired': 'Expired',
  'invoice.state.cancelled': 'Cancelled',
  'invoice.scan': 'Scan to pay',
  'invoice.qr': 'QR code to pay {amount}',
  'invoice.tips': 'The customer may add a tip in the wallet, on top of this amount.',
  'invoice.waiting': 'Waiting for the payment',
  'invoice.timeLeft': '{time} left',
  'invoice.copy': 'Copy payment link',
  'invoice.cancel': 'Cancel sale',
  'invoice.newSale': 'New sale',

  'paid.title': 'Paid',
  'paid.before': 'Paid on {when}',
  'paid.tip': 'Tip',
  'paid.customer': 'Customer',
  'paid.spendable': 'Still spendable on the channel',

  'ended.expired': 'Expired',
  'ended.expiredText':
    'The time to pay is over and nothing was paid. A channel cannot pay it any more; what a plain wallet still sends to its address arrives, and is shown here.',
  'ended.cancelled': 'Cancelled',
  'ended.cancelledText':
    'This sale was cancelled, and nothing was paid. What a plain wallet still sends to its address arrives, and is shown here.',
  'ended.again': 'Charge the same again',

  'lock.title': 'Locked',
  'lock.text': 'Type your PIN.',
  'lock.unlock': 'Unlock',
  'lock.forgotten': 'PIN forgotten?',
  'lock.forgottenText':
    'The owner clears it with the passphrase, on this machine: “A PIN that nobody knows any more” in docs/RECOVERY.md says how.',
  'pin.digits': '{count} digits typed',
  'pin.wait': 'Wrong PIN. Try again in {span}.',
  'gate.text':
    'Only the owner may see this. With the owner’s PIN this till is the owner’s until it is locked again.',
  'gate.open': 'Go on as owner',
  'override.title': 'Only the owner may do this',
  'override.text': 'The owner’s PIN allows it this once. The till stays the clerk’s.',
  'override.allow': 'Allow once',

  'warning.show': 'Show',
  'warning.more.one': '(and {count} more)',
  'warning.more.other': '(and {count} more)',
  'warning.atStake': '{amount} at stake',
  'warning.blocksLeft.one': '{count} block until it must close, about {span}.',
  'warning.blocksLeft.other': '{count} blocks until it must close, about {span}.',
  'warning.cutoffOver': 'It must close now.',
  'warnings.none': 'Nothing needs attention.',
  'severity.notice': 'Notice',
  'severity.warning': 'Warning',
  'severity.alarm': 'Alarm',
  'warning.cutoff_near': 'A channel’s cutoff is near',
  'warning.cutoff_near.locked':
    'The till is locked and does not close it by itself. Close it now, with the passphrase: after the locktime the customer can take everything back.',
  'warning.closing_needs_owner': 'The till does not close channels by itself',
  'warning.closing_needs_owner.advice':
    'It is locked: it can neither close a channel in time nor raise the fee of a settlement. Whoever knows the passphrase must close each channel before its cutoff. Or leave the till the passphrase: in the keychain (Settings), or in a file with --passphrase-file.',
  'warning.cutoff_near.advice':
    'The till closes it by itself in time. Close it now to have the money sooner.',
  'warning.close_stuck': 'A close does not get through',
  'warning.close_stuck.advice':
    'The settlement is sent again and again. Look whether the node is connected; the channel’s page has the transaction to send elsewhere.',
  'warning.till_locked': 'Closing needs the passphrase',
  'warning.till_locked.advice':
    'The till cannot close channels by itself. The owner closes what is due, or soon will be, with the passphrase: what is not closed before its locktime can be lost.',
  'warning.automatic_close_late': 'The automatic close has stopped',
  'warning.automatic_close_late.advice':
    'Channels that are due are not being closed. Restart the till; close by hand what is near its locktime.',
  'warning.settlement_unproven': 'A settlement has not spread',
  'warning.settlement_unproven.advice':
    'Your node has it, and other nodes do not hear of it. They are given it directly; look whether your node has peers.',
  'warning.settlement_late': 'A settlement waits for its block',
  'warning.settlement_late.advice':
    'The till raises its fee within the budget of the policy. With the till locked that needs the passphrase: close the channel again.',
  'warning.double_spend': 'Somebody else takes a channel’s money',
  'warning.double_spend.advice':
    'The settlement is sent all the same: miners decide. Hand out nothing on this channel, and talk to the customer.',
  'warning.channel_frozen': 'A channel is frozen',
  'warning.channel_frozen.advice':
    'The till found something wrong in its own records and takes no more payments there. Close the channel.',
  'warning.conflicted': 'A channel’s funding was spent elsewhere',
  'warning.conflicted.advice':
    'What was paid there cannot be settled. Do not hand out goods on this channel; talk to the customer.',
  'warning.password_in_arguments': 'Every user of this machine can read the node’s password',
  'warning.password_in_arguments.advice':
    'It is in the arguments that the till was started with. Write the node’s address into a file that only you can read and start with --node @FILE, or name the node’s data folder instead.',
  'warning.secret_readable': 'Other users of this machine can read a secret of this till',
  'warning.secret_readable.advice': 'See that nobody but you can read {file}.',
  'warning.settled_short': 'An older settlement took a channel',
  'warning.settled_short.advice':
    '{arrived} DOGE of {paid} arrive: somebody sent a settlement from before the last payments, out of a file that was taken along or from another till with an old backup. Ask the customer for the rest.',

  'practice.banner': 'Practice: play money',
  'practice.setup': 'Set up your shop',
  'practice.leave': 'Back to the shop',
  'practice.customer': 'Practice customer',
  'practice.hide': 'Hide the practice customer',
  'practice.funds': 'Has {amount} of play money',
  'practice.height': 'Block {height}',
  'practice.spendable': 'Can spend {amount} on the open channel',
  'practice.amount': 'Amount of the channel in DOGE',
  'practice.open': 'Open channel',
  'practice.mine': 'Mine 6 blocks',
  'practice.pay': 'Pay {amount}',
  'practice.plain': 'From a plain wallet, without a channel',
  'practice.plainAll': 'Send the amount',
  'practice.plainRest': 'Send the rest',
  'practice.plainHalf': 'Send too little',
  'practice.mineOne': 'Mine 1 block',
  'practice.toCharge': 'Go to Charge',
  'practice.toChannel': 'Show the channel',
  'practice.step.open': 'Open a channel',
  'practice.step.mine-funding': 'Wait for 6 blocks',
  'practice.step.charge': 'Charge an amount',
  'practice.step.pay': 'Scan and pay',
  'practice.step.close': 'Close the channel',
  'practice.step.mine-settlement': 'Wait for 6 blocks',
  'practice.step.again': 'Begin again',
  'practice.hint.open':
    'The customer locks play money for this shop, once. She pays from it as often as she likes.',
  'practice.hint.mine-funding': 'A channel takes payments after 6 blocks. Here you mine them yourself.',
  'practice.hint.charge': 'Type an amount, for example 3.50, and press Charge.',
  'practice.hint.pay': 'The invoice is on the screen: the customer scans it and pays. Watch the till.',
  'practice.hint.close':
    'Charge her again as often as you like. Then close the channel: one transaction brings everything that was paid.',
  'practice.hint.mine-settlement': 'The settlement is on its way. After 6 blocks the channel is closed.',
  'practice.hint.again': 'That was a whole channel’s life. Open another, or set up your shop.',
} as const;

/** Everything the screens say in English: the list of keys that other languages must have. */
export const en = {
  ...enCounter,
  ...enOwner,
  ...enChain,
  ...enKeychain,
  ...enPresence,
  ...enPolicyRisks,
  ...enOnChain,
  ...enQuestions,
  ...enPayments,
  ...enAway,
  ...enRestore,
  ...enSetup,
  ...enRefusals,
  ...enReasons,
  ...enWhy,
} as const;

export type MessageKey = keyof typeof en;
