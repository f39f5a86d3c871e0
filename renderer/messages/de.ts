import { deAway } from './de/away.ts';
import { deChain } from './de/chain.ts';
import { deKeychain } from './de/keychain.ts';
import { deOnChain } from './de/on-chain.ts';
import { deOwner } from './de/owner.ts';
import { dePayments } from './de/payments.ts';
import { dePolicyRisks } from './de/policy-risks.ts';
import { dePresence } from './de/presence.ts';
import { deQuestions } from './de/questions.ts';
import { deReasons } from './de/reasons.ts';
import { deRefusals } from './de/refusals.ts';
import { deRestore } from './de/restore.ts';
import { deSetup } from './de/setup.ts';
import { deWhy } from './de/why.ts';
import type { MessageKey } from './en.ts';

const deCounter = {
  'nav.name': 'Ansichten',
  'nav.charge': 'Kassieren',
  'nav.sales': 'Verkäufe',
  'nav.channels': 'Kanäle',
  'nav.warnings': 'Warnungen',
  'nav.status': 'Zustand',
  'nav.settings': 'Optionen',
  'nav.lock': 'Sperren',
  'nav.badge.one': '{count} Warnung',
  'nav.badge.other': '{count} Warnungen',

  cancel: 'Abbrechen',
  done: 'Fertig',
  save: 'Speichern',
  saved: 'Gespeichert',
  retry: 'Noch einmal',
  loading: 'Einen Moment…',
  'copy.done': 'Kopiert',
  'copy.failed': 'Nicht kopiert',
  'start.loading': 'Die Kasse startet…',
  'start.failed': 'Die Kasse antwortet nicht. Alle zwei Sekunden wird es wieder versucht.',

  'key.clear': 'Löschen',
  'key.back': 'Letzte Ziffer löschen',
  'key.plus': 'Weiteren Betrag dazu',

  'charge.amount': 'Betrag',
  'charge.charge': 'Kassieren',
  'charge.switch': 'In {unit}',
  'charge.rate': '1 DOGE = {rate}, eingestellt {ago}',
  'charge.rateOld': '1 DOGE = {rate}, eingestellt {ago}. Fragen Sie den Inhaber nach dem Kurs von heute.',
  'charge.memo': 'Notiz',
  'charge.memoHint': 'Freiwillig; der Kunde sieht sie',
  'charge.tip': 'Trinkgeld möglich',
  'charge.lastSales': 'Letzte Verkäufe',
  'charge.lacksRate': 'Für {currency} gibt es keinen Kurs, darin kann nichts kassiert werden.',
  'charge.setRate': 'Der Inhaber setzt ihn in den Einstellungen.',
  'charge.typeAmount': 'Tippen Sie zuerst einen Betrag.',
  'amount.refused': '„{typed}“ ist nicht zu verstehen.',
  'amount.takeBack': 'Nehmen Sie es mit ⌫ oder C zurück.',
  'amount.notANumber': 'Es gehört zu keinem Betrag.',
  'amount.noDecimals': '{unit} hat keine Nachkommastellen.',
  'amount.tooManyDecimals': '{unit} hat höchstens {decimals} Nachkommastellen.',
  'amount.tooLong': 'Es ist größer als jeder Betrag hier.',
  'amount.ambiguous':
    'Es kann {whole} oder {decimal} heißen. Schreiben Sie es ohne Tausendertrennung oder mit einer anderen Zahl von Nachkommastellen als drei.',
  'amount.readAs': 'Gelesen als: ein DOGE ist {amount} {unit}.',
  'amount.unusual':
    '{unit} hat keine Nachkommastellen. Ist ein DOGE wirklich {amount} {unit}? Wenn ja, speichern Sie noch einmal.',

  'sales.title': 'Verkäufe',
  'sales.tip': '+ {tip} Trinkgeld',
  'sales.part': '{part} angenommen',
  'sales.none': 'Noch keine Verkäufe. Betrag eingeben und kassieren.',

  'invoice.title': 'Rechnung',
  'invoice.obstacle.first_payment':
    'Ein Kanal, auf dem noch nichts gezahlt wurde, kann so wenig nicht zahlen. Einer mit früheren Zahlungen kann es.',
  'invoice.obstacle.plain_fee':
    'Ein gewöhnliches Wallet kann so wenig nur mit einer um 0,01 DOGE höheren Gebühr zahlen.',
  'invoice.obstacle.any_channel': 'So viel fasst kein Kanal: das geht nur on-chain.',
  'invoice.state.open': 'Wartet',
  'invoice.state.paid': 'Bezahlt',
  'invoice.state.expired': 'Abgelaufen',
  'invoice.state.cancelled': 'Storniert',
  'invoice.scan': 'Zum Zahlen scannen',
  'invoice.qr': 'QR-Code zum Zahlen von {amount}',
  'invoice.tips': 'Der Kunde kann im Wallet Trinkgeld dazugeben, zusätzlich zu diesem Betrag.',
  'invoice.waiting': 'Wartet auf die Zahlung',
  'invoice.timeLeft': 'noch {time}',
  'invoice.copy': 'Zahlungslink kopieren',
  'invoice.cancel': 'Verkauf abbrechen',
  'invoice.newSale': 'Neuer Verkauf',

  'paid.title': 'Bezahlt',
  'paid.before': 'Bezahlt am {when}',
  'paid.tip': 'Trinkgeld',
  'paid.customer': 'Kunde',
  'paid.spendable': 'Auf dem Kanal noch verfügbar',

  'ended.expired': 'Abgelaufen',
  'ended.expiredText':
    'Die Zeit zum Zahlen ist vorbei, und es wurde nichts bezahlt. Über einen Kanal geht es nicht mehr; was ein gewöhnliches Wallet noch an die Adresse sendet, kommt an und wird hier gezeigt.',
  'ended.cancelled': 'Storniert',
  'ended.cancelledText':
    'Dieser Verkauf wurde abgebrochen, und es wurde nichts bezahlt. Was ein gewöhnliches Wallet noch an die Adresse sendet, kommt an und wird hier gezeigt.',
  'ended.again': 'Dasselbe noch einmal',

  'lock.title': 'Gesperrt',
  'lock.text': 'Bitte die PIN eingeben.',
  'lock.forgotten': 'PIN vergessen?',
  'lock.forgottenText':
    'Der Inhaber löscht sie mit der Passphrase an diesem Rechner: „A PIN that nobody knows any more“ in docs/RECOVERY.md sagt, wie.',
  'lock.unlock': 'Entsperren',
  'pin.digits': '{count} Ziffern eingegeben',
  'pin.wait': 'Falsche PIN. Nächster Versuch in {span}.',
  'gate.text':
    'Das sieht nur der Inhaber. Mit seiner PIN gehört die Kasse ihm, bis sie wieder gesperrt wird.',
  'gate.open': 'Als Inhaber weiter',
  'override.title': 'Das darf nur der Inhaber',
  'override.text': 'Die PIN des Inhabers erlaubt es dieses eine Mal. Die Kasse bleibt beim Personal.',
  'override.allow': 'Einmal erlauben',

  'warning.show': 'Zeigen',
  'warning.more.one': '(und {count} weitere)',
  'warning.more.other': '(und {count} weitere)',
  'warning.atStake': 'es geht um {amount}',
  'warning.blocksLeft.one': 'Noch {count} Block bis zum Schließen, etwa {span}.',
  'warning.blocksLeft.other': 'Noch {count} Blöcke bis zum Schließen, etwa {span}.',
  'warning.cutoffOver': 'Jetzt muss geschlossen werden.',
  'warnings.none': 'Alles in Ordnung.',
  'severity.notice': 'Hinweis',
  'severity.warning': 'Warnung',
  'severity.alarm': 'Alarm',
  'warning.cutoff_near': 'Zahlungsschluss eines Kanals naht',
  'warning.cutoff_near.locked':
    'Die Kasse ist versiegelt und schließt ihn nicht von selbst. Jetzt mit der Passphrase schließen: nach der Sperrzeit kann der Kunde alles zurücknehmen.',
  'warning.closing_needs_owner': 'Die Kasse schließt Kanäle nicht von selbst',
  'warning.closing_needs_owner.advice':
    'Sie ist versiegelt: sie kann weder einen Kanal rechtzeitig schließen noch die Gebühr einer Abrechnung erhöhen. Wer die Passphrase kennt, muss jeden Kanal vor seinem Zahlungsschluss schließen. Oder der Kasse die Passphrase lassen: im Schlüsselbund (Einstellungen) oder in einer Datei mit --passphrase-file.',
  'warning.cutoff_near.advice':
    'Die Kasse schließt ihn rechtzeitig von selbst. Jetzt schließen, um das Geld früher zu haben.',
  'warning.close_stuck': 'Ein Schließen kommt nicht durch',
  'warning.close_stuck.advice':
    'Die Abrechnung wird immer wieder gesendet. Bitte nachsehen, ob der Knoten verbunden ist; die Seite des Kanals hat die Transaktion, um sie anderswo zu senden.',
  'warning.till_locked': 'Zum Schließen wird die Passphrase gebraucht',
  'warning.till_locked.advice':
    'Die Kasse kann Kanäle nicht von selbst schließen. Der Inhaber schließt mit der Passphrase, was fällig ist oder bald wird: was vor seiner Sperrzeit nicht geschlossen ist, kann verloren sein.',
  'warning.automatic_close_late': 'Das selbsttätige Schließen steht',
  'warning.automatic_close_late.advice':
    'Fällige Kanäle werden nicht geschlossen. Bitte die Kasse neu starten; von Hand schließen, was seiner Sperrzeit nahe ist.',
  'warning.settlement_unproven': 'Eine Abrechnung verbreitet sich nicht',
  'warning.settlement_unproven.advice':
    'Der eigene Knoten hat sie, andere hören nichts davon. Sie bekommen sie unmittelbar; bitte nachsehen, ob der Knoten Nachbarn hat.',
  'warning.settlement_late': 'Eine Abrechnung wartet auf ihren Block',
  'warning.settlement_late.advice':
    'Die Kasse erhöht ihre Gebühr im Rahmen der Regeln. Ist die Kasse versiegelt, braucht es die Passphrase: den Kanal noch einmal schließen.',
  'warning.double_spend': 'Jemand anders nimmt das Geld eines Kanals',
  'warning.double_spend.advice':
    'Die Abrechnung wird dennoch gesendet: die Schürfer entscheiden. Auf diesen Kanal keine Ware herausgeben; mit dem Kunden sprechen.',
  'warning.channel_frozen': 'Ein Kanal ist eingefroren',
  'warning.channel_frozen.advice':
    'Die Kasse fand einen Fehler in ihren eigenen Aufzeichnungen und nimmt dort keine Zahlungen mehr an. Bitte den Kanal schließen.',
  'warning.conflicted': 'Die Einlage eines Kanals wurde anderswo ausgegeben',
  'warning.conflicted.advice':
    'Was dort bezahlt wurde, kann nicht abgerechnet werden. Auf diesen Kanal keine Ware herausgeben; mit dem Kunden sprechen.',
  'warning.password_in_arguments': 'Alle Nutzer dieses Rechners können das Kennwort des Knotens lesen',
  'warning.password_in_arguments.advice':
    'Es steht in den Argumenten, mit denen die Kasse gestartet wurde. Bitte die Adresse des Knotens in eine Datei schreiben, die nur Sie lesen können, und mit --node @DATEI starten, oder den Datenordner des Knotens angeben.',
  'warning.secret_readable': 'Andere Nutzer dieses Rechners können ein Geheimnis dieser Kasse lesen',
  'warning.secret_readable.advice': 'Bitte dafür sorgen, dass nur Sie {file} lesen können.',
  'warning.settled_short': 'Eine ältere Abrechnung nahm einen Kanal',
  'warning.settled_short.advice':
    'Von {paid} DOGE kommen {arrived} an: jemand hat eine Abrechnung von vor den letzten Zahlungen gesendet, aus einer mitgenommenen Datei oder von einer anderen Kasse mit alter Sicherung. Den Kunden um den Rest bitten.',

  'practice.banner': 'Übung: Spielgeld',
  'practice.setup': 'Eigenen Laden einrichten',
  'practice.leave': 'Zurück zum Laden',
  'practice.customer': 'Übungskunde',
  'practice.hide': 'Übungskunden ausblenden',
  'practice.funds': 'Hat {amount} Spielgeld',
  'practice.height': 'Block {height}',
  'practice.spendable': 'Kann auf dem offenen Kanal {amount} ausgeben',
  'practice.amount': 'Größe des Kanals in DOGE',
  'practice.open': 'Kanal öffnen',
  'practice.mine': '6 Blöcke schürfen',
  'practice.pay': '{amount} zahlen',
  'practice.plain': 'Aus einer einfachen Wallet, ohne Kanal',
  'practice.plainAll': 'Den Betrag senden',
  'practice.plainRest': 'Den Rest senden',
  'practice.plainHalf': 'Zu wenig senden',
  'practice.mineOne': '1 Block schürfen',
  'practice.toCharge': 'Zum Kassieren',
  'practice.toChannel': 'Kanal zeigen',
  'practice.step.open': 'Einen Kanal öffnen',
  'practice.step.mine-funding': '6 Blöcke abwarten',
  'practice.step.charge': 'Einen Betrag kassieren',
  'practice.step.pay': 'Scannen und zahlen',
  'practice.step.close': 'Den Kanal schließen',
  'practice.step.mine-settlement': '6 Blöcke abwarten',
  'practice.step.again': 'Von vorn',
  'practice.hint.open':
    'Die Kundin legt einmal Spielgeld für diesen Laden fest. Davon zahlt sie, so oft sie will.',
  'practice.hint.mine-funding': 'Ein Kanal nimmt nach 6 Blöcken Zahlungen an. Hier schürfen Sie sie selbst.',
  'practice.hint.charge': 'Einen Betrag eingeben, zum Beispiel 3,50, und auf Kassieren drücken.',
  'practice.hint.pay':
    'Die Rechnung steht auf dem Bildschirm: die Kundin scannt sie und zahlt. Achten Sie auf die Kasse.',
  'practice.hint.close':
    'Kassieren Sie noch einmal, so oft Sie wollen. Dann schließen Sie den Kanal: eine Transaktion bringt alles, was bezahlt wurde.',
  'practice.hint.mine-settlement': 'Die Abrechnung ist unterwegs. Nach 6 Blöcken ist der Kanal geschlossen.',
  'practice.hint.again':
    'Das war ein ganzes Kanalleben. Öffnen Sie einen weiteren, oder richten Sie Ihren Laden ein.',
} as const;

/** Everything the screens say in German: the same keys as in English, or this does not compile. */
export const de: Readonly<Record<MessageKey, string>> = {
  ...deCounter,
  ...deOwner,
  ...deChain,
  ...deKeychain,
  ...dePresence,
  ...dePolicyRisks,
  ...deOnChain,
  ...deQuestions,
  ...dePayments,
  ...deAway,
  ...deRestore,
  ...deSetup,
  ...deRefusals,
  ...deReasons,
  ...deWhy,
};
