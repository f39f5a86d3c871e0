import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { dogecoindPath, startDogecoind } from './dogecoind.ts';

export interface RunningNode {
  readonly backend: NodeBackend;
  stop(): Promise<void>;
}

/** A kind of node that the same tests run against: on regtest, with mature coins in its wallet. */
export interface NodeKind {
  readonly name: string;
  start(): Promise<RunningNode>;
}

const DOGECOIN_CORE: NodeKind = {
  name: 'Dogecoin Core',
  async start() {
    const daemon = await startDogecoind();
    const address = String(await daemon.call('getnewaddress'));
    await daemon.backend.mine(NETWORKS.regtest.coinbaseMaturity + 5, address);
    return daemon;
  },
};

/** The kinds of node at hand. What is not at hand is said to be not run. */
export function testNodes(): readonly NodeKind[] {
  if (dogecoindPath() !== undefined) return [DOGECOIN_CORE];
  process.stderr.write('NOT RUN against Dogecoin Core: set DOGECOIND to the path of its daemon.\n');
  return [];
}
