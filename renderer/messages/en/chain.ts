/** What is wrong with the sight of the chain, and what to do. */
export const enChain = {
  'warning.nodeSaid': 'What the node or the connection said',
  'warning.disk_failed': 'The till cannot write to its disk',
  'warning.disk_failed.advice':
    'It refuses payments, since none would be safe. Free space on the disk of the till’s data, or see why it is read-only. It goes on by itself. It says: {said}',
  'warning.disk_low': 'The disk is nearly full',
  'warning.disk_low.advice':
    '{free} MiB are left where the till’s data lie. Make room: a full disk refuses every payment.',
  'warning.till_failed': 'The till itself failed',
  'warning.till_failed.advice':
    'Restart Dogetill. If it comes again, close the channels and send the log to whoever maintains it. It says: {said}',
  'warning.node_unreachable': 'The Dogecoin node does not answer',
  'warning.node_unreachable.advice':
    'Payments on open channels go on. No channel can open or close: start Dogecoin Core, and see that it may be asked from this machine.',
  'warning.node_starting': 'The Dogecoin node is starting',
  'warning.node_starting.advice':
    'Nothing to do: it answers when it has read its blocks. Payments on open channels go on.',
  'warning.node_unusable': 'The Dogecoin node cannot be used',
  'warning.node_unusable.advice':
    'See that the address, user and password in the settings are those of your node. Payments on open channels go on; no channel can close until then.',
  'warning.wrong_network': 'The Dogecoin node is on another network',
  'warning.wrong_network.advice':
    'Something else answers at the node’s address. Start the right node, or correct the address.',
  'warning.blocks_missing': 'The node has thrown away blocks that the till has not seen',
  'warning.blocks_missing.advice':
    'A pruned node keeps some hours of blocks. Connect the till to a node that keeps all of them, and close channels with money in them.',
  'warning.catching_up': 'The till reads the blocks of its absence',
  'warning.catching_up.advice':
    'It is at block {height} of {tip}. Nothing to do: deadlines count already with the newest block.',
  'warning.initial_download': 'The node is still downloading the chain',
  'warning.initial_download.advice':
    'Wait until it is done, or connect another node. Deadlines count as if blocks had gone on.',
  'warning.tip_old': 'The node’s last block is {minutes} minutes old',
  'warning.tip_old.advice':
    'See that the node has a connection, peers and room on its disk, and that this computer’s clock is right. Deadlines count as if blocks had gone on.',
  'warning.clock_ahead': 'The clock went ahead of the chain by {minutes} minutes',
  'warning.clock_ahead.advice':
    'The clock says {clock}, the newest blocks {time}. After the computer slept this ends by itself, once the node has caught up. If not, set the clock right: deadlines come early until then.',
  'warning.clock_behind': 'This computer’s clock is {minutes} minutes behind the chain',
  'warning.clock_behind.advice':
    'It says {clock}, the blocks say {time}. The till goes by the blocks, so invoices and channels keep their times. Set the clock right, and let the system keep it.',
  'warning.clock_set_back': 'This computer’s clock was set back by {minutes} minutes',
  'warning.clock_set_back.advice':
    'It says {clock}, the till’s own record says {time} and counts: what is over stays over. Set the clock right. Without a node the till cannot know how much time has passed: see that the node runs.',
  'warning.few_peers': 'The node has {peers} peers, {wanted} are wanted',
  'warning.few_peers.advice':
    'See that the node’s computer is connected. Alone it hears of no blocks and passes no settlement on.',
  'warning.peers_clock': 'The clock of the node’s computer is {seconds} seconds off its peers’',
  'warning.peers_clock.advice': 'Set that clock right: a node with a wrong clock refuses good blocks.',
  'warning.nodes_disagree': '{name} has another chain than the till’s node',
  'warning.nodes_disagree.advice':
    'The till’s node is at block {height}, the other at {otherHeight}. If this does not end within the hour, find out which is wrong; hand out nothing of value on new channels until then.',
  'warning.node_lags': 'The till’s node is {blocks} blocks behind {name}',
  'warning.node_lags.advice':
    'See that the till’s node has peers and room on its disk. Deadlines count with the other’s height.',
  'warning.other_node_lags': '{name} is {blocks} blocks behind',
  'warning.other_node_lags.advice': 'The till’s own node is further: nothing to do, unless it stays so.',
  'warning.other_node_ahead': '{name} claims {blocks} blocks more than can be',
  'warning.other_node_ahead.advice':
    'So many blocks cannot have come since the till’s node had its last one: deadlines do not count with them. Compare both with another source, see that this computer’s clock is right, and remove the node if it goes on.',
  'warning.other_node_away': '{name} does not answer',
  'warning.other_node_away.advice':
    'The till works without it; there is no second opinion on the chain meanwhile.',
  'status.otherNode': '{name} is at block {height}',
  'status.otherNodeUnheard': '{name} has not answered yet',
} as const;
