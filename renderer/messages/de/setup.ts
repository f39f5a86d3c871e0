import type { enSetup } from '../en/setup.ts';

export const deSetup: Readonly<Record<keyof typeof enSetup, string>> = {
  'secret.private_key':
    'Das ist ein privater Schlüssel. Er wurde aus dem Feld genommen und nicht behalten. Er gilt ab jetzt als bekannt: sein Geld auf einen neuen bringen.',
  'secret.extended_key':
    'Das ist ein erweiterter privater Schlüssel. Er wurde aus dem Feld genommen und nicht behalten. Er gilt ab jetzt als bekannt: das Geld dieser Wallet auf eine neue bringen.',
  'secret.seed_words':
    'Das sind die Wörter eines Seeds. Sie wurden aus dem Feld genommen und nicht behalten. Sie gelten ab jetzt als bekannt: das Geld auf einen neuen Seed bringen.',
  'setup.title': 'Laden einrichten',
  'setup.place': 'Schritt {place} von {count}',
  'setup.next': 'Weiter',
  'setup.back': 'Zurück',
  'setup.create': 'Laden eröffnen',
  'setup.creating': 'Wird eröffnet…',
  'setup.language': 'Sprache',
  'setup.language.text': 'Die Sprache dieser Kasse. Sie kann jederzeit geändert werden.',
  'setup.shop': 'Ihr Laden',
  'setup.shop.text': 'Der Name, den Ihre Kunden sehen, und die Währung Ihrer Preise.',
  'setup.rateHint':
    'Ohne ihn kann in {currency} nichts kassiert werden, bis Sie ihn in den Einstellungen setzen; dort halten Sie ihn aktuell.',
  'setup.shopNameHint': 'Höchstens 64 Zeichen; Kunden sehen ihn in ihrem Wallet.',
  'setup.network': 'Netz',
  'setup.network.text': 'Welches Geld diese Kasse annimmt.',
  'setup.node': 'Dogecoin-Knoten',
  'setup.node.text':
    'Die Kasse fragt einen eigenen Dogecoin-Core-Knoten nach der Blockkette. Geld braucht der Knoten keines.',
  'node.looking': 'Knoten auf diesem Rechner werden gesucht…',
  'node.noneFound':
    'Auf diesem Rechner wurde kein Knoten gefunden. Dogecoin Core starten oder die Adresse eines anderen angeben.',
  'node.found': 'Auf diesem Rechner gefunden',
  'node.url': 'Adresse des Knotens',
  'node.urlHint': 'Mit Benutzername und Passwort, wie in der Konfigurationsdatei des Knotens.',
  'node.test': 'Knoten prüfen',
  'node.testing': 'Wird geprüft…',
  'node.usable': 'Dieser Knoten ist brauchbar.',
  'node.unusable': 'Dieser Knoten ist nicht brauchbar.',
  'node.noPeers': 'Er hat noch keine Verbindungen: ohne sie kommt nichts an, was er sendet.',
  'node.peers': '{count} Verbindungen',
  'setup.seed': 'Schlüssel',
  'setup.seed.text': 'Zwölf Wörter sind der Schlüssel zu allem, was diese Kasse einnimmt.',
  'seed.new': 'Neue Wörter',
  'seed.newHint': 'Für eine neue Kasse. Papier und Stift bereitlegen.',
  'seed.earlier': 'Wörter einer früheren Kasse',
  'seed.earlierHint':
    'Sie bringen zurück, was abgerechnet wurde und was an Adressen von Rechnungen kam. Was Kunden auf offenen Kanälen bezahlten, steht nur in einer Sicherung: mit einer gehen Sie zurück und beginnen mit ihr.',
  'setup.words': 'Diese Wörter aufschreiben',
  'setup.words.text':
    'In dieser Reihenfolge, auf Papier. Bis der Laden offen ist, bleiben sie dieselben, auch wenn du diese Seite verlässt. Danach werden sie nie wieder gezeigt; wird Dogetill vorher geschlossen, kommen andere Wörter.',
  'seed.paper': 'Wer diese Wörter hat, hat das Geld. Nicht fotografieren und nirgends sonst eintippen.',
  'setup.check': 'Den Zettel prüfen',
  'setup.check.text': 'Bitte diese drei Ihrer Wörter eingeben.',
  'seed.word': 'Wort {place}',
  'seed.wrongWord':
    'Das ist nicht das Wort. Auf dem Zettel nachsehen oder zurückgehen, um die Wörter noch einmal zu sehen.',
  'setup.restore': 'Wörter der früheren Kasse',
  'setup.restore.text': 'Alle Wörter in ihrer Reihenfolge eingeben, mit Leerzeichen dazwischen.',
  'seed.words': 'Wörter',
  'seed.count.one': '{count} Wort; 12 bis 24 sind nötig.',
  'seed.count.other': '{count} Wörter; 12 bis 24 sind nötig.',
  'seed.right.one': '{count} Wort, und die Prüfsumme stimmt.',
  'seed.right.other': '{count} Wörter, und ihre Prüfsumme stimmt.',
  'seed.nearest': 'Ist Wort {place} {words}?',
  'seed.quoted': '„{word}“',
  'seed.unknown.one':
    'Wort {places} ist nicht in der Liste der Schlüsselwörter. Bitte die Schreibweise prüfen.',
  'seed.unknown.other':
    'Die Wörter {places} sind nicht in der Liste der Schlüsselwörter. Bitte die Schreibweise prüfen.',
  'seed.wrongSum':
    'Jedes davon ist ein Schlüsselwort, aber zusammen sind sie kein Schlüssel. Eines ist ein anderes Wort oder steht an der falschen Stelle.',
  'seed.newIndexes':
    'Die neue Kasse zählt ihre Schlüssel und Adressen von weit oberhalb derer der früheren an, damit keine zweimal vergeben wird.',
  'setup.passphrase': 'Passphrase des Inhabers',
  'setup.passphrase.text':
    'Sie versiegelt die Wörter auf diesem Rechner. Getrennt von den Wörtern aufschreiben. Eine Kasse, die sie nicht hat, nimmt Zahlungen an und schließt keinen Kanal: jemand muss vor jedem Zahlungsschluss mit ihr kommen, sonst kann der Kunde alles zurücknehmen. In den Einstellungen lässt sie sich im Schlüsselbund dieses Computers lassen, wo es einen gibt.',
  'setup.passphraseField': 'Passphrase',
  'setup.passphraseHint':
    'Mindestens {least} Zeichen. Gut sind mehrere Wörter, die nur Sie so zusammenstellen.',
  'passphrase.short.one': 'Noch {count} Zeichen ist nötig.',
  'passphrase.short.other': 'Noch {count} Zeichen sind nötig.',
  'passphrase.fewCharacters': 'Lang genug, aber schwach: immer wieder dieselben wenigen Zeichen.',
  'passphrase.fair': 'Ausreichend: lang genug. Mit einem Wort mehr wäre sie gut.',
  'passphrase.good': 'Gut, außer wenn sie eine Redensart oder eine Liedzeile ist.',
  'passphrase.strong': 'Stark, außer wenn sie eine Redensart oder eine Liedzeile ist.',
  'setup.passphraseAgain': 'Dieselbe noch einmal',
  'setup.passphraseDiffers': 'Die beiden unterscheiden sich.',
  'setup.pins': 'PINs',
  'setup.pins.text': 'Eine PIN sagt, wer an der Kasse ist. Das Personal kassiert; der Inhaber darf alles.',
  'setup.ownerPinHint': '4 bis 8 Ziffern.',
  'setup.clerkPinHint': '4 bis 8 Ziffern, andere als die des Inhabers. Leer, wenn Sie allein sind.',
  'setup.review': 'Bereit zur Eröffnung',
  'setup.review.text':
    'Bisher wurde nichts verändert. Mit der Eröffnung wird dies auf diesem Rechner gespeichert.',
  'setup.closing': 'Schließen von Kanälen',
  'setup.closingLocked': 'Mit der Passphrase, bis sie der Kasse in den Einstellungen gelassen wird',
  'setup.noClerkPin': 'Keine',
  'setup.pinSet': 'Gesetzt',
};
