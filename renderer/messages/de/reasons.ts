import type { enReasons } from '../en/reasons.ts';

export const deReasons: Readonly<Record<keyof typeof enReasons, string>> = {
  'refusal.bad_amount.not_an_amount': 'DOGE mit höchstens 8 Nachkommastellen angeben, etwa 12.5.',
  'refusal.bad_amount.nothing_due': 'Es ist nichts fällig. Bitte einen Betrag eingeben.',
  'refusal.bad_amount.too_small': 'So wenig kann niemand zahlen: der kleinste Betrag ist 0,001 DOGE.',
  'refusal.bad_amount.too_much': 'Das sind mehr als 1.000.000.000 DOGE.',

  'refusal.nothing_scanned.empty': 'Es wurde nichts gelesen.',
  'refusal.nothing_scanned.too_long': 'Das ist länger als jede Zahlung.',
  'refusal.nothing_scanned.web_link': 'Das ist ein Link ins Web.',
  'refusal.nothing_scanned.payment_link':
    'Das ist eine Zahlungsaufforderung. Die Zahlung ist der Code, den das Wallet des Kunden danach zeigt.',
  'refusal.nothing_scanned.address': 'Das ist eine Adresse.',
  'refusal.nothing_scanned.barcode': 'Das ist der Strichcode eines Artikels.',
  'refusal.nothing_scanned.transaction': 'Das ist eine Transaktion der Chain, die Wallets selbst senden.',
  'refusal.nothing_scanned.statement': 'Das ist eine Quittung oder eine andere Erklärung einer Kasse.',
  'refusal.nothing_scanned.secret':
    'Das ist ein privater Schlüssel oder ein Seed, den niemand sehen darf. Wem er gehört, der sollte das Geld auf einen neuen umziehen.',
  'refusal.nothing_scanned.amount': 'Das ist eine Zahl.',
  'refusal.nothing_scanned.wrong_keyboard':
    'Der Scanner tippt für die Tastatur eines anderen Landes: stellen Sie seine Tastaturbelegung auf die dieses Computers.',
  'refusal.nothing_scanned.other_shop':
    'Das ist eine Zahlung für einen anderen Laden oder über einen Kanal, den diese Kasse nicht kennt. Das Wallet des Kunden sollte die Rechnung dieser Kasse scannen.',
  'refusal.nothing_scanned.other_coin': 'Das gehört zu einer anderen Währung. Diese Kasse nimmt Dogecoin.',
  'refusal.nothing_scanned.lightning':
    'Das gehört zum Lightning-Netz von Bitcoin. Diese Kasse nimmt Dogecoin.',
  'refusal.nothing_scanned.bank_transfer': 'Das ist ein Code für eine Überweisung.',
  'refusal.nothing_scanned.wifi': 'Das ist der Code eines WLANs.',
  'refusal.nothing_scanned.contact': 'Das ist ein Kontakt, eine Nachricht, ein Termin oder ein Ort.',
  'refusal.nothing_scanned.app_link': 'Das ist ein Link für eine andere App.',
  'refusal.nothing_scanned.gs1': 'Das ist der Code eines Artikels oder eines Pakets.',
  'refusal.nothing_scanned.other_form':
    'Diese Form von Codes liest die Kasse nicht. Das Wallet des Kunden sollte BBQr-Codes zeigen.',
  'refusal.nothing_scanned.case_changed':
    'Das ist eine Zahlung, aber der Scanner hat alle Buchstaben groß oder alle klein gemacht. Schalten Sie die Feststelltaste und die Einstellung „Groß-/Kleinschreibung umwandeln“ des Scanners aus.',
  'refusal.nothing_scanned.cut_off':
    'Das ist nur der Anfang einer Zahlung. Halten Sie den Scanner ruhig, bis der ganze Code gelesen ist; fehlt wieder das Ende, dann suchen Sie in den Einstellungen des Scanners nach einer größten Länge.',
  'refusal.nothing_scanned.damaged':
    'Das ist eine Zahlung, aber einige ihrer Zeichen sind falsch. Der Scanner soll genau senden, was er liest, mit der Tastaturbelegung dieses Computers.',
  'refusal.nothing_scanned.text':
    'Das ist kein Code eines Wallets. War es einer, hat der Scanner ihn verändert: er soll genau senden, was er liest.',

  'refusal.bad_settings.no_currency': 'Eine solche Währung gibt es nicht.',
  'refusal.bad_settings.rate_in_doge': 'Ein Laden mit Preisen in DOGE hat keinen Kurs.',
  'refusal.bad_settings.rate_zero': 'Der Kurs muss über 0 liegen.',
  'refusal.bad_settings.folder_not_whole':
    'Den Ordner mit ganzem Pfad angeben, etwa /media/usb/dogetill oder D:\\dogetill.',

  'refusal.backup_unusable.not_whole_path': 'Geben Sie den ganzen Pfad des Ordners an.',
  'refusal.backup_unusable.not_a_folder': 'Diesen Ordner gibt es nicht. Ist sein Datenträger angeschlossen?',
  'refusal.backup_unusable.link': 'Er ist eine Verknüpfung oder enthält eine: wählen Sie den Ordner selbst.',
  'refusal.backup_unusable.incomplete':
    'Der Ordner ist keiner einer Sicherung: eine Datei fehlt. Sein Name beginnt mit dogetill-.',
  'refusal.backup_unusable.damaged': 'Sie ist beschädigt. Versuchen Sie eine andere, und behalten Sie diese.',
  'refusal.backup_unusable.unreadable': 'Die Kasse darf sie nicht lesen.',
  'refusal.backup_unusable.newer': 'Ein neueres Dogetill schrieb sie: installieren Sie diese Fassung.',
  'refusal.backup_unusable.clock_behind':
    'Die Uhr dieses Computers geht ihr nach: stellen Sie sie zuerst richtig.',
  'refusal.backup_unusable.disk': 'Der Datenträger dieser Kasse ist voll oder nicht beschreibbar.',
  'refusal.backup_unusable.other':
    'Das Lesen schlug fehl. Versuchen Sie es noch einmal, oder mit einer anderen.',
  'refusal.backup_failed.no_folder': 'Diesen Ordner gibt es nicht. Ist sein Datenträger angeschlossen?',
  'refusal.backup_failed.not_writable': 'In diesen Ordner darf die Kasse nicht schreiben.',
  'refusal.backup_failed.disk_full': 'Der Datenträger der Sicherungen ist voll.',
  'refusal.backup_failed.other':
    'Der Datenträger der Sicherungen ist gestört. Bitte einen anderen versuchen.',

  'refusal.bad_policy.range': '„{name}“ ist eine ganze Zahl von {least} bis {most}.',
  'refusal.bad_policy.value': '„{name}“: Ein solcher Wert ist nicht möglich.',
  'refusal.bad_policy.capacities': 'Der kleinste Kanal darf nicht größer als der größte sein.',
  'refusal.bad_policy.max_capacity': 'Der größte Kanal darf nicht über 1.000.000.000 DOGE liegen.',
  'refusal.bad_policy.locktimes': 'Die kürzeste Sperrzeit darf nicht länger als die längste sein.',
  'refusal.bad_policy.cutoff':
    'Der Zahlungsschluss muss kürzer als die kürzeste Sperrzeit sein, sonst würde nie eine Zahlung angenommen.',
  'refusal.bad_policy.fee_low': 'Die Gebühr liegt unter 0,001, dem Geringsten, was Knoten weiterleiten.',
  'refusal.bad_policy.fee_high': 'Die Gebühr liegt über 1, dem Hundertfachen des Nötigen.',
  'refusal.bad_policy.dust_low':
    'Die kleinste Auszahlung liegt unter 0,01; dafür verlangen Knoten eine höhere Gebühr.',
  'refusal.bad_policy.dust_capacity': 'Die kleinste Auszahlung darf nicht über dem kleinsten Kanal liegen.',
  'refusal.bad_policy.cutoff_late':
    'Der Zahlungsschluss ist mindestens 240 Blöcke vor der Sperrzeit: weniger ist zu spät zum Abrechnen, wenn etwas ausfällt.',
  'refusal.bad_policy.close_late':
    'Das frühere Schließen ist 0 oder mindestens 180 Blöcke vor der Sperrzeit.',
  'refusal.bad_policy.close_early':
    'Das frühere Schließen muss unter der kürzesten Sperrzeit liegen, sonst würden Kanäle geschlossen, sobald darauf gezahlt ist.',
  'refusal.bad_policy.escalation_late':
    'Die Gebühr wird mindestens 60 Blöcke vor der Sperrzeit erhöht: weniger ist zu spät.',
  'refusal.bad_policy.budget':
    'Für eine erhöhte Gebühr werden weniger als 100 DOGE ausgegeben: mehr weisen Knoten zurück.',
  'refusal.bad_policy.fee_absurd':
    'Gebühr, Einlagen und kleinste Auszahlung lassen zusammen 100 DOGE Gebühr zu, was Knoten ablehnen.',
  'refusal.bad_policy.file_wins': 'Diese Kasse wurde mit einer Datei für die Regeln gestartet; die gilt.',
  'refusal.bad_policy.unknown_name': 'Einen dieser Namen kennt die Kasse nicht.',

  'refusal.node_unusable.address':
    'Die Adresse ist nicht verständlich. Nötig ist http://benutzer:passwort@rechner:port oder der Datenordner oder die Cookie-Datei des Knotens.',
  'refusal.node_unusable.unreachable':
    'Dort antwortet nichts. Läuft Dogecoin Core, mit server=1 in seiner Konfiguration?',
  'refusal.node_unusable.timeout':
    'Der Knoten antwortet nicht rechtzeitig. Ist er beschäftigt oder hinter einer Firewall?',
  'refusal.node_unusable.unauthorised':
    'Der Knoten lässt die Kasse nicht ein: Benutzername, Passwort oder Cookie ist falsch, oder rpcallowip nennt diesen Rechner nicht.',
  'refusal.node_unusable.wrong_network': 'Der Knoten ist in einem anderen Netz.',
  'refusal.node_unusable.warming_up':
    'Der Knoten startet gerade. Bitte in einer Minute noch einmal versuchen.',
  'refusal.node_unusable.loading':
    'Der Knoten lädt die Blockkette noch. Bitte noch einmal versuchen, wenn er sie ganz hat.',
  'refusal.node_unusable.behind':
    'Dem Knoten fehlen Blöcke, die die Kasse schon gesehen hat. Bitte noch einmal versuchen, wenn er sie hat.',
  'refusal.node_unusable.known': 'Diesen Knoten fragt die Kasse schon: Er wäre keine zweite Meinung.',
  'refusal.node_unusable.too_many': 'Mehr weitere Knoten gehen nicht. Bitte zuerst einen entfernen.',
  'refusal.node_unusable.busy': 'Der Knoten hat zu viel zu tun. Bitte in einer Minute noch einmal versuchen.',
  'refusal.node_unusable.old': 'Der Knoten ist zu alt. Bitte Dogecoin Core 1.14 oder neuer installieren.',
  'refusal.node_unusable.unsupported':
    'Dem Knoten fehlt ein Aufruf, den die Kasse braucht. Bitte Dogecoin Core 1.14 oder neuer installieren.',
  'refusal.node_unusable.bad_answer': 'Was dort antwortet, ist kein Dogecoin-Knoten.',
  'refusal.node_unusable.call_failed': 'Der Knoten hat selbst eine Störung. Sein Protokoll sagt mehr.',
};
