/** Customers without a network, payments that were refused, and receipts: what is said around the payment itself. */
export const enPayments = {
  'scan.open': 'Scan a payment',
  'scan.title': 'Scan the customer’s screen',
  'scan.text': 'Or with a hand scanner, or pasted:',
  'scan.dismiss': 'Understood',
  'scan.take': 'Take payment',
  'scan.progress': '{have} of {total} codes read. Keep holding the phone.',
  'scan.camera.starting': 'Waiting for the camera. Allow it if you are asked.',
  'scan.camera.looking': 'Hold the customer’s code before the camera.',
  'scan.camera.denied':
    'The camera was not permitted. Allow it for this page in the browser or the system, then open this again. A hand scanner works without it.',
  'scan.camera.missing': 'There is no camera here. Use a hand scanner, or paste the text.',
  'scan.camera.busy': 'Another program uses the camera. Close it, then open this again.',
  'scan.offer.open': 'The customer has no channel yet',
  'scan.offer.title': 'Open a channel without a network',
  'scan.offer.text':
    'The customer scans this offer. Her wallet then shows the channel, which you scan. It takes payments once the funding is deep enough.',
  'scan.offer.qr': 'QR code of the offer for a channel',
  'scan.offer.next': 'Scan her channel',
  'scan.channel.title': 'The channel is announced',
  'scan.channel.text':
    'The customer scans this, so that her wallet knows. Payments are taken once the channel is open.',
  'scan.channel.qr': 'QR code of the channel’s state',
  'scan.channel.next': 'Scan a payment',

  'statement.part': 'Code {number} of {total}',
  'statement.pause': 'Pause',
  'statement.go': 'Go on',

  'receipt.show': 'Show receipt',
  'receipt.hide': 'Hide receipt',
  'receipt.text': 'The customer scans her receipt.',
  'receipt.qr': 'QR code of the receipt',

  'refused.late': 'Paid too late.',
  'refused.late.text': 'The time to pay was over. Nothing was taken. Charge the same again.',
  'refused.cancelled': 'This sale was cancelled.',
  'refused.cancelled.text':
    'The customer tried to pay it. Nothing was taken. Charge again if it is still wanted.',
  'refused.little': 'Too little was paid.',
  'refused.little.text': 'Nothing was taken. The customer scans this code again and pays the whole amount.',
  'refused.much': 'Too much was paid.',
  'refused.much.text':
    'Nothing was taken. This invoice takes no tip: the customer pays the exact amount, or you charge again with tips.',
  'refused.twice': 'This was paid already.',
  'refused.twice.text': 'A second payment came and was refused. Nothing more was taken, nothing more is due.',
  'refused.channel': 'The channel takes no payments.',
  'refused.channel.text':
    'It is not open yet, closing, or near its end. Nothing was taken. The customer pays from another channel, or opens one.',
  'refused.empty': 'The channel does not hold enough.',
  'refused.empty.text': 'Nothing was taken. The customer pays from another channel, or opens one.',
  'refused.wait': 'The payment could not be checked.',
  'refused.wait.text':
    'The Dogecoin node does not answer. Nothing was taken. The customer tries again in a minute.',
  'refused.other': 'A payment was refused.',
  'refused.other.text': '{reason} Nothing was taken. The customer tries again, or updates the wallet.',

  'invoice.cancelAsk': 'Cancel the sale of {amount}?',
  'invoice.cancelText': 'The code can no longer be paid then.',
  'invoice.keep': 'Keep waiting',

  'paid.total': 'Received in all',
  'paid.notice': '{amount} paid – {name}',
  'paid.noticeMore.one': 'and {count} more',
  'paid.noticeMore.other': 'and {count} more',
  'paid.noticeShow': 'Show',
  'paid.noticeAll': 'Show sales',
  'paid.noticeDone': 'Seen',
} as const;
