import type { enRestore } from '../en/restore.ts';

export const deRestore: Readonly<Record<keyof typeof enRestore, string>> = {
  'backup.choose': 'Ordner wählen …',
  'backup.folder': 'Ordner der Sicherung',
  'backup.folderHint':
    'Der ganze Pfad eines Ordners namens dogetill-…, auf einem Stick, einem anderen Datenträger oder im Netz.',
  'backup.look': 'Hineinsehen',
  'backup.looking': 'Wird angesehen …',
  'backup.newest': 'Letzter Verkauf darin',
  'backup.noSale': 'Keiner',
  'backup.channels': 'Nicht abgerechnete Kanäle',
  'backup.owed': 'Darauf geschuldet',
  'backup.since':
    'Was Kunden nach dem letzten Verkauf darin bezahlten, ist nicht in dieser Sicherung: fragen Sie den Kunden, bevor Sie einen Kanal schließen (docs/RECOVERY.md). Neue Schlüssel und Adressen beginnen weit über den benutzten.',
  'backup.pins': 'Ihre PINs und ihre Passphrase sind die der früheren Kasse.',
  'backup.earlierOff': 'Die frühere Kasse läuft nicht mehr',
  'backup.earlierOffHint':
    'Zwei Kassen mit denselben Schlüsseln würden denselben Kunden verschiedene Summen sagen.',
  'setup.begins': 'Womit beginnt dieser Laden?',
  'setup.begins.text': 'Alles lässt sich ansehen, bevor etwas behalten wird.',
  'begins.new': 'Ein neuer Laden',
  'begins.newHint': 'Mit eigenen Schlüsseln.',
  'begins.backup': 'Ein früherer Laden, aus einer Sicherung',
  'begins.backupHint':
    'Alles kommt zurück, wie es an jenem Tag war: Verkäufe, offene Kanäle mit dem, was Kunden bezahlten, Einstellungen, PINs.',
  'begins.words': 'Ein früherer Laden, allein aus seinen Wörtern',
  'begins.wordsHint':
    'Sie bringen zurück, was abgerechnet wurde und was an Adressen von Rechnungen kam. Was Kunden auf offenen Kanälen bezahlten, steht nur in einer Sicherung.',
  'setup.backup': 'Sicherung des früheren Ladens',
  'setup.backup.text': 'Bis Sie sie einspielen, wird nichts geändert.',
  'setup.restoreShop': 'Laden wiederherstellen',
};
