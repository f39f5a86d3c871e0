/** RPCErrorCode (Dogecoin Core rpc/protocol.h). */
export const RPC = {
  MISC: -1,
  TYPE: -3,
  WALLET: -4,
  INVALID_ADDRESS_OR_KEY: -5,
  INSUFFICIENT_FUNDS: -6,
  INVALID_PARAMETER: -8,
  DATABASE: -20,
  DESERIALIZATION: -22,
  TRANSACTION: -25,
  REJECTED: -26,
  ALREADY_IN_CHAIN: -27,
  INTERNAL: -32603,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  PARSE: -32700,
} as const;

/** A call's answer that is an error: code and message are Core's. */
export class RpcError extends Error {
  override name = 'RpcError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
