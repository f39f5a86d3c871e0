import type { enPayments } from '../en/payments.ts';

export const dePayments: Record<keyof typeof enPayments, string> = {
  'scan.open': 'Zahlung scannen',
  'scan.title': 'Bildschirm des Kunden scannen',
  'scan.text': 'Oder mit dem Handscanner, oder eingefügt:',
  'scan.dismiss': 'Verstanden',
  'scan.take': 'Zahlung annehmen',
  'scan.progress': '{have} von {total} Codes gelesen. Telefon weiter hinhalten.',
  'scan.camera.starting': 'Wartet auf die Kamera. Erlauben Sie sie, falls gefragt wird.',
  'scan.camera.looking': 'Den Code des Kunden vor die Kamera halten.',
  'scan.camera.denied':
    'Die Kamera wurde nicht erlaubt. Erlauben Sie sie dieser Seite im Browser oder im System und öffnen Sie dies neu. Ein Handscanner geht auch ohne.',
  'scan.camera.missing': 'Hier ist keine Kamera. Nehmen Sie einen Handscanner oder fügen Sie den Text ein.',
  'scan.camera.busy': 'Ein anderes Programm benutzt die Kamera. Schließen Sie es und öffnen Sie dies neu.',
  'scan.offer.open': 'Der Kunde hat noch keinen Kanal',
  'scan.offer.title': 'Kanal ohne Netz eröffnen',
  'scan.offer.text':
    'Der Kunde scannt dieses Angebot. Sein Wallet zeigt dann den Kanal, den Sie scannen. Er nimmt Zahlungen an, sobald die Einzahlung tief genug liegt.',
  'scan.offer.qr': 'QR-Code des Angebots für einen Kanal',
  'scan.offer.next': 'Kanal scannen',
  'scan.channel.title': 'Der Kanal ist angekündigt',
  'scan.channel.text':
    'Der Kunde scannt dies, damit sein Wallet es weiß. Zahlungen gehen, sobald der Kanal offen ist.',
  'scan.channel.qr': 'QR-Code mit dem Stand des Kanals',
  'scan.channel.next': 'Zahlung scannen',

  'statement.part': 'Code {number} von {total}',
  'statement.pause': 'Anhalten',
  'statement.go': 'Weiter',

  'receipt.show': 'Beleg zeigen',
  'receipt.hide': 'Beleg verbergen',
  'receipt.text': 'Der Kunde scannt seinen Beleg.',
  'receipt.qr': 'QR-Code des Belegs',

  'refused.late': 'Zu spät bezahlt.',
  'refused.late.text':
    'Die Zeit war abgelaufen. Es wurde nichts genommen. Kassieren Sie dasselbe noch einmal.',
  'refused.cancelled': 'Dieser Verkauf ist storniert.',
  'refused.cancelled.text':
    'Der Kunde wollte ihn bezahlen. Es wurde nichts genommen. Kassieren Sie neu, falls er noch gilt.',
  'refused.little': 'Es wurde zu wenig bezahlt.',
  'refused.little.text':
    'Es wurde nichts genommen. Der Kunde scannt diesen Code noch einmal und zahlt den ganzen Betrag.',
  'refused.much': 'Es wurde zu viel bezahlt.',
  'refused.much.text':
    'Es wurde nichts genommen. Diese Rechnung nimmt kein Trinkgeld: Der Kunde zahlt genau, oder Sie kassieren neu mit Trinkgeld.',
  'refused.twice': 'Das ist schon bezahlt.',
  'refused.twice.text':
    'Eine zweite Zahlung kam und wurde abgelehnt. Mehr wurde nicht genommen, mehr ist nicht fällig.',
  'refused.channel': 'Der Kanal nimmt keine Zahlungen an.',
  'refused.channel.text':
    'Er ist noch nicht offen, schließt gerade oder endet bald. Es wurde nichts genommen. Der Kunde zahlt aus einem anderen Kanal oder eröffnet einen.',
  'refused.empty': 'Der Kanal enthält nicht genug.',
  'refused.empty.text':
    'Es wurde nichts genommen. Der Kunde zahlt aus einem anderen Kanal oder eröffnet einen.',
  'refused.wait': 'Die Zahlung konnte nicht geprüft werden.',
  'refused.wait.text':
    'Der Dogecoin-Knoten antwortet nicht. Es wurde nichts genommen. Der Kunde versucht es in einer Minute wieder.',
  'refused.other': 'Eine Zahlung wurde abgelehnt.',
  'refused.other.text':
    '{reason} Es wurde nichts genommen. Der Kunde versucht es noch einmal oder aktualisiert sein Wallet.',

  'invoice.cancelAsk': 'Den Verkauf über {amount} abbrechen?',
  'invoice.cancelText': 'Der Code kann dann nicht mehr bezahlt werden.',
  'invoice.keep': 'Weiter warten',

  'paid.total': 'Zusammen erhalten',
  'paid.notice': '{amount} bezahlt – {name}',
  'paid.noticeMore.one': 'und {count} weitere',
  'paid.noticeMore.other': 'und {count} weitere',
  'paid.noticeShow': 'Zeigen',
  'paid.noticeAll': 'Verkäufe zeigen',
  'paid.noticeDone': 'Gesehen',
};
