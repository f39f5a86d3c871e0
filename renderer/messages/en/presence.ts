/** Whether the owner, and the till itself, are there. */
export const enPresence = {
  'proof.title': 'Is it the owner?',
  'proof.pinText': 'This changes who may use the till, or where its money goes. Give the owner’s PIN again.',
  'proof.passphraseText': 'This changes who may use the till, or where its money goes. Give the passphrase.',
  'proof.passphrase': 'Passphrase',
  'proof.go': 'Go on',
  'proof.byPassphrase': 'Use the passphrase',
  'proof.byPin': 'Use the PIN',
  'gone.title': 'The till does not answer',
  'gone.text':
    'Nothing can be charged or paid here now, so no code is shown. What was paid before is safe. This page goes on by itself once the till is back.',
  'gone.restart':
    'If it does not come back, start Dogetill again where it was started. In a browser, open the link that it prints.',
  'gone.qr': 'No code: the till does not answer',
  'pin.again': 'PIN again',
  'pin.differs': 'The two PINs are not the same. Type both again.',
} as const;
