import type { NodeReason, RefusalFacts } from '../../../core/refusal.ts';

/** Codes that are said by their reason: the code alone would say too little. */
type Said = 'bad_amount' | 'bad_settings' | 'backup_failed' | 'backup_unusable' | 'nothing_scanned';
type ReasonKey =
  | { [C in Said]: `refusal.${C}.${RefusalFacts[C]['reason']}` }[Said]
  | `refusal.bad_policy.${Exclude<RefusalFacts['bad_policy']['reason'], `value ${string}`> | 'value' | 'range'}`
  | `refusal.node_unusable.${NodeReason}`;

/** Why exactly, and what to do. */
export const enReasons = {
  'refusal.bad_amount.not_an_amount': 'Write DOGE with at most 8 decimals, like 12.5.',
  'refusal.bad_amount.nothing_due': 'Nothing is due. Type an amount.',
  'refusal.bad_amount.too_small': 'Nobody can pay so little: the least amount is 0.001 DOGE.',
  'refusal.bad_amount.too_much': 'That is more than 1,000,000,000 DOGE.',

  'refusal.nothing_scanned.empty': 'Nothing was read.',
  'refusal.nothing_scanned.too_long': 'This is longer than any payment.',
  'refusal.nothing_scanned.web_link': 'This is a web link.',
  'refusal.nothing_scanned.payment_link':
    'This is a request for a payment. The payment is the code that the customer’s wallet shows after it.',
  'refusal.nothing_scanned.address': 'This is an address.',
  'refusal.nothing_scanned.barcode': 'This is the barcode of an article.',
  'refusal.nothing_scanned.transaction':
    'This is a transaction of the chain, which wallets send by themselves.',
  'refusal.nothing_scanned.statement': 'This is a receipt or another statement of a till.',
  'refusal.nothing_scanned.secret':
    'This is a private key or a seed, which nobody may see. Its owner should move the money to a new one.',
  'refusal.nothing_scanned.amount': 'This is a number.',
  'refusal.nothing_scanned.wrong_keyboard':
    'The scanner types for a keyboard of another country: set its keyboard layout to that of this computer.',
  'refusal.nothing_scanned.other_shop':
    'This is a payment for another shop, or over a channel that this till does not know. The customer’s wallet should scan the invoice of this till.',
  'refusal.nothing_scanned.other_coin': 'This is of another coin. This till takes Dogecoin.',
  'refusal.nothing_scanned.lightning':
    'This is of the Lightning network of Bitcoin. This till takes Dogecoin.',
  'refusal.nothing_scanned.bank_transfer': 'This is a code for a bank transfer.',
  'refusal.nothing_scanned.wifi': 'This is the code of a wireless network.',
  'refusal.nothing_scanned.contact': 'This is a contact, a message, a date or a place.',
  'refusal.nothing_scanned.app_link': 'This is a link for another app.',
  'refusal.nothing_scanned.gs1': 'This is the code of an article or a parcel.',
  'refusal.nothing_scanned.other_form':
    'This is a form of code that the till does not read. The customer’s wallet should show BBQr codes.',
  'refusal.nothing_scanned.case_changed':
    'This is a payment, but the scanner made its letters all capital or all small. Switch off Caps Lock and the scanner’s setting “convert case”.',
  'refusal.nothing_scanned.cut_off':
    'This is only the beginning of a payment. Hold the scanner still until the whole code is read; if it is cut off again, look for a limit of length in the scanner’s settings.',
  'refusal.nothing_scanned.damaged':
    'This is a payment, but some of its characters are wrong. Have the scanner send exactly what it reads, with the keyboard layout of this computer.',
  'refusal.nothing_scanned.text':
    'This is no code of a wallet. If it was one, the scanner changed it: have it send exactly what it reads.',

  'refusal.bad_settings.no_currency': 'There is no such currency.',
  'refusal.bad_settings.rate_in_doge': 'A shop that prices in DOGE has no rate.',
  'refusal.bad_settings.rate_zero': 'The rate must be above 0.',
  'refusal.bad_settings.folder_not_whole':
    'Write the folder with its whole path, like /media/usb/dogetill or D:\\dogetill.',

  'refusal.backup_unusable.not_whole_path': 'Give the whole path of the folder.',
  'refusal.backup_unusable.not_a_folder': 'There is no such folder. Is its disk plugged in?',
  'refusal.backup_unusable.link': 'It is a link, or has one in it: choose the folder itself.',
  'refusal.backup_unusable.incomplete':
    'The folder is none of a backup: a file is missing. Its name begins with dogetill-.',
  'refusal.backup_unusable.damaged': 'It is damaged. Try another backup, and keep this one.',
  'refusal.backup_unusable.unreadable': 'The till may not read it.',
  'refusal.backup_unusable.newer': 'A newer Dogetill wrote it: install that version.',
  'refusal.backup_unusable.clock_behind': 'This computer’s clock is behind it: set the clock right first.',
  'refusal.backup_unusable.disk': 'The disk of this till is full or cannot be written.',
  'refusal.backup_unusable.other': 'Reading it failed. Try again, or try another backup.',
  'refusal.backup_failed.no_folder': 'There is no such folder. Is its disk plugged in?',
  'refusal.backup_failed.not_writable': 'The till may not write into that folder.',
  'refusal.backup_failed.disk_full': 'The disk of the backups is full.',
  'refusal.backup_failed.other': 'The disk of the backups failed. Try another one.',

  'refusal.bad_policy.range': '“{name}” is a whole number from {least} to {most}.',
  'refusal.bad_policy.value': '“{name}”: such a value is not possible.',
  'refusal.bad_policy.capacities': 'The smallest channel must not be larger than the largest.',
  'refusal.bad_policy.max_capacity': 'The largest channel must not be above 1,000,000,000 DOGE.',
  'refusal.bad_policy.locktimes': 'The shortest locktime must not be longer than the longest.',
  'refusal.bad_policy.cutoff':
    'The cutoff must be shorter than the shortest locktime, or no payment would ever be taken.',
  'refusal.bad_policy.fee_low': 'The fee is below 0.001, the least that nodes pass on.',
  'refusal.bad_policy.fee_high': 'The fee is above 1, a hundred times what is needed.',
  'refusal.bad_policy.dust_low': 'The smallest output is below 0.01, where nodes ask for a higher fee.',
  'refusal.bad_policy.dust_capacity': 'The smallest output must not be above the smallest channel.',
  'refusal.bad_policy.cutoff_late':
    'The cutoff is at least 240 blocks before the locktime: less is too late to settle when something fails.',
  'refusal.bad_policy.close_late': 'The earlier close is 0, or at least 180 blocks before the locktime.',
  'refusal.bad_policy.close_early':
    'The earlier close must be below the shortest locktime, or channels would be closed as soon as they are paid on.',
  'refusal.bad_policy.escalation_late':
    'The fee is raised at least 60 blocks before the locktime: less is too late to be mined.',
  'refusal.bad_policy.budget': 'Less than 100 DOGE may be spent on one raised fee: nodes refuse more.',
  'refusal.bad_policy.fee_absurd':
    'Fee, funding outputs and smallest output together allow a fee of 100 DOGE, which nodes refuse.',
  'refusal.bad_policy.file_wins': 'This till was started with a policy file, which wins.',
  'refusal.bad_policy.unknown_name': 'The till does not know one of these names.',

  'refusal.node_unusable.address':
    'The address is not understood. Write http://user:password@host:port, or the node’s data folder or cookie file.',
  'refusal.node_unusable.unreachable':
    'Nothing answers there. Is Dogecoin Core running, with server=1 in its configuration?',
  'refusal.node_unusable.timeout': 'The node does not answer in time. Is it busy, or behind a firewall?',
  'refusal.node_unusable.unauthorised':
    'The node does not let the till in: user name, password or cookie is wrong, or rpcallowip lacks this machine.',
  'refusal.node_unusable.wrong_network': 'The node is on another network.',
  'refusal.node_unusable.warming_up': 'The node is starting. Try again in a minute.',
  'refusal.node_unusable.loading': 'The node is still loading the chain. Try again when it has caught up.',
  'refusal.node_unusable.behind':
    'The node lacks blocks that the till has seen. Try again when it has caught up.',
  'refusal.node_unusable.known': 'The till asks this node already: it would be no second opinion.',
  'refusal.node_unusable.too_many': 'More further nodes are not possible. Remove one first.',
  'refusal.node_unusable.busy': 'The node has too much to do. Try again in a minute.',
  'refusal.node_unusable.old': 'The node is too old. Install Dogecoin Core 1.14 or newer.',
  'refusal.node_unusable.unsupported':
    'The node lacks a call that the till needs. Install Dogecoin Core 1.14 or newer.',
  'refusal.node_unusable.bad_answer': 'What answers there is not a Dogecoin node.',
  'refusal.node_unusable.call_failed': 'The node has a trouble of its own. Look at its log.',
} as const satisfies Readonly<Record<ReasonKey, string>>;
