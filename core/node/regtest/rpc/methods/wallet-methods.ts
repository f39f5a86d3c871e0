import { POLICY } from '../../../../networks.ts';
import { addressOf, outputKind, scriptOf } from '../../../../protocol/address.ts';
import { toHex } from '../../../../protocol/bytes.ts';
import { NETWORK } from '../../chain/parameters.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import { RejectedTransaction } from '../../chain/rejection.ts';
import { confirmations, isMature, type WalletOutput } from '../../chain/wallet.ts';
import { buildPayment } from '../../chain/wallet-payment.ts';
import { amountJson, type Json } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcParameters } from '../rpc-parameters.ts';
import type { RpcMethod } from './method.ts';

/** What the wallet trusts: what is in blocks, and its own transactions before that. */
function spendable({ wallet, mempool, chain }: PracticeChain): WalletOutput[] {
  return wallet
    .unspent(mempool)
    .filter((output) =>
      output.height === undefined ? wallet.isOwn(output.outpoint.txid) : isMature(output, chain.height),
    );
}

/** CommitTransaction's words (wallet/wallet.cpp). */
function refusal(error: unknown): unknown {
  if (!(error instanceof RejectedTransaction)) return error;
  return new RpcError(RPC.WALLET, `Error: The transaction was rejected! Reason given: ${error.message}`);
}

function sendToAddress(parameters: RpcParameters, node: PracticeChain): Json {
  const script = scriptOf(parameters.string(0), NETWORK);
  if (script === undefined) throw new RpcError(RPC.INVALID_ADDRESS_OR_KEY, 'Invalid Dogecoin address');
  const amount = parameters.amount(1);
  if (amount === 0n) throw new RpcError(RPC.TYPE, 'Invalid amount for send');
  if (amount < POLICY.softDust) throw new RpcError(RPC.WALLET, 'Transaction amount too small');
  const payment = buildPayment(spendable(node), {
    script,
    amount,
    subtractsFee: parameters.boolean(4, false),
    changeKey: () => node.newKey(),
    height: node.chain.height,
  });
  if (payment === undefined) throw new RpcError(RPC.INSUFFICIENT_FUNDS, 'Insufficient funds');
  try {
    node.accept(payment, { isOwn: true });
  } catch (error) {
    throw refusal(error);
  }
  return payment.txid;
}

function balance(parameters: RpcParameters, node: PracticeChain): Json {
  const least = parameters.count > 1 ? parameters.integer(1) : 0;
  const counted = spendable(node).filter((output) => confirmations(output, node.chain.height) >= least);
  return amountJson(counted.reduce((total, { output }) => total + output.value, 0n));
}

function listUnspent(parameters: RpcParameters, node: PracticeChain): Json {
  const least = parameters.integer(0, 1);
  const most = parameters.integer(1, 9_999_999);
  const addresses = parameters.raw(2);
  const wanted = Array.isArray(addresses) && addresses.length > 0 ? new Set(addresses) : undefined;
  return node.wallet
    .unspent(node.mempool)
    .filter((output) => isMature(output, node.chain.height))
    .map((output) => ({ output, depth: confirmations(output, node.chain.height) }))
    .filter(({ output, depth }) => {
      return depth >= least && depth <= most && (wanted?.has(output.key.address) ?? true);
    })
    .map(({ output, depth }) => ({
      txid: output.outpoint.txid,
      vout: output.outpoint.vout,
      address: output.key.address,
      account: '',
      scriptPubKey: toHex(output.output.script),
      amount: amountJson(output.output.value),
      confirmations: depth,
      spendable: true,
      solvable: true,
    }));
}

function validateAddress(text: string, { wallet }: PracticeChain): Json {
  const script = scriptOf(text, NETWORK);
  if (script === undefined) return { isvalid: false };
  const key = wallet.keyOf(script);
  return {
    isvalid: true,
    address: addressOf(script, NETWORK) ?? text,
    scriptPubKey: toHex(script),
    ismine: key !== undefined,
    iswatchonly: false,
    isscript: outputKind(script) === 'scripthash',
    ...(key === undefined ? {} : { pubkey: toHex(key.publicKey), iscompressed: true, account: '' }),
  };
}

export const WALLET_METHODS: readonly RpcMethod[] = [
  {
    name: 'getnewaddress',
    category: 'Wallet',
    parameters: ['account'],
    required: 0,
    usage: 'getnewaddress ( "account" )',
    answer: (_, { node }) => node.newKey().address,
  },
  {
    name: 'sendtoaddress',
    category: 'Wallet',
    parameters: ['address', 'amount', 'comment', 'comment_to', 'subtractfeefromamount'],
    required: 2,
    usage: 'sendtoaddress "address" amount ( "comment" "comment_to" subtractfeefromamount )',
    answer: (parameters, { node }) => sendToAddress(parameters, node),
  },
  {
    name: 'getbalance',
    category: 'Wallet',
    parameters: ['account', 'minconf', 'include_watchonly'],
    required: 0,
    usage: 'getbalance ( "account" minconf include_watchonly )',
    answer: (parameters, { node }) => balance(parameters, node),
  },
  {
    name: 'listunspent',
    category: 'Wallet',
    parameters: ['minconf', 'maxconf', 'addresses', 'include_unsafe', 'query_options'],
    required: 0,
    usage: 'listunspent ( minconf maxconf  ["addresses",...] [include_unsafe] [query_options])',
    answer: (parameters, { node }) => listUnspent(parameters, node),
  },
  {
    name: 'validateaddress',
    category: 'Util',
    parameters: ['address'],
    required: 1,
    usage: 'validateaddress "address"',
    answer: (parameters, { node }) => validateAddress(parameters.string(0), node),
  },
];
