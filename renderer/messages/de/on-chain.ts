import type { enOnChain } from '../en/on-chain.ts';

export const deOnChain: Record<keyof typeof enOnChain, string> = {
  'onChain.waiting': 'Zahlung gesehen',
  'onChain.waitingText': 'Warten auf Bestätigungen: {confirmations} von {required}.',
  'onChain.reorged': 'Zahlung gesehen, von der Kette zurückgenommen',
  'onChain.reorgedText':
    'Ihr Block gehört nicht mehr zur Kette. Sie wartet wieder: {confirmations} von {required} Bestätigungen.',
  'onChain.paid': 'On-Chain bezahlt',
  'onChain.underpaid': 'Zu wenig bezahlt',
  'onChain.underpaidText': '{received} kamen an; {missing} fehlen. Derselbe Code nimmt den Rest.',
  'onChain.underpaidEnded':
    '{received} kamen an und {missing} fehlen. Die Zeit ist um: nehmen Sie an, was kam, oder geben Sie es zurück.',
  'onChain.late': 'Zu spät bezahlt',
  'onChain.lateText':
    '{received} kamen nach dem Ende dieses Verkaufs an. Nehmen Sie es für diesen Verkauf an, oder geben Sie es zurück, aus einer anderen Wallet oder bar: diese Kasse kann es nicht selbst senden.',
  'onChain.double_spent': 'Doppelt ausgegeben: nicht bezahlt',
  'onChain.double_spentText':
    'Die {lost} des Kunden gingen anderswohin; {missing} fehlen. Geben Sie nichts heraus.',
  'onChain.double_spentEnded':
    'Die {lost} des Kunden gingen anderswohin. {received} kamen an, {missing} fehlen: nehmen Sie an, was kam, oder einigen Sie sich mit dem Kunden.',
  'onChain.paid_twice': 'Zweimal bezahlt',
  'onChain.paid_twiceText':
    'Der Kanal hat bezahlt. On-Chain kamen auch {received} an und gehören dem Kunden: zahlen Sie es aus einem anderen Wallet oder bar zurück, denn diese Kasse kann es nicht selbst senden.',
  'onChain.excess': 'Zu viel bezahlt',
  'onChain.refund':
    'Adresse für eine Rückzahlung, vom Absender der Zahlung genannt. Fragen Sie den Kunden, ob es seine ist',
  'onChain.transactions': 'Transaktion',
  'onChain.confirmations': 'Bestätigungen',
  'onChain.takeLate': 'Annehmen',
  'onChain.takePart': 'Annehmen, was kam: {received}',
  'onChain.partTaken': '{part} wurden für das Ganze angenommen.',
  'onChain.accepted': 'Angenommen',
  'onChain.acceptedOf': '{part} von {amount}',
  'onChain.received': 'Kam insgesamt',
};
