import { addressOf, outputKind, scriptHashScript } from '../../../../protocol/address.ts';
import { parseHex, toHex } from '../../../../protocol/bytes.ts';
import { type Block, decodeTransaction, type NodeTransaction } from '../../chain/block.ts';
import { NETWORK } from '../../chain/parameters.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import { MissingInputs, RejectedTransaction } from '../../chain/rejection.ts';
import type { Json } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcParameters } from '../rpc-parameters.ts';
import { scriptJson } from '../script-text.ts';
import type { RpcMethod } from './method.ts';
import { inBlockJson, transactionJson } from './transaction-json.ts';

function readTransaction(parameters: RpcParameters): NodeTransaction {
  const bytes = parseHex(parameters.string(0));
  const transaction = bytes && decodeTransaction(bytes);
  if (transaction === undefined) throw new RpcError(RPC.DESERIALIZATION, 'TX decode failed');
  return transaction;
}

/** GetTransaction without -txindex (validation.cpp): the mempool, else the block of a transaction with money left. */
function findTransaction(
  { chain, mempool }: PracticeChain,
  txid: string,
): { readonly found: NodeTransaction; readonly block?: Block } | undefined {
  const waiting = mempool.get(txid);
  if (waiting !== undefined) return { found: waiting };
  const height = chain.coins(txid)?.height ?? 0;
  const block = height > 0 ? chain.blockAt(height) : undefined;
  const found = block?.transactions.find((transaction) => transaction.txid === txid);
  return found === undefined || block === undefined ? undefined : { found, block };
}

function isVerbose(parameters: RpcParameters): boolean {
  const value = parameters.raw(1);
  if (parameters.count < 2) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object' && value !== null && 'text' in value) return parameters.integer(1) !== 0;
  throw new RpcError(RPC.TYPE, 'Invalid type provided. Verbose parameter must be a boolean.');
}

function getRawTransaction(parameters: RpcParameters, node: PracticeChain): Json {
  const txid = parameters.hash(0, 'parameter 1');
  const isObject = isVerbose(parameters);
  const known = findTransaction(node, txid);
  if (known === undefined) {
    const message =
      'No such mempool transaction. Use -txindex to enable blockchain transaction queries. ' +
      'Use gettransaction for wallet transactions.';
    throw new RpcError(RPC.INVALID_ADDRESS_OR_KEY, message);
  }
  const hex = toHex(known.found.bytes);
  if (!isObject) return hex;
  return { hex, ...transactionJson(known.found), ...inBlockJson(known.block, node.chain) };
}

function refusal(error: unknown): unknown {
  if (error instanceof RejectedTransaction) return new RpcError(RPC.REJECTED, error.message);
  return error instanceof MissingInputs ? new RpcError(RPC.TRANSACTION, error.message) : error;
}

function sendRawTransaction(parameters: RpcParameters, node: PracticeChain): Json {
  parameters.checkTypes('string', 'bool');
  const transaction = readTransaction(parameters);
  const allowsHighFee = parameters.boolean(1, false);
  const { txid } = transaction;
  if (node.mempool.get(txid) !== undefined) return txid;
  if (node.chain.coins(txid) !== undefined) {
    throw new RpcError(RPC.ALREADY_IN_CHAIN, 'transaction already in block chain');
  }
  try {
    node.accept(transaction, { allowsHighFee });
  } catch (error) {
    throw refusal(error);
  }
  return txid;
}

function decodeScript(parameters: RpcParameters): Json {
  const script = parameters.hex(0, 'argument');
  const shown = scriptJson(script, false);
  // A P2SH of a P2SH cannot be spent.
  if (outputKind(script) === 'scripthash') return shown;
  return { ...shown, p2sh: addressOf(scriptHashScript(script), NETWORK) ?? '' };
}

export const RAW_TRANSACTION_METHODS: readonly RpcMethod[] = [
  {
    name: 'getrawtransaction',
    category: 'Rawtransactions',
    parameters: ['txid', 'verbose'],
    required: 1,
    usage: 'getrawtransaction "txid" ( verbose )',
    answer: (parameters, { node }) => getRawTransaction(parameters, node),
  },
  {
    name: 'sendrawtransaction',
    category: 'Rawtransactions',
    parameters: ['hexstring', 'allowhighfees'],
    required: 1,
    usage: 'sendrawtransaction "hexstring" ( allowhighfees )',
    answer: (parameters, { node }) => sendRawTransaction(parameters, node),
  },
  {
    name: 'decoderawtransaction',
    category: 'Rawtransactions',
    parameters: ['hexstring'],
    required: 1,
    usage: 'decoderawtransaction "hexstring"',
    answer: (parameters) => {
      parameters.checkTypes('string');
      return transactionJson(readTransaction(parameters));
    },
  },
  {
    name: 'decodescript',
    category: 'Rawtransactions',
    parameters: ['hexstring'],
    required: 1,
    usage: 'decodescript "hexstring"',
    answer: (parameters) => {
      parameters.checkTypes('string');
      return decodeScript(parameters);
    },
  },
];
