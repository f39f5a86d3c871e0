import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NodeFault } from '../../node/backend.ts';
import { type RelayAnswer, writeRelayAnswer } from '../../protocol/relay.ts';
import { refuse } from '../../result.ts';
import type { FairTurns, Turn } from '../../system/fair-turns.ts';
import type { Till } from '../till/till.ts';
import { bodyOf, clientOf, sendRefusal } from './replies.ts';

/** Where the relay of an invoice answers, each to POST alone. */
export const RELAY_ADDRESSES = ['/v1/invoices/:id/relay/pay', '/v1/invoices/:id/relay/status'] as const;

/** DogeConnect 1.0, Payment Relay: bare JSON, no envelope. */
export function addRelayRoutes(app: FastifyInstance, till: Till, turns: FairTurns): void {
  const [pay, status] = RELAY_ADDRESSES;
  const route = (url: string, work: (id: string, body: unknown, turn: Turn) => Promise<RelayAnswer>) =>
    app.post(url, (request, reply) => {
      const client = clientOf(request);
      const turn: Turn = (part) => turns.run(client, part);
      const given = turn(() => bodyOf(request)).then((body) => work(idOf(request), body, turn));
      return answer(till, reply, given);
    });
  route(pay, (id, body, turn) => till.relay.pay(id, body, turn));
  route(status, (id, body, turn) => till.relay.status(id, body, turn));
}

function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id?: string }).id ?? '';
}

async function answer(till: Till, reply: FastifyReply, work: Promise<RelayAnswer>): Promise<FastifyReply> {
  const given = await work.catch((error: unknown) => {
    if (error instanceof NodeFault) return error;
    throw error;
  });
  if (given instanceof NodeFault) {
    const refused = refuse('node_unavailable', { problem: given.kind });
    if (!refused.ok) return sendRefusal(reply, refused.refusal);
    throw given;
  }
  const { status, body } = writeRelayAnswer(given);
  if (status >= 400) {
    const { log } = till.context;
    log.info({ relay: body, url: reply.request.url.slice(0, 200) }, 'refused');
  }
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((it: unknown) => JSON.stringify(it))
    .send(body);
}
