import { POLICY } from '../../../../networks.ts';
import { INCREMENTAL_FEE_PER_KB } from '../../chain/replacement.ts';
import { amountJson, type Json } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcMethod } from './method.ts';

function networkJson(name: string, isReachable: boolean): Json {
  return {
    name,
    limited: !isReachable,
    reachable: isReachable,
    proxy: '',
    proxy_randomize_credentials: false,
  };
}

/** A release number of Dogecoin Core: 1.14.99, whose rules these are. */
const VERSION = 1_149_900;
const USER_AGENT = '/Shibetoshi:1.14.99/Dogetill practice/';
const PROTOCOL_VERSION = 70_015;

/** CBlockPolicyEstimator without data looks as far as 25 blocks ahead. */
const MAX_CONFIRM_TARGET = 25;

export const CONTROL_METHODS: readonly RpcMethod[] = [
  {
    name: 'getnetworkinfo',
    category: 'Network',
    parameters: [],
    required: 0,
    usage: 'getnetworkinfo',
    answer: () => ({
      version: VERSION,
      subversion: USER_AGENT,
      protocolversion: PROTOCOL_VERSION,
      localservices: '000000000000000d',
      localrelay: true,
      timeoffset: 0,
      networkactive: true,
      connections: 0,
      networks: [networkJson('ipv4', true), networkJson('ipv6', true), networkJson('onion', false)],
      relayfee: amountJson(POLICY.relayFeePerKb),
      incrementalfee: amountJson(INCREMENTAL_FEE_PER_KB),
      softdustlimit: amountJson(POLICY.softDust),
      harddustlimit: amountJson(POLICY.hardDust),
      localaddresses: [],
      warnings: '',
    }),
  },
  {
    name: 'getconnectioncount',
    category: 'Network',
    parameters: [],
    required: 0,
    usage: 'getconnectioncount',
    answer: () => 0,
  },
  {
    name: 'ping',
    category: 'Network',
    parameters: [],
    required: 0,
    usage: 'ping',
    answer: () => null,
  },
  {
    name: 'estimatefee',
    category: 'Util',
    parameters: ['nblocks'],
    required: 1,
    usage: 'estimatefee nblocks',
    answer: (parameters) => {
      parameters.checkTypes('number');
      return -1;
    },
  },
  {
    name: 'estimatesmartfee',
    category: 'Util',
    parameters: ['nblocks'],
    required: 1,
    usage: 'estimatesmartfee nblocks',
    answer: (parameters) => {
      parameters.checkTypes('number');
      return { feerate: -1, blocks: MAX_CONFIRM_TARGET };
    },
  },
  {
    name: 'setmocktime',
    category: 'hidden',
    parameters: ['timestamp'],
    required: 1,
    usage: 'setmocktime timestamp',
    answer: (parameters, { node }) => {
      parameters.checkTypes('number');
      const time = parameters.wideInteger(0);
      if (time < 0 || time > 0xffffffff) throw new RpcError(RPC.INVALID_PARAMETER, 'timestamp out of range');
      node.clock.setMockTime(time);
      node.expire();
      return null;
    },
  },
  {
    name: 'uptime',
    category: 'Control',
    parameters: [],
    required: 0,
    usage: 'uptime',
    answer: (_, { startedAt }) => Math.floor(Date.now() / 1000) - startedAt,
  },
  {
    name: 'stop',
    category: 'Control',
    parameters: [],
    required: 0,
    usage: 'stop',
    answer: (_, { stop }) => {
      stop();
      return 'Dogecoin server stopping';
    },
  },
];
