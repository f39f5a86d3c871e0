import { scriptOf } from '../../../../protocol/address.ts';
import { NETWORK } from '../../chain/parameters.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import type { Json } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcContext, RpcMethod } from './method.ts';

/** Blocks that are mined before other calls get their turn. */
const BLOCKS_AT_ONCE = 200;

async function generate(node: PracticeChain, count: number, script: Uint8Array): Promise<Json> {
  const hashes: string[] = [];
  while (hashes.length < count) {
    hashes.push(node.mine({ script }).hash);
    if (hashes.length % BLOCKS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return hashes;
}

function tipJson({ chain }: PracticeChain): Json {
  return { hash: chain.tip.hash, height: chain.height };
}

/** A long poll. @param timeout milliseconds; 0 waits without end */
async function waitUntil(isSo: () => boolean, timeout: number, { node, ending }: RpcContext): Promise<Json> {
  if (!isSo() && !ending.aborted) {
    await new Promise<void>((resolve) => {
      const timer = timeout > 0 ? setTimeout(done, timeout) : undefined;
      const stopListening = node.onTip(() => {
        if (isSo()) done();
      });
      ending.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        stopListening();
        ending.removeEventListener('abort', done);
        resolve();
      }
    });
  }
  return tipJson(node);
}

export const MINING_METHODS: readonly RpcMethod[] = [
  {
    name: 'generate',
    category: 'Generating',
    parameters: ['nblocks', 'maxtries', 'auxpow'],
    required: 1,
    usage: 'generate nblocks ( maxtries auxpow )',
    answer: (parameters, { node }) => {
      const count = parameters.integer(0);
      return generate(node, count, node.newKey().script);
    },
  },
  {
    name: 'generatetoaddress',
    category: 'Generating',
    parameters: ['nblocks', 'address', 'maxtries', 'auxpow'],
    required: 2,
    usage: 'generatetoaddress nblocks address (maxtries auxpow)',
    answer: (parameters, { node }) => {
      const count = parameters.integer(0);
      const script = scriptOf(parameters.string(1), NETWORK);
      if (script === undefined) throw new RpcError(RPC.INVALID_ADDRESS_OR_KEY, 'Error: Invalid address');
      return generate(node, count, script);
    },
  },
  {
    name: 'waitfornewblock',
    category: 'hidden',
    parameters: ['timeout'],
    required: 0,
    usage: 'waitfornewblock (timeout)',
    answer: (parameters, context) => {
      const timeout = parameters.integer(0, 0);
      const { tip } = context.node.chain;
      return waitUntil(() => context.node.chain.tip !== tip, timeout, context);
    },
  },
  {
    name: 'waitforblockheight',
    category: 'hidden',
    parameters: ['height', 'timeout'],
    required: 1,
    usage: 'waitforblockheight <height> (timeout)',
    answer: (parameters, context) => {
      const height = parameters.integer(0);
      return waitUntil(() => context.node.chain.height >= height, parameters.integer(1, 0), context);
    },
  },
];
