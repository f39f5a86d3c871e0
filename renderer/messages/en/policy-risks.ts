/** What a policy may cost, said before it is kept. */
export const enPolicyRisks = {
  'risk.title': 'This may cost you money',
  'risk.text': 'The till keeps this policy if you bear what follows from it:',
  'risk.accept': 'Save it all the same',
  'risk.zero_conf':
    'On-chain payments of up to {value} DOGE count as paid before a block has them. A double spend costs you that, each time.',
  'risk.invoice_confirmations':
    'On-chain payments count as paid after {value} blocks. A reorganisation of the chain can take them back.',
  'risk.confirmations':
    'Channels take payments after {value} blocks. A reorganisation of the chain can take back all that was paid on one.',
  'risk.exposure': 'A single channel may hold {value} DOGE. So much is at stake until it is closed.',
  'risk.cutoff':
    'Only {value} blocks are left to settle a channel in. A till that is off for so long loses what was paid on it.',
  'risk.fee':
    '{value} DOGE per 1000 bytes is below what miners ask for. A settlement may lie until the customer can take all back.',
  'risk.fee_budget': 'The fee of a settlement that lags is never raised. It may miss the locktime.',
  'risk.fee_escalation': 'Fees are raised only {value} blocks before the customer can take all back.',
  'risk.fee_lag': 'A settlement may lag for {value} blocks before you are told.',
  'risk.invoice_short':
    'Customers have {value} seconds to pay. What comes later is late, and has to be given back.',
  'risk.invoice_long':
    'An invoice keeps its rate for {value} seconds. You bear what the rate does meanwhile.',
  'risk.peers': 'You are not warned of a node without peers. Nothing that it sends arrives.',
  'risk.requests':
    '{value} requests a minute from one address are answered. A stranger can slow the till down.',
  'risk.offers': 'One address may have {value} open offers. A stranger can use them up.',
} as const;
