/** An earlier shop that comes back from its backup. */
export const enRestore = {
  'backup.choose': 'Choose the folder …',
  'backup.folder': 'Folder of the backup',
  'backup.folderHint':
    'The whole path of a folder named dogetill-…, on a stick, another disk or a network drive.',
  'backup.look': 'Look into it',
  'backup.looking': 'Looking …',
  'backup.newest': 'Last sale in it',
  'backup.noSale': 'None',
  'backup.channels': 'Channels not settled',
  'backup.owed': 'Owed on them',
  'backup.since':
    'What customers paid after the last sale in it is not in this backup: before you close a channel, ask its customer (docs/RECOVERY.md). New keys and addresses begin far above those that were used.',
  'backup.pins': 'Its PINs and its passphrase are those of the earlier till.',
  'backup.earlierOff': 'The earlier till does not run any more',
  'backup.earlierOffHint':
    'Two tills with the same keys would answer the same customers with different sums.',
  'setup.begins': 'How does this shop begin?',
  'setup.begins.text': 'Everything can be looked at before anything is kept.',
  'begins.new': 'A new shop',
  'begins.newHint': 'With keys of its own.',
  'begins.backup': 'An earlier shop, from a backup',
  'begins.backupHint':
    'All of it comes back as of that day: sales, open channels with what customers paid, settings, PINs.',
  'begins.words': 'An earlier shop, from its words alone',
  'begins.wordsHint':
    'They bring back what was settled and what came to invoices’ addresses. What customers paid on open channels is in a backup alone.',
  'setup.backup': 'Backup of the earlier shop',
  'setup.backup.text': 'Nothing is changed until you restore it.',
  'setup.restoreShop': 'Restore the shop',
} as const;
