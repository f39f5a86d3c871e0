/** The scenes that docs/SCREENS.md shows, in its order: a heading, then the scenes with what they show. */
export const PICTURES: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Practice',
    [
      ['start', 'Before the till has answered; it is asked again by itself.'],
      ['practice', 'The first start: play money, and a customer who says what comes next.'],
      ['practice-pay', 'The practice customer pays what is on the screen.'],
    ],
  ],
  [
    'At the counter',
    [
      ['charge-sum', 'Amounts are added up, in the shop’s currency or in DOGE.'],
      ['invoice', 'The code that the customer scans, until it is paid.'],
      ['invoice-cancel', 'A sale is cancelled only when somebody says so.'],
      ['paid', 'Paid. It stays until the clerk goes on.'],
      ['receipt', 'The signed receipt, for a customer without a network.'],
      ['expired', 'An invoice that was not paid in time.'],
      ['refused', 'A payment that was not enough, in German.'],
      ['scan', 'A payment that was read off the customer’s screen, and is none.'],
      ['on-chain-part', 'A plain wallet paid too little, and the time is over.'],
      ['sales', 'Was it paid? All sales, by amount, memo, customer, id or day.'],
      ['decision', 'Money that came too late: what became of it is kept.'],
    ],
  ],
  [
    'Channels',
    [
      ['channels', 'The most urgent first; 10,000 of them scroll smoothly.'],
      ['channels-selected', 'Several are closed at once.'],
      ['channel', 'One channel: its time, its payments, its PSBT.'],
      ['close', 'What closing brings, and that it cannot be undone.'],
      ['close-outcome', 'The settlement is on its way.'],
      ['channel-closing', 'How far a settlement has come: sent, spread, in a block, deep enough.'],
      ['channel-taken', 'Somebody else spends a channel’s money; in German.'],
      ['warnings', 'What needs attention, and what to do.'],
      ['status-bad', 'The till, its node and its backups.'],
    ],
  ],
  [
    'For an owner who goes away',
    [
      ['settings-away-planned', 'What would come due meanwhile is closed before; in German.'],
      ['settings-payout', 'Settlements pay an account whose keys are elsewhere.'],
      ['settings-nodes-known', 'A further node must be another one than the till’s own; in German.'],
      ['settings-collect', 'What plain wallets paid is collected to one address.'],
    ],
  ],
  [
    'Who may do what',
    [
      ['lock', 'A PIN says who is at the till.'],
      ['lock-wait', 'After wrong PINs the till listens more slowly.'],
      ['gate', 'What only the owner may see.'],
      ['override', 'The owner allows one action at a clerk’s screen.'],
      ['settings', 'What the owner sets.'],
      ['proof', 'Before money or rights change hands the owner is asked anew.'],
      ['settings-policy-risk', 'What a policy would cost is said before it is saved.'],
      ['settings-policy', 'What the till accepts, with the consequences.'],
    ],
  ],
  [
    'The first run',
    [
      ['setup-1', 'The language.'],
      ['setup-2', 'A new shop, or an earlier one.'],
      ['setup-3', 'The shop.'],
      ['setup-4', 'The network.'],
      ['setup-5', 'The node, which must answer before the next step.'],
      ['setup-7', 'The words, shown once.'],
      ['setup-8', 'Three of them, asked back.'],
      ['setup-9', 'The passphrase.'],
      ['setup-10', 'The PINs.'],
      ['setup-11', 'Nothing was stored until here.'],
      ['setup-backup', 'Or a backup of the earlier shop, looked into first.'],
      ['setup-restore', 'Or the words of an earlier till.'],
    ],
  ],
];

export const PICTURED: readonly string[] = PICTURES.flatMap(([, scenes]) => scenes.map(([name]) => name));
