import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeOffer, writePaymentRequest, writeReceipt, writeStatus } from '../../protocol/messages.ts';
import { readAnnounceRequest, readCloseRequest, readPayRequest } from '../../protocol/requests.ts';
import { type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { FairTurns } from '../../system/fair-turns.ts';
import { statusOf } from '../channels/channel-status.ts';
import { paymentRequest } from '../invoices/invoicing.ts';
import type { Till } from '../till/till.ts';
import { addRelayRoutes, RELAY_ADDRESSES } from './relay-routes.ts';
import { bodyOf, clientOf, sendRefusal } from './replies.ts';

/** What a route answers: a status and a payload that the till signs, or a refusal. */
type Answer = Result<{ readonly status: number; readonly payload: object }>;
type Handler = (request: FastifyRequest) => Answer | Promise<Answer>;

interface Parameters {
  readonly id?: string;
}

/** Everything that a route stands on. */
interface RouteParts {
  readonly till: Till;
  /** Whose request is looked at next. */
  readonly turns: FairTurns;
  /** Where customers reach the till: known once it listens. */
  base(): string;
}

export function addRoutes(app: FastifyInstance, { till, turns, base }: RouteParts): void {
  const addresses: { readonly pattern: RegExp; readonly method: string }[] = [];
  const know = (method: 'GET' | 'POST', url: string) => {
    addresses.push({ pattern: new RegExp(`^${url.replace(':id', '[^/]*')}$`), method });
  };
  const route = (method: 'GET' | 'POST', url: string, handler: Handler) => {
    know(method, url);
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) =>
        answer(till, reply, await turns.run(clientOf(request), () => handler(request))),
    });
  };
  route('GET', '/v1/channel-key', (request) => map(till.offerKey(clientOf(request)), 200, writeOffer));
  route('POST', '/v1/channels', (request) => announce(till, request));
  route('GET', '/v1/channels/:id', (request) => map(till.channel(idOf(request)), 200, status(till)));
  route('POST', '/v1/channels/:id/close', (request) => close(till, request));
  route('GET', '/v1/invoices/:id', (request) => invoice(till, base(), request));
  route('POST', '/v1/invoices/:id/channel-payment', (request) => pay(till, request));
  addRelayRoutes(app, till, turns);
  for (const url of RELAY_ADDRESSES) know('POST', url);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const known = addresses.find(({ pattern }) => pattern.test(path));
    if (known === undefined) return answer(till, reply, refuse('not_found', { what: 'such page' }));
    const { method } = known;
    return answer(till, reply.header('allow', method), refuse('method_not_allowed', { allowed: method }));
  });
}

function answer(till: Till, reply: FastifyReply, result: Answer): FastifyReply {
  if (!result.ok) {
    till.context.log.info({ refusal: result.refusal.code, url: reply.request.url.slice(0, 200) }, 'refused');
    return sendRefusal(reply, result.refusal);
  }
  return reply
    .code(result.value.status)
    .type('application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(till.seal(result.value.payload));
}

function map<T>(result: Result<T>, status: number, write: (value: T) => object): Answer {
  return result.ok ? { ok: true, value: { status, payload: write(result.value) } } : result;
}

function idOf(request: FastifyRequest): string {
  return (request.params as Parameters).id ?? '';
}

function status(till: Till) {
  return (channel: StoredChannel) => writeStatus(statusOf(till.context, channel));
}

async function announce(till: Till, request: FastifyRequest): Promise<Answer> {
  const wanted = readAnnounceRequest(bodyOf(request));
  if (!wanted.ok) return wanted;
  const opened = await till.openChannel(wanted.value);
  if (!opened.ok) return opened;
  return map({ ok: true, value: opened.value.channel }, opened.value.isNew ? 201 : 200, status(till));
}

function close(till: Till, request: FastifyRequest): Answer {
  const wanted = readCloseRequest(bodyOf(request));
  if (!wanted.ok) return wanted;
  return map(till.closeForCustomer(idOf(request), wanted.value), 202, status(till));
}

function invoice(till: Till, base: string, request: FastifyRequest): Answer {
  const found = till.invoice(idOf(request));
  if (!found.ok) return found;
  const { channel: channelId } = request.query as { readonly channel?: unknown };
  if (channelId === undefined) {
    return map(found, 200, (it) => writePaymentRequest(paymentRequest(till.context, base, it, undefined)));
  }
  if (typeof channelId !== 'string') {
    return refuse('malformed_request', { problem: '"channel" is given more than once' });
  }
  const channel = till.channel(channelId);
  if (!channel.ok) return channel;
  const { settlementAddress } = statusOf(till.context, channel.value);
  return map(found, 200, (it) =>
    writePaymentRequest(paymentRequest(till.context, base, it, settlementAddress)),
  );
}

async function pay(till: Till, request: FastifyRequest): Promise<Answer> {
  const wanted = readPayRequest(bodyOf(request));
  if (!wanted.ok) return wanted;
  const receipt = await till.pay({ ...wanted.value, invoice: idOf(request) });
  return map(receipt, 200, writeReceipt);
}
