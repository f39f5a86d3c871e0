/** What the owner decides for the time nobody is at the till. */
export const enAway = {
  'payout.title': 'Where the money goes',
  'payout.own':
    'Settlements pay addresses of this till’s own seed. Whoever has the seed and its passphrase can spend them.',
  'payout.foreign':
    'Settlements of new channels pay your account, whose private keys are not on this till: who steals the till cannot take the takings. The till cannot raise the fee of a settlement that lags, since that takes those keys.',
  'payout.account': 'Extended public key of your account',
  'payout.accountHint': 'From your wallet: it begins with dgub, xpub or tpub. Never the private one.',
  'payout.look': 'Look at its addresses',
  'payout.compare':
    'Your wallet must show this as the first receiving address of the account. Compare it sign by sign:',
  'payout.isSame': 'My wallet shows the same address',
  'payout.passphrase': 'Passphrase of this till’s seed',
  'payout.set': 'Pay settlements there',
  'payout.first': 'First address: {address}',
  'payout.since': 'Since {when}. Channels from before pay where they were told.',
  'payout.leave': 'Pay the till’s own addresses again',
  'away.title': 'Going away',
  'away.text':
    'Say when nobody will be here. What would come due in that time, even if blocks come fast, is closed when it begins.',
  'away.from': 'From',
  'away.to': 'To',
  'away.look': 'What would come due?',
  'away.nothing': 'Nothing comes due by {when}: the chain is at height {height} then at the highest.',
  'away.due.one':
    'Due by {when}: {amount} in {count} channel. The chain is at height {height} then at the highest.',
  'away.due.other':
    'Due by {when}: {amount} in {count} channels. The chain is at height {height} then at the highest.',
  'away.plan': 'Close them when I leave',
  'away.planned': 'Planned: away from {from} to {to}. What comes due by then is closed at the beginning.',
  'away.cancel': 'I am staying',
  'away.paper': 'Settlements to take along',
  'away.paperText':
    'A file with every settlement, signed. Anyone with a Dogecoin Core can broadcast it, without keys and without this till, if this computer fails while you are away. It pays what is owed now: write a new one after more sales.',
  'away.passphrase': 'Passphrase',
  'away.write': 'Write the file',
  'away.written.one': '{count} settlement, {amount}.',
  'away.written.other': '{count} settlements, {amount}.',
  'away.download': 'Save the file',
  'alerts.title': 'Telling you when you are away',
  'alerts.text':
    'Warnings are sent to this address as JSON by POST: a web hook of a messenger, a mail gateway, your own server. They name customers and amounts.',
  'alerts.url': 'Web address',
  'alerts.save': 'Try it and save',
  'alerts.last': 'The last message got there {ago}.',
  'alerts.problem': 'The last message did not get there: {problem}',
} as const;
