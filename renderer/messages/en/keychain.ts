/** Whether the till may settle with nobody there. */
export const enKeychain = {
  'keychain.title': 'Closing with nobody there',
  'keychain.locked':
    'This till cannot close channels by itself. Whoever knows the passphrase must close each one before its cutoff, or the customer can take everything back after the locktime.',
  'keychain.offer':
    'You can leave the passphrase in this computer’s keychain: then the till closes every channel in time. Whoever can use this computer under your login, or breaks into it, can then take the money of the channels. Without the keychain they could not.',
  'keychain.none':
    'There is no keychain here that would really keep the passphrase: in a browser there never is. Be here in time, or start Dogetill with a passphrase file.',
  'keychain.kept':
    'The passphrase is in this computer’s keychain: while it runs, the till closes every channel in time, also after a restart. Whoever can use this computer under your login can take the money of the channels.',
  'keychain.atHand':
    'While it runs, the till closes every channel in time by itself: it has what opens its seed.',
  'keychain.passphrase': 'Passphrase',
  'keychain.keep': 'Keep it in the keychain',
  'keychain.forget': 'Take it out of the keychain',
  'tray.title': 'When the window is closed',
  'tray.text':
    'Channels are closed in time only while Dogetill runs, and invoices can be paid only then. Closing its window ends it, unless it goes on in the tray.',
  'tray.keep': 'Keep running in the tray',
  'tray.hint':
    'Its icon opens the window again, and quits. A till in a browser runs without its page in any case.',
} as const;
