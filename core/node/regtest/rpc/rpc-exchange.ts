import { type Json, readJson, writeJson } from './json.ts';
import type { RpcContext } from './methods/method.ts';
import { RPC, RpcError } from './rpc-error.ts';
import { callMethod, type RpcRequest } from './rpc-table.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

type Reply =
  | { readonly result: Json; readonly error: null }
  | { readonly result: null; readonly error: RpcError };

function replyJson(reply: Reply, id: Json): Json {
  const { error } = reply;
  return {
    result: reply.result,
    error: error === null ? null : { code: error.code, message: error.message },
    id,
  };
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return Object.prototype.toString.call(value) === '[object Object]' && value?.constructor === Object;
}

/** JSONRPCRequest::parse (Dogecoin Core rpc/server.cpp). */
function readRequest(value: { readonly [key: string]: Json }): RpcRequest {
  const method = value['method'] ?? null;
  const params = value['params'] ?? [];
  if (method === null) throw new RpcError(RPC.INVALID_REQUEST, 'Missing method');
  if (typeof method !== 'string') throw new RpcError(RPC.INVALID_REQUEST, 'Method must be a string');
  if (Array.isArray(params) || isObject(params)) return { method, params };
  throw new RpcError(RPC.INVALID_REQUEST, 'Params must be an array or object');
}

async function answerOne(value: Json, context: RpcContext): Promise<Reply> {
  try {
    if (!isObject(value)) throw new RpcError(RPC.INVALID_REQUEST, 'Invalid Request object');
    return { result: await callMethod(readRequest(value), context), error: null };
  } catch (error) {
    if (error instanceof RpcError) return { result: null, error };
    const message = error instanceof Error ? error.message : String(error);
    return { result: null, error: new RpcError(RPC.INTERNAL, message) };
  }
}

function idOf(value: Json): Json {
  return isObject(value) ? (value['id'] ?? null) : null;
}

/** JSONErrorReply (httprpc.cpp). */
function statusOf(reply: Reply): number {
  switch (reply.error?.code) {
    case undefined:
      return 200;
    case RPC.INVALID_REQUEST:
      return 400;
    case RPC.METHOD_NOT_FOUND:
      return 404;
    default:
      return 500;
  }
}

function single(reply: Reply, id: Json): HttpAnswer {
  return { status: statusOf(reply), body: `${writeJson(replyJson(reply, id))}\n` };
}

/** Answers the body of one HTTP request: a call, or a batch whose calls are carried out in their order. */
export async function answerBody(text: string, context: RpcContext): Promise<HttpAnswer> {
  let value: Json;
  try {
    value = readJson(text);
  } catch {
    return single({ result: null, error: new RpcError(RPC.PARSE, 'Parse error') }, null);
  }
  if (Array.isArray(value)) {
    const replies: Json[] = [];
    for (const call of value) replies.push(replyJson(await answerOne(call, context), idOf(call)));
    return { status: 200, body: `${writeJson(replies)}\n` };
  }
  if (isObject(value)) return single(await answerOne(value, context), idOf(value));
  return single({ result: null, error: new RpcError(RPC.PARSE, 'Top-level object parse error') }, null);
}
