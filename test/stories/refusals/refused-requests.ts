import { MAX_REQUEST_BYTES } from '../../../core/protocol/requests.ts';
import type { RefusalCode } from '../../../core/refusal.ts';
import type { Shop } from '../shop.ts';
import { posting, type WireRequest } from '../wire.ts';
import type { RefusedCase } from './refused.ts';

type Case = RefusedCase<Shop>;

const POSTED = ['/v1/channels', `/v1/channels/${'0'.repeat(64)}/close`, '/v1/invoices/x/channel-payment'];
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Bodies that are no JSON object with a PSBT in it, by name. */
const BODIES: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['no JSON', '{"psbt"'],
  ['two of JSON', '{"psbt":"AA=="}{"psbt":"AA=="}'],
  ['JSON with a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
  ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22)],
  ['UTF-16', Buffer.from('{"psbt":"AA=="}', 'utf16le')],
  ['null', 'null'],
  ['a number', '17'],
  ['a text', '"psbt"'],
  ['an array', '[{"psbt":"AA=="}]'],
  ['an empty object', '{}'],
  ['a PSBT that is a number', '{"psbt":17}'],
  ['a PSBT that is an object', '{"psbt":{"length":4}}'],
  ['a PSBT that is null', '{"psbt":null}'],
  ['a PSBT in the prototype', '{"__proto__":{"psbt":"AA=="}}'],
  ['a PSBT in the constructor', '{"constructor":{"prototype":{"psbt":"AA=="}}}'],
  ['arrays 100,000 deep', nested(100_000)],
  ['an object in arrays 50,000 deep', `{"psbt":${nested(50_000)}}`],
];

const bodies = POSTED.flatMap((path) =>
  BODIES.map(
    ([what, body]): Case => ({
      claim: `${what} in POST ${path.slice(0, 20)}`,
      code: 'malformed_request',
      prepare: () => ({ method: 'POST', path, body, headers: { 'content-type': 'application/json' } }),
    }),
  ),
);

const LONG = 'a'.repeat(8000);
const ADDRESSES: readonly (readonly [string, RefusalCode])[] = [
  ['/', 'not_found'],
  ['/v1', 'not_found'],
  ['/v1/channel-key/', 'not_found'],
  ['//v1/channel-key', 'not_found'],
  ['/V1/channel-key', 'not_found'],
  ['/v1/../v1/channel-key', 'not_found'],
  ['/v2/channel-key', 'not_found'],
  ['/favicon.ico', 'not_found'],
  ['/v1/invoices/x/channel-payment/more', 'not_found'],
  ['/v1/channels/x', 'unknown_channel'],
  ['/v1/channels/__proto__', 'unknown_channel'],
  ['/v1/channels/%00', 'unknown_channel'],
  ['/v1/channels/a%2fb', 'unknown_channel'],
  ['/v1/channels/%F0%9F%90%95', 'unknown_channel'],
  ['/v1/channels/%EF%BC%90', 'unknown_channel'],
  [`/v1/channels/${LONG}`, 'unknown_channel'],
  [`/v1/channels/${'F'.repeat(64)}`, 'unknown_channel'],
  ['/v1/channels/%zz', 'malformed_request'],
  ['/v1/channels/%ff', 'malformed_request'],
  ['/v1/invoices/toString', 'unknown_invoice'],
  ['/v1/invoices/%00', 'unknown_invoice'],
  [`/v1/invoices/${LONG}`, 'unknown_invoice'],
  ['/v1/invoices/%c3%28', 'malformed_request'],
];

const addresses = ADDRESSES.map(
  ([path, code]): Case => ({
    claim: `GET ${path.slice(0, 40)}`,
    code,
    prepare: () => ({ path }),
  }),
);

const ofInvoice = (query: string, code: RefusalCode): Case => ({
  claim: `an invoice for ${query.slice(0, 30)}`,
  code,
  prepare: async (shop) => ({ path: `/v1/invoices/${await shop.invoice('1')}${query}` }),
});

const large = (extra: number): WireRequest =>
  posting('/v1/channels', { psbt: 'A'.repeat(MAX_REQUEST_BYTES + extra) });

/** What no wallet would send. */
export const REFUSED_REQUESTS: readonly Case[] = [
  ...bodies,
  ...addresses,
  ofInvoice('?channel=', 'unknown_channel'),
  ofInvoice('?channel=x', 'unknown_channel'),
  ofInvoice('?channel=%zz', 'unknown_channel'),
  ofInvoice('?channel=a&channel=b', 'malformed_request'),
  ofInvoice(`?channel=${LONG}`, 'unknown_channel'),
  { claim: 'more bytes than are read', code: 'request_too_large', prepare: () => large(1) },
  {
    claim: 'a method of another address',
    code: 'method_not_allowed',
    prepare: () => ({ path: '/v1/channels' }),
  },
];
