import type { enKeychain } from '../en/keychain.ts';

export const deKeychain: Readonly<Record<keyof typeof enKeychain, string>> = {
  'keychain.title': 'Schließen, wenn niemand da ist',
  'keychain.locked':
    'Diese Kasse kann Kanäle nicht von selbst schließen. Wer die Passphrase kennt, muss jeden vor seinem Zahlungsschluss schließen; sonst kann der Kunde nach der Sperrzeit alles zurückholen.',
  'keychain.offer':
    'Sie können die Passphrase im Schlüsselbund dieses Computers lassen: dann schließt die Kasse jeden Kanal rechtzeitig. Wer diesen Computer unter Ihrer Anmeldung benutzen kann oder in ihn einbricht, kann dann das Geld der Kanäle nehmen. Ohne den Schlüsselbund könnte er es nicht.',
  'keychain.none':
    'Hier gibt es keinen Schlüsselbund, der die Passphrase wirklich verwahrt: in einem Browser nie. Seien Sie rechtzeitig da, oder starten Sie Dogetill mit einer Datei, in der die Passphrase steht.',
  'keychain.kept':
    'Die Passphrase ist im Schlüsselbund dieses Computers: solange sie läuft, schließt die Kasse jeden Kanal rechtzeitig, auch nach einem Neustart. Wer diesen Computer unter Ihrer Anmeldung benutzen kann, kann das Geld der Kanäle nehmen.',
  'keychain.atHand':
    'Die Kasse kann jeden Kanal rechtzeitig von selbst schließen: sie hat, was ihre Schlüssel öffnet.',
  'keychain.passphrase': 'Passphrase',
  'keychain.keep': 'Im Schlüsselbund behalten',
  'keychain.forget': 'Aus dem Schlüsselbund nehmen',
  'tray.title': 'Wenn das Fenster geschlossen wird',
  'tray.text':
    'Kanäle werden nur rechtzeitig geschlossen, solange Dogetill läuft, und nur dann können Rechnungen bezahlt werden. Das Schließen des Fensters beendet es, wenn es nicht im Infobereich weiterläuft.',
  'tray.keep': 'Im Infobereich weiterlaufen',
  'tray.hint':
    'Das Symbol dort öffnet das Fenster wieder und beendet Dogetill. Eine Kasse im Browser läuft ohnehin ohne ihre Seite.',
};
