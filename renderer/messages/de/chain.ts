export const deChain = {
  'warning.nodeSaid': 'Im Wortlaut des Knotens oder der Verbindung (englisch)',
  'warning.disk_failed': 'Die Kasse kann nicht auf ihre Festplatte schreiben',
  'warning.disk_failed.advice':
    'Sie lehnt Zahlungen ab, denn keine wäre sicher. Schaffen Sie Platz auf der Platte mit den Daten der Kasse, oder sehen Sie nach, warum sie nur lesbar ist. Es geht von selbst weiter. Sie sagt: {said}',
  'warning.disk_low': 'Die Festplatte ist fast voll',
  'warning.disk_low.advice':
    'Wo die Daten der Kasse liegen, sind noch {free} MiB frei. Schaffen Sie Platz: eine volle Festplatte lehnt jede Zahlung ab.',
  'warning.till_failed': 'Die Kasse selbst hat versagt',
  'warning.till_failed.advice':
    'Starten Sie Dogetill neu. Kommt es wieder, schließen Sie die Kanäle und senden Sie das Protokoll an die Betreuer. Sie sagt: {said}',
  'warning.node_unreachable': 'Der Dogecoin-Knoten antwortet nicht',
  'warning.node_unreachable.advice':
    'Zahlungen auf offenen Kanälen gehen weiter. Kein Kanal kann öffnen oder schließen: Dogecoin Core starten und prüfen, ob es von diesem Rechner aus gefragt werden darf.',
  'warning.node_starting': 'Der Dogecoin-Knoten startet',
  'warning.node_starting.advice':
    'Nichts zu tun: er antwortet, sobald er seine Blöcke gelesen hat. Zahlungen auf offenen Kanälen gehen weiter.',
  'warning.node_unusable': 'Der Dogecoin-Knoten ist nicht zu gebrauchen',
  'warning.node_unusable.advice':
    'Bitte prüfen, ob Adresse, Benutzer und Passwort in den Optionen die des eigenen Knotens sind. Zahlungen auf offenen Kanälen gehen weiter; bis dahin kann kein Kanal schließen.',
  'warning.wrong_network': 'Der Dogecoin-Knoten gehört zu einem anderen Netz',
  'warning.wrong_network.advice':
    'Unter der Adresse des Knotens antwortet etwas anderes. Den richtigen Knoten starten oder die Adresse berichtigen.',
  'warning.blocks_missing': 'Der Knoten hat Blöcke weggeworfen, die die Kasse nicht gesehen hat',
  'warning.blocks_missing.advice':
    'Ein Knoten mit „prune“ behält einige Stunden. Die Kasse mit einem Knoten verbinden, der alle Blöcke behält, und Kanäle mit Geld schließen.',
  'warning.catching_up': 'Die Kasse liest die Blöcke, die sie versäumt hat',
  'warning.catching_up.advice':
    'Sie ist bei Block {height} von {tip}. Nichts zu tun: Fristen zählen schon mit dem neuesten Block.',
  'warning.initial_download': 'Der Knoten lädt die Blockkette noch',
  'warning.initial_download.advice':
    'Warten, bis er fertig ist, oder einen anderen Knoten verbinden. Fristen zählen, als wären weiter Blöcke gekommen.',
  'warning.tip_old': 'Der letzte Block des Knotens ist {minutes} Minuten alt',
  'warning.tip_old.advice':
    'Bitte prüfen, ob der Knoten Verbindung, Gegenstellen und Platz auf der Platte hat und die Uhr dieses Rechners stimmt. Fristen zählen, als wären weiter Blöcke gekommen.',
  'warning.clock_ahead': 'Die Uhr ist der Blockkette um {minutes} Minuten voraus',
  'warning.clock_ahead.advice':
    'Die Uhr zeigt {clock}, die neuesten Blöcke {time}. Hat der Rechner geschlafen, endet das von selbst, sobald der Knoten aufgeholt hat. Sonst die Uhr stellen: bis dahin kommen Fristen zu früh.',
  'warning.clock_behind': 'Die Uhr dieses Rechners geht der Blockkette {minutes} Minuten nach',
  'warning.clock_behind.advice':
    'Sie zeigt {clock}, die Blöcke {time}. Die Kasse geht nach den Blöcken, damit Rechnungen und Kanäle ihre Zeiten behalten. Bitte die Uhr stellen und vom System stellen lassen.',
  'warning.clock_set_back': 'Die Uhr dieses Rechners wurde um {minutes} Minuten zurückgestellt',
  'warning.clock_set_back.advice':
    'Sie zeigt {clock}, die eigene Aufzeichnung der Kasse {time}, und die gilt: was vorbei ist, bleibt vorbei. Bitte die Uhr stellen. Ohne Knoten weiß die Kasse nicht, wie viel Zeit verging: bitte prüfen, ob der Knoten läuft.',
  'warning.few_peers': 'Der Knoten hat {peers} Gegenstellen, gewünscht sind {wanted}',
  'warning.few_peers.advice':
    'Bitte prüfen, ob der Rechner des Knotens verbunden ist. Allein erfährt er von keinem Block und gibt keine Abrechnung weiter.',
  'warning.peers_clock':
    'Die Uhr am Rechner des Knotens weicht um {seconds} Sekunden von der seiner Gegenstellen ab',
  'warning.peers_clock.advice': 'Bitte jene Uhr stellen: ein Knoten mit falscher Uhr lehnt gute Blöcke ab.',
  'warning.nodes_disagree': '{name} hat eine andere Blockkette als der Knoten der Kasse',
  'warning.nodes_disagree.advice':
    'Der Knoten der Kasse ist bei Block {height}, der andere bei {otherHeight}. Endet das nicht binnen einer Stunde, bitte klären, welcher irrt; bis dahin auf neue Kanäle nichts Wertvolles herausgeben.',
  'warning.node_lags': 'Der Knoten der Kasse liegt {blocks} Blöcke hinter {name}',
  'warning.node_lags.advice':
    'Bitte prüfen, ob der Knoten der Kasse Gegenstellen und Platz auf der Platte hat. Fristen zählen mit der Höhe des anderen.',
  'warning.other_node_lags': '{name} liegt {blocks} Blöcke zurück',
  'warning.other_node_lags.advice': 'Der Knoten der Kasse ist weiter: nichts zu tun, außer es bleibt so.',
  'warning.other_node_ahead': '{name} nennt {blocks} Blöcke mehr, als es geben kann',
  'warning.other_node_ahead.advice':
    'So viele Blöcke können seit dem letzten des Kassenknotens nicht gekommen sein: Fristen zählen nicht mit ihnen. Bitte beide mit einer anderen Quelle vergleichen, die Uhr dieses Rechners prüfen und den Knoten entfernen, wenn es so bleibt.',
  'warning.other_node_away': '{name} antwortet nicht',
  'warning.other_node_away.advice':
    'Die Kasse arbeitet ohne ihn; solange fehlt eine zweite Meinung über die Blockkette.',
  'status.otherNode': '{name} ist bei Block {height}',
  'status.otherNodeUnheard': '{name} hat noch nicht geantwortet',
} as const;
