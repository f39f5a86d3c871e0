import { NETWORKS, type Network } from '../../networks.ts';
import { isSamePlace, nodeLocation, parseNodeAddress } from '../../node/node-address.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { requireNode } from '../nodes/find-nodes.ts';
import { MOST_OTHER_NODES, type ShopFacts } from './app-file.ts';

/** Host and port of a node that was named before; what is not understood names nothing. */
function placeOf(node: string, network: Network): string | undefined {
  const parsed = parseNodeAddress(node, network);
  return parsed.ok ? nodeLocation(parsed.address) : undefined;
}

/**
 * Refuses node_unusable for one that the till asks already: what a node says twice proves nothing, and a settlement that
 * it was given would seem to have spread.
 */
export function withOtherNode(shop: ShopFacts, node: string, network: Network): Result<ShopFacts> {
  const { otherNodes = [] } = shop;
  const place = placeOf(node, network);
  const isKnown = [shop.node, ...otherNodes].some((known) => {
    const its = placeOf(known, network);
    return its !== undefined && place !== undefined && isSamePlace(its, place);
  });
  if (isKnown)
    return refuse('node_unusable', { reason: 'known', problem: 'The till asks this node already.' });
  if (otherNodes.length >= MOST_OTHER_NODES) {
    const problem = `The till asks ${MOST_OTHER_NODES} further nodes at most.`;
    return refuse('node_unusable', { reason: 'too_many', problem });
  }
  return ok({ ...shop, otherNodes: [...otherNodes, node.trim()] });
}

/** @param name host and port, as a status names it */
export function withoutOtherNode(shop: ShopFacts, name: string, network: Network): ShopFacts {
  return { ...shop, otherNodes: (shop.otherNodes ?? []).filter((node) => placeOf(node, network) !== name) };
}

/** The till's own node is another one: it is no second opinion beside itself. */
export function withOwnNode(shop: ShopFacts, node: string, network: Network): ShopFacts {
  const place = placeOf(node, network);
  const otherNodes = (shop.otherNodes ?? []).filter((other) => {
    const its = placeOf(other, network);
    return its === undefined || place === undefined || !isSamePlace(its, place);
  });
  return { ...shop, node, otherNodes };
}

/** Another node of its own, which is tested first. Refuses node_unusable. @param seen the height that the till has seen */
export async function replaceNode(
  shop: ShopFacts,
  node: string,
  seen: number | undefined,
): Promise<Result<ShopFacts>> {
  const network = NETWORKS[shop.network];
  const tested = await requireNode(network, node, seen);
  return tested.ok ? ok(withOwnNode(shop, node, network)) : tested;
}

/** A further node, which is tested first. Refuses node_unusable. @param seen the height that the till has seen */
export async function addOtherNode(
  shop: ShopFacts,
  node: string,
  seen: number | undefined,
): Promise<Result<ShopFacts>> {
  const network = NETWORKS[shop.network];
  const wanted = withOtherNode(shop, node, network);
  if (!wanted.ok) return wanted;
  const tested = await requireNode(network, node, seen);
  return tested.ok ? wanted : tested;
}

/** @returns the same facts where there is no further node of this name */
export function removeOtherNode(shop: ShopFacts, name: string): ShopFacts {
  const wanted = withoutOtherNode(shop, name, NETWORKS[shop.network]);
  return wanted.otherNodes?.length === shop.otherNodes?.length ? shop : wanted;
}
