import type { enPresence } from '../en/presence.ts';

export const dePresence: Readonly<Record<keyof typeof enPresence, string>> = {
  'proof.title': 'Ist es der Inhaber?',
  'proof.pinText':
    'Das ändert, wer die Kasse benutzen darf oder wohin ihr Geld geht. Geben Sie die PIN des Inhabers noch einmal ein.',
  'proof.passphraseText':
    'Das ändert, wer die Kasse benutzen darf oder wohin ihr Geld geht. Geben Sie die Passphrase ein.',
  'proof.passphrase': 'Passphrase',
  'proof.go': 'Weiter',
  'proof.byPassphrase': 'Mit der Passphrase',
  'proof.byPin': 'Mit der PIN',
  'gone.title': 'Die Kasse antwortet nicht',
  'gone.text':
    'Hier kann jetzt nichts berechnet oder bezahlt werden, darum wird kein Code gezeigt. Was vorher bezahlt wurde, ist sicher. Diese Seite macht von selbst weiter, sobald die Kasse wieder da ist.',
  'gone.restart':
    'Kommt sie nicht wieder, starten Sie Dogetill dort neu, wo es gestartet wurde. Im Browser öffnen Sie den Link, den es ausgibt.',
  'gone.qr': 'Kein Code: die Kasse antwortet nicht',
  'pin.again': 'PIN noch einmal',
  'pin.differs': 'Die beiden PINs sind nicht gleich. Tippen Sie beide noch einmal.',
};
