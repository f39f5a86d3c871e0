import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { serve } from '../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../core/networks.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';

/** What one till measured of itself, in a process of its own. Milliseconds and bytes. */
export interface ScaleFigures {
  /** From the start of the process to the line that says ready, and what of it was loading the program. */
  readonly startMs: number;
  readonly loadMs: number;
  /** What the start took of a processor, whatever else the machine did. */
  readonly startCpuMs: number;
  /** The same for the blocks, each. */
  readonly blocksCpuMs: readonly number[];
  /** From the node's answer that the block is mined to the end of the look that has processed it. */
  readonly blocksMs: readonly number[];
  /** The longest that a payment would have waited meanwhile. */
  readonly longestTurnMs: number;
  readonly rss: number;
  readonly channels: Readonly<Record<string, number>>;
}

const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';
const NETWORK = NETWORKS.regtest;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function main([data = '', node = '', blocks = '10']: readonly string[]): Promise<void> {
  const loadMs = performance.now();
  const running = await serve({
    data,
    network: NETWORK,
    node,
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'silent' }),
  });
  const startMs = performance.now();
  const startCpuMs = cpuMs();
  const address = parseNodeAddress(node, NETWORK);
  if (!address.ok) throw new Error(address.problem);
  const miner = connectNode({ address: address.address, network: NETWORK });
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const blocksMs: number[] = [];
  const blocksCpuMs: number[] = [];
  for (let block = 0; block < Number(blocks); block++) {
    await miner.mine(1, MINER);
    const mined = performance.now();
    const minedCpu = cpuMs();
    // A look that the till began by itself comes first: the figure includes it.
    await running.till.look();
    blocksMs.push(performance.now() - mined);
    blocksCpuMs.push(cpuMs() - minedCpu);
  }
  turns.disable();
  const status = await running.desk.call('status', {});
  if (!status.ok) throw new Error(status.problem.detail);
  const figures: ScaleFigures = {
    startMs,
    loadMs,
    startCpuMs,
    blocksMs,
    blocksCpuMs,
    longestTurnMs: turns.max / 1e6,
    rss: process.memoryUsage.rss(),
    channels: status.value.channels,
  };
  miner.close();
  await running.stop();
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

await main(process.argv.slice(2));
