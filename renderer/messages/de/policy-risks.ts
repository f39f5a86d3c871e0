import type { enPolicyRisks } from '../en/policy-risks.ts';

/** Was Regeln kosten können, bevor sie gespeichert werden. */
export const dePolicyRisks: Readonly<Record<keyof typeof enPolicyRisks, string>> = {
  'risk.title': 'Das kann Sie Geld kosten',
  'risk.text': 'Die Kasse speichert diese Regeln, wenn Sie tragen, was aus ihnen folgt:',
  'risk.accept': 'Trotzdem speichern',
  'risk.zero_conf':
    'On-chain-Zahlungen bis {value} DOGE gelten als bezahlt, bevor ein Block sie hat. Wer doppelt ausgibt, kostet Sie jedes Mal diesen Betrag.',
  'risk.invoice_confirmations':
    'On-chain-Zahlungen gelten nach {value} Blöcken als bezahlt. Eine Reorganisation der Chain kann sie zurücknehmen.',
  'risk.confirmations':
    'Kanäle nehmen nach {value} Blöcken Zahlungen an. Eine Reorganisation der Chain kann alles zurücknehmen, was auf einem bezahlt wurde.',
  'risk.exposure':
    'Ein einzelner Kanal darf {value} DOGE halten. So viel steht auf dem Spiel, bis er geschlossen ist.',
  'risk.cutoff':
    'Nur {value} Blöcke bleiben, um einen Kanal abzurechnen. Ist die Kasse so lange aus, ist verloren, was darauf bezahlt wurde.',
  'risk.fee':
    '{value} DOGE je 1000 Bytes sind weniger, als Miner verlangen. Eine Abrechnung bleibt vielleicht liegen, bis der Kunde alles zurücknehmen kann.',
  'risk.fee_budget':
    'Die Gebühr einer Abrechnung, die auf sich warten lässt, wird nie erhöht. Sie kann die Sperrzeit verpassen.',
  'risk.fee_escalation':
    'Gebühren werden erst {value} Blöcke vor dem Zeitpunkt erhöht, ab dem der Kunde alles zurücknehmen kann.',
  'risk.fee_lag': 'Eine Abrechnung darf {value} Blöcke auf sich warten lassen, bevor Sie es erfahren.',
  'risk.invoice_short':
    'Kunden haben {value} Sekunden zum Bezahlen. Was später kommt, ist verspätet und muss zurückgegeben werden.',
  'risk.invoice_long':
    'Eine Rechnung behält ihren Kurs {value} Sekunden lang. Was der Kurs in der Zeit macht, tragen Sie.',
  'risk.peers': 'Vor einem Knoten ohne Gegenstellen wird nicht gewarnt. Was er sendet, kommt nirgends an.',
  'risk.requests':
    '{value} Anfragen je Minute von einer Adresse werden beantwortet. Ein Fremder kann die Kasse bremsen.',
  'risk.offers': 'Eine Adresse darf {value} offene Angebote haben. Ein Fremder kann sie aufbrauchen.',
};
