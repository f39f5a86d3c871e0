import { type BroadcastOutcome, type BroadcastRejection, NodeFault } from './backend.ts';

/** An error object of the node. The codes are those of Dogecoin Core's rpc/protocol.h. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
}

export const RPC_INVALID_ADDRESS_OR_KEY = -5;
export const RPC_INVALID_PARAMETER = -8;
const RPC_DESERIALIZATION_ERROR = -22;
const RPC_TRANSACTION_ERROR = -25;
const RPC_TRANSACTION_REJECTED = -26;
const RPC_TRANSACTION_ALREADY_IN_CHAIN = -27;
export const RPC_IN_WARMUP = -28;
const RPC_METHOD_NOT_FOUND = -32601;

/** A wrong argument is answered with the whole help text: its beginning is enough. */
const LONGEST_MESSAGE = 300;

function shorten(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** The fault behind an error that is no answer to what was asked. */
export function faultOfRpcError(method: string, error: RpcError): NodeFault {
  if (error.code === RPC_IN_WARMUP) {
    return new NodeFault('warming_up', `The node is starting: ${shorten(error.message)}`);
  }
  if (error.code === RPC_METHOD_NOT_FOUND) {
    return new NodeFault('unsupported', `The node does not have the call ${method}.`);
  }
  return new NodeFault(
    'call_failed',
    `The node failed at ${method}: ${shorten(error.message)} (${error.code})`,
  );
}

/** `<reject code>: <reason>` of a -26, rpc/rawtransaction.cpp. */
const REJECT = /^(\d{1,3}): (.*)$/s;

/** Reject codes of consensus/validation.h and validation.h. */
function rejectionOf(code: string, reason: string): BroadcastRejection {
  switch (code) {
    case '18':
      return 'inputs_spent';
    case '64':
      return reason.startsWith('non-final') || reason.startsWith('non-BIP68-final')
        ? 'not_final'
        : 'not_standard';
    case '65':
      return 'not_standard';
    case '66':
      return 'fee_too_low';
    case '256':
      return 'fee_too_high';
    case '258':
      return 'mempool_conflict';
    default:
      return 'invalid';
  }
}

/**
 * What an error of sendrawtransaction says about the transaction.
 * @returns undefined when it says something about the node instead (a -25 other than "Missing inputs" is a failing disk)
 */
export function broadcastOutcomeOfRpcError(error: RpcError): BroadcastOutcome | undefined {
  const message = shorten(error.message);
  switch (error.code) {
    case RPC_TRANSACTION_ALREADY_IN_CHAIN:
      return { kind: 'already_in_chain' };
    case RPC_DESERIALIZATION_ERROR:
      return { kind: 'rejected', reason: 'invalid', message };
    case RPC_TRANSACTION_ERROR:
      return error.message === 'Missing inputs'
        ? { kind: 'rejected', reason: 'missing_inputs', message }
        : undefined;
    case RPC_TRANSACTION_REJECTED: {
      const [, code = '', reason = ''] = REJECT.exec(error.message) ?? [];
      // REJECT_ALREADY_KNOWN of validation.cpp: in the mempool, or in the chain with its outputs still in the cache.
      if (code === '257') return { kind: reason === 'txn-already-known' ? 'already_in_chain' : 'accepted' };
      return { kind: 'rejected', reason: rejectionOf(code, reason), message };
    }
    default:
      return undefined;
  }
}
