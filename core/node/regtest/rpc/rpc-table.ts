import type { Json } from './json.ts';
import { BLOCK_METHODS } from './methods/blocks.ts';
import { CONTROL_METHODS } from './methods/control.ts';
import { MEMPOOL_METHODS } from './methods/mempool-methods.ts';
import type { RpcContext, RpcMethod } from './methods/method.ts';
import { MINING_METHODS } from './methods/mining.ts';
import { OUTPUT_METHODS } from './methods/outputs.ts';
import { RAW_TRANSACTION_METHODS } from './methods/raw-transactions.ts';
import { WALLET_METHODS } from './methods/wallet-methods.ts';
import { RPC, RpcError } from './rpc-error.ts';
import { RpcParameters } from './rpc-parameters.ts';

const HELP: RpcMethod = {
  name: 'help',
  category: 'Control',
  parameters: ['command'],
  required: 0,
  usage: 'help ( "command" )',
  answer: (parameters) => helpText(parameters.count > 0 ? parameters.string(0) : undefined),
};

const METHODS: ReadonlyMap<string, RpcMethod> = new Map(
  [
    ...BLOCK_METHODS,
    ...OUTPUT_METHODS,
    ...MEMPOOL_METHODS,
    ...MINING_METHODS,
    ...RAW_TRANSACTION_METHODS,
    ...WALLET_METHODS,
    ...CONTROL_METHODS,
    HELP,
  ].map((method) => [method.name, method]),
);

function helpText(command: string | undefined): string {
  if (command !== undefined) return METHODS.get(command)?.usage ?? `help: unknown command: ${command}\n`;
  const shown = [...METHODS.values()].filter(({ category }) => category !== 'hidden');
  const categories = [...new Set(shown.map(({ category }) => category))].sort();
  return categories
    .map((category) => {
      const usages = shown.filter((method) => method.category === category).map(({ usage }) => usage);
      return [`== ${category} ==`, ...usages.sort()].join('\n');
    })
    .join('\n\n');
}

/** transformNamedArguments (Dogecoin Core rpc/server.cpp): names become positions, gaps become null. */
function positional(method: RpcMethod, named: { readonly [key: string]: Json }): Json[] {
  for (const name of Object.keys(named)) {
    if (method.parameters.includes(name)) continue;
    throw new RpcError(RPC.INVALID_PARAMETER, `Unknown named parameter ${name}`);
  }
  const given = method.parameters.map((name) => named[name]);
  const last = given.findLastIndex((value) => value !== undefined);
  return given.slice(0, last + 1).map((value) => value ?? null);
}

export interface RpcRequest {
  readonly method: string;
  readonly params: readonly Json[] | { readonly [key: string]: Json };
}

/**
 * Answers one call.
 * @throws RpcError
 */
export async function callMethod({ method: name, params }: RpcRequest, context: RpcContext): Promise<Json> {
  const method = METHODS.get(name);
  if (method === undefined) throw new RpcError(RPC.METHOD_NOT_FOUND, 'Method not found');
  const values = Array.isArray(params) ? params : positional(method, params as { [key: string]: Json });
  if (values.length < method.required || values.length > method.parameters.length) {
    throw new RpcError(RPC.MISC, `${method.usage}\n`);
  }
  return await method.answer(new RpcParameters(values), context);
}
