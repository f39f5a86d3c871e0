import { toHex } from '../../../../protocol/bytes.ts';
import { type Block, blockBytes, headerBytes } from '../../chain/block.ts';
import { ACTIVATION } from '../../chain/parameters.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import { type Json, JsonNumber } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcParameters } from '../rpc-parameters.ts';
import { blockJson, chainWork, DIFFICULTY, headerJson } from './block-json.ts';
import type { RpcMethod } from './method.ts';

function findBlock(node: PracticeChain, hash: string): Block {
  const block = node.chain.block(hash);
  if (block === undefined) throw new RpcError(RPC.INVALID_ADDRESS_OR_KEY, 'Block not found');
  return block;
}

function verbosity(parameters: RpcParameters): number {
  const value = parameters.raw(1);
  if (parameters.count < 2) return 1;
  return value instanceof JsonNumber ? parameters.integer(1) : Number(parameters.boolean(1, true));
}

function softForks(height: number): Json {
  const forks = [
    { id: 'bip34', version: 2, from: 100_000_000 },
    { id: 'bip66', version: 3, from: ACTIVATION.bip66Height },
    { id: 'bip65', version: 4, from: ACTIVATION.bip65Height },
  ];
  return forks.map(({ id, version, from }) => ({ id, version, reject: { status: height >= from } }));
}

/** Versionbits' window on regtest (chainparams.cpp): "defined" for two of them, then "started" for ever. */
const WINDOW = 720;

function deployment(height: number, bit: number): Json {
  const times = { startTime: 0, timeout: 999_999_999_999 };
  if (height + 1 < WINDOW) return { status: 'defined', ...times, since: 0 };
  return { status: 'started', bit, ...times, since: WINDOW };
}

function chainInfo(node: PracticeChain): Json {
  const { chain } = node;
  return {
    chain: 'regtest',
    blocks: chain.height,
    headers: chain.height,
    bestblockhash: chain.tip.hash,
    difficulty: DIFFICULTY,
    mediantime: chain.medianTime,
    verificationprogress: 1,
    initialblockdownload: node.isInitialDownload,
    chainwork: chainWork(chain.height),
    size_on_disk: 0,
    pruned: false,
    softforks: softForks(chain.height),
    bip9_softforks: { csv: deployment(chain.height, 0), segwit: deployment(chain.height, 1) },
    warnings: '',
  };
}

export const BLOCK_METHODS: readonly RpcMethod[] = [
  {
    name: 'getblockchaininfo',
    category: 'Blockchain',
    parameters: [],
    required: 0,
    usage: 'getblockchaininfo',
    answer: (_, { node }) => chainInfo(node),
  },
  {
    name: 'getblockcount',
    category: 'Blockchain',
    parameters: [],
    required: 0,
    usage: 'getblockcount',
    answer: (_, { node }) => node.chain.height,
  },
  {
    name: 'getbestblockhash',
    category: 'Blockchain',
    parameters: [],
    required: 0,
    usage: 'getbestblockhash',
    answer: (_, { node }) => node.chain.tip.hash,
  },
  {
    name: 'getdifficulty',
    category: 'Blockchain',
    parameters: [],
    required: 0,
    usage: 'getdifficulty',
    answer: () => DIFFICULTY,
  },
  {
    name: 'getblockhash',
    category: 'Blockchain',
    parameters: ['height'],
    required: 1,
    usage: 'getblockhash height',
    answer: (parameters, { node }) => {
      const block = node.chain.blockAt(parameters.integer(0));
      if (block === undefined) throw new RpcError(RPC.INVALID_PARAMETER, 'Block height out of range');
      return block.hash;
    },
  },
  {
    name: 'getblockheader',
    category: 'Blockchain',
    parameters: ['blockhash', 'verbose'],
    required: 1,
    usage: 'getblockheader "hash" ( verbose )',
    answer: (parameters, { node }) => {
      const hash = parameters.looseHash(0);
      const isVerbose = parameters.boolean(1, true);
      const block = findBlock(node, hash);
      return isVerbose ? headerJson(block, node.chain) : toHex(headerBytes(block.header));
    },
  },
  {
    name: 'getblock',
    category: 'Blockchain',
    parameters: ['blockhash', 'verbosity'],
    required: 1,
    usage: 'getblock "blockhash" ( verbosity ) ',
    answer: (parameters, { node }) => {
      const hash = parameters.looseHash(0);
      const level = verbosity(parameters);
      const block = findBlock(node, hash);
      return level <= 0 ? toHex(blockBytes(block)) : blockJson(block, node.chain, level >= 2);
    },
  },
  {
    name: 'invalidateblock',
    category: 'hidden',
    parameters: ['blockhash'],
    required: 1,
    usage: 'invalidateblock "blockhash"',
    answer: (parameters, { node }) => {
      const block = findBlock(node, parameters.looseHash(0));
      if (block.previous === undefined) throw new RpcError(RPC.DATABASE, 'the genesis block is always valid');
      node.invalidate(block.hash);
      return null;
    },
  },
  {
    name: 'reconsiderblock',
    category: 'hidden',
    parameters: ['blockhash'],
    required: 1,
    usage: 'reconsiderblock "blockhash"',
    answer: (parameters, { node }) => {
      node.reconsider(findBlock(node, parameters.looseHash(0)).hash);
      return null;
    },
  },
];
