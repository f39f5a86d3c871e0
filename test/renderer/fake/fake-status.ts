import type { BackupStatusView, StatusView } from '../../../core/bridge/views/status.ts';
import type { FakeState } from './fake-state.ts';

const said = 'connect ECONNREFUSED 127.0.0.1:22555';

/** The status that the screens show, as healthy or as ill as the options say. */
export function statusOf(state: FakeState): StatusView {
  return {
    version: '0.1.0',
    network: state.mode === 'practice' ? 'regtest' : 'mainnet',
    endpoint: 'http://192.168.178.21:10888',
    identity: '02a1633cafcc01ebfb6d78e39f687a1f0995c62fc95f51ead10a02ee0be551b5dc',
    height: state.height,
    tip: '1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691',
    tipAge: state.options.isNodeGone === true ? 4000 : 12,
    node: {
      isReachable: state.options.isNodeGone !== true,
      ...(state.options.isNodeGone === true && { problem: said }),
    },
    chainProblems:
      state.options.isNodeGone === true
        ? [{ kind: 'node_unreachable', severity: 'alarm', facts: { said }, detail: said }]
        : [],
    otherNodes: state.otherNodes,
    isLocked: state.isLocked,
    ...(state.keepsPassphrase !== undefined && { keepsPassphrase: state.keepsPassphrase }),
    channels: Object.fromEntries(
      Object.entries(Object.groupBy(state.channels.values(), (channel) => channel.state)).map(
        ([name, some]) => [name, some.length],
      ),
    ),
    atRisk: '1520341.25',
    backup: backupOf(state),
    blockSeconds: 60,
    automaticClose: { lastRun: new Date().toISOString(), isLate: false },
  };
}

function backupOf(state: FakeState): BackupStatusView {
  return state.options.isNodeGone === true
    ? { isBesideTill: true, folder: '/home/shop/.local/share/Dogetill/shop/backups', problem: 'disk_full' }
    : {
        isBesideTill: false,
        folder: '/media/usb/dogetill',
        made: new Date(Date.now() - 5 * 3_600_000).toISOString(),
      };
}
