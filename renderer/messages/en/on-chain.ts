/** Invoices that a customer pays on-chain, without a channel. */
export const enOnChain = {
  'onChain.waiting': 'Payment seen',
  'onChain.waitingText': 'Waiting for confirmations: {confirmations} of {required}.',
  'onChain.reorged': 'Payment seen, taken back by the chain',
  'onChain.reorgedText':
    'Its block is no part of the chain any more. It waits again: {confirmations} of {required} confirmations.',
  'onChain.paid': 'Paid on-chain',
  'onChain.underpaid': 'Underpaid',
  'onChain.underpaidText': '{received} came; {missing} are missing. The same code takes the rest.',
  'onChain.underpaidEnded':
    '{received} came and {missing} are missing. The time is over: accept what came, or give it back.',
  'onChain.late': 'Paid too late',
  'onChain.lateText':
    '{received} came after this sale had ended. Take it as this sale, or give it back, from another wallet or in cash: this till cannot send it by itself.',
  'onChain.double_spent': 'Double-spent: not paid',
  'onChain.double_spentText':
    'The customer’s {lost} went elsewhere; {missing} are missing. Do not hand anything out.',
  'onChain.double_spentEnded':
    'The customer’s {lost} went elsewhere. {received} came, {missing} are missing: accept what came, or agree with the customer.',
  'onChain.paid_twice': 'Paid twice',
  'onChain.paid_twiceText':
    'The channel has paid. {received} came on-chain as well and belong to the customer: pay it back from another wallet or in cash, since this till cannot send it by itself.',
  'onChain.excess': 'Overpaid by',
  'onChain.refund':
    'Refund address, as whoever sent the payment named it. Ask the customer whether it is theirs',
  'onChain.transactions': 'Transaction',
  'onChain.confirmations': 'Confirmations',
  'onChain.takeLate': 'Take it',
  'onChain.takePart': 'Accept what came: {received}',
  'onChain.partTaken': '{part} were accepted for the whole.',
  'onChain.accepted': 'Accepted',
  'onChain.acceptedOf': '{part} of {amount}',
  'onChain.received': 'Came in all',
} as const;
