import type { enAway } from '../en/away.ts';

export const deAway: Readonly<Record<keyof typeof enAway, string>> = {
  'payout.title': 'Wohin das Geld geht',
  'payout.own':
    'Abrechnungen gehen an Adressen des Schlüssels dieser Kasse. Wer ihn und seine Passphrase hat, kann sie ausgeben.',
  'payout.foreign':
    'Abrechnungen neuer Kanäle gehen an dein Konto, dessen private Schlüssel nicht auf dieser Kasse sind: wer die Kasse stiehlt, kommt nicht an die Einnahmen. Die Kasse kann die Gebühr einer säumigen Abrechnung nicht erhöhen, denn dazu bräuchte es diese Schlüssel.',
  'payout.account': 'Erweiterter öffentlicher Schlüssel deines Kontos',
  'payout.accountHint': 'Aus deiner Wallet: er beginnt mit dgub, xpub oder tpub. Nie der private.',
  'payout.look': 'Adressen ansehen',
  'payout.compare':
    'Deine Wallet muss das als erste Empfangsadresse des Kontos zeigen. Vergleiche Zeichen für Zeichen:',
  'payout.isSame': 'Meine Wallet zeigt dieselbe Adresse',
  'payout.passphrase': 'Passphrase des Schlüssels dieser Kasse',
  'payout.set': 'Abrechnungen dorthin zahlen',
  'payout.first': 'Erste Adresse: {address}',
  'payout.since': 'Seit {when}. Ältere Kanäle zahlen, wohin es ihnen gesagt wurde.',
  'payout.leave': 'Wieder an eigene Adressen der Kasse zahlen',
  'collect.title': 'Einsammeln, was on-chain kam',
  'collect.text':
    'Rechnungen, die ohne Kanal bezahlt wurden, haben je eine Adresse aus dem Seed dieser Kasse, an welches Konto auch immer Abrechnungen zahlen. Bringen Sie, was dort liegt, an eine Adresse.',
  'collect.to': 'An diese Adresse',
  'collect.toHint': 'Eine Adresse Ihrer Wallet.',
  'collect.toAccountHint': 'Eine Adresse Ihrer Wallet; leer für die nächste Ihres Kontos.',
  'collect.look': 'Was liegt dort?',
  'collect.nothing': 'Zurzeit gibt es nichts einzusammeln.',
  'collect.coins.one': '{count} Münze, {amount}',
  'collect.coins.other': '{count} Münzen, {amount}',
  'collect.found': 'Gefunden',
  'collect.transactions': 'Transaktionen',
  'collect.fee': 'Gebühr',
  'collect.arrives': 'Kommt an',
  'collect.at': 'Bei',
  'collect.shallow': 'Noch nicht tief genug, bleibt: {count}, {amount}.',
  'collect.small': 'Weniger wert als die Gebühr, bleibt: {count}, {amount}.',
  'collect.spent': 'Schon anderswo ausgegeben: {count}.',
  'collect.more': 'Es gibt mehr: danach noch einmal einsammeln.',
  'collect.passphrase': 'Passphrase des Seeds dieser Kasse',
  'collect.do': 'Einsammeln',
  'collect.signed': 'Wartet auf den Knoten',
  'collect.sent': 'Gesendet',
  'collect.mined': 'In einem Block',
  'collect.buried': 'Fertig',
  'collect.conflicted': 'Eine Münze davon ging anderswohin; die anderen können wieder eingesammelt werden',
  'collect.done': '{amount} an {to}',
  'away.title': 'Abwesend',
  'away.text':
    'Sag, wann niemand hier ist. Was in dieser Zeit fällig würde, auch wenn die Blöcke schnell kommen, wird zu ihrem Beginn geschlossen.',
  'away.locked':
    'Die Kasse ist versiegelt: zu Beginn kann sie nichts von selbst schließen. Schließ diese Kanäle selbst, bevor du gehst, oder lass ihr die Passphrase (Schließen, wenn niemand da ist).',
  'away.from': 'Von',
  'away.to': 'Bis',
  'away.look': 'Was würde fällig?',
  'away.nothing': 'Bis {when} wird nichts fällig: die Kette ist dann höchstens auf Höhe {height}.',
  'away.due.one':
    'Fällig bis {when}: {amount} in {count} Kanal. Die Kette ist dann höchstens auf Höhe {height}.',
  'away.due.other':
    'Fällig bis {when}: {amount} in {count} Kanälen. Die Kette ist dann höchstens auf Höhe {height}.',
  'away.plan': 'Schließen, wenn ich gehe',
  'away.planned':
    'Geplant: abwesend von {from} bis {to}. Was bis dahin fällig wird, wird zu Beginn geschlossen.',
  'away.cancel': 'Ich bleibe hier',
  'away.paper': 'Abrechnungen zum Mitnehmen',
  'away.paperText':
    'Eine Datei mit jeder Abrechnung, unterschrieben. Wer ein Dogecoin Core hat, kann sie ohne Schlüssel und ohne diese Kasse senden, wenn dieser Rechner ausfällt, während du weg bist. Sie zahlt, was jetzt geschuldet ist: schreib nach weiteren Verkäufen eine neue.',
  'away.passphrase': 'Passphrase',
  'away.write': 'Datei schreiben',
  'away.written.one': '{count} Abrechnung, {amount}.',
  'away.written.other': '{count} Abrechnungen, {amount}.',
  'away.download': 'Datei sichern',
  'alerts.title': 'Bescheid, wenn du weg bist',
  'alerts.text':
    'Warnungen gehen als JSON per POST an diese Adresse: der Web-Hook eines Messengers, ein Mail-Gateway, dein eigener Server. Sie nennen Kunden und Beträge.',
  'alerts.url': 'Web-Adresse',
  'alerts.save': 'Probieren und sichern',
  'alerts.last': 'Die letzte Nachricht kam an: {ago}.',
  'alerts.problem': 'Die letzte Nachricht kam nicht an: {problem}',
};
