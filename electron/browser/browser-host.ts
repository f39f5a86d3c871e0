import { timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { newLinkKey, readBrowserFile, writeBrowserFile } from '../../core/merchant/serve/browser-memory.ts';
import { SetupFault } from '../../core/system/faults.ts';
import { LARGEST_CALL, readCallRequest } from '../call-request.ts';
import { pageHeaders } from '../page-headers.ts';
import type { ScreenDesk } from '../screen-desk.ts';
import { PAGE, type ScreenFile } from '../screen-files.ts';
import { BrowserDoor, type Visitor } from './browser-door.ts';
import { streamEvents } from './event-stream.ts';
import { isAnotherUsers } from './peer-user.ts';

interface BrowserHostOptions {
  readonly openDesk: () => ScreenDesk;
  readonly files: ReadonlyMap<string, ScreenFile>;
  /** 0 takes the one of the last start, or else a free one. */
  readonly port: number;
  /** The data folder, where the host keeps its port and who may come back; it keeps nothing without one. */
  readonly folder?: string;
  /** Milliseconds, never going back. */
  readonly now?: () => number;
}

/** The screens for a browser on this machine. */
export interface BrowserHost {
  /** http://127.0.0.1:port */
  readonly url: string;
  /** The port of the last start, when another had to be taken. */
  readonly movedFrom?: number;
  /** A link that opens the screens once, within ten minutes; an earlier one that was not used is void. */
  newLink(): string;
  /** Answers what is in flight, and takes nothing new. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const LINK = '/link';
const REQUEST_TIMEOUT_MS = 15_000;
const MOST_CONNECTIONS = 256;
/** For what is in flight when the host is closed; a body that never ends holds nobody up for longer. */
const LAST_ANSWERS_MS = 2000;
const HEADERS = pageHeaders("'self'");
const CLOSED_DOOR =
  'This page opens by the link that Dogetill prints where it was started. For a new one press Enter there, start Dogetill again, or run `npm run --silent till -- link` as the same user.';
const STRANGER =
  'This browser is run by another user of this machine than Dogetill is, or the system does not say by whom: start both as the same user.';
/** Not a redirect: that would count as the step of whoever shows the link, and the new cookie would stay at home. */
const ENTERED = '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Dogetill</title>';

/** What a new link is made of: the port is known once the host listens. */
interface LinkMemory {
  readonly key: string;
  readonly port: number;
}

/** Throws SetupFault when the port cannot be had. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const now = options.now ?? (() => performance.now());
  const before = options.folder === undefined ? undefined : readBrowserFile(options.folder);
  const memory = { port: 0, key: newLinkKey(), visitors: before?.visitors ?? [] };
  const remember = () => {
    if (options.folder !== undefined && memory.port !== 0) writeBrowserFile(options.folder, memory);
  };
  const door = new BrowserDoor({
    openDesk: options.openDesk,
    now,
    known: memory.visitors,
    onVisitors: (visitors) => {
      memory.visitors = [...visitors];
      remember();
    },
  });
  const app = fastify({
    bodyLimit: LARGEST_CALL,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    logger: false,
    // Answered before any hook: a path that cannot be decoded, above all.
    frameworkErrors: (_error, _request, reply) => refuse(reply, 400),
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  const port = await prepare(app, door, { ...options, memory, lastPort: before?.port ?? 0 });
  const url = `http://${LOOPBACK}:${port}`;
  memory.port = port;
  remember();
  return {
    url,
    ...(options.port === 0 && before !== undefined && before.port !== port && { movedFrom: before.port }),
    newLink: () => `${url}/enter/${door.newSecret()}`,
    close: async () => {
      door.close();
      const timer = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS);
      await app.close();
      clearTimeout(timer);
    },
  };
}

async function prepare(
  app: FastifyInstance,
  door: BrowserDoor,
  options: BrowserHostOptions & { readonly lastPort: number; readonly memory: LinkMemory },
): Promise<number> {
  let port = 0;
  const isStranger = askWhoConnects(app);
  const cookieName = () => `dogetill-${port}`;
  const visitorOf = (request: FastifyRequest) => {
    const cookie = readCookie(request.headers.cookie, cookieName());
    return cookie === undefined ? undefined : door.visitor(cookie);
  };
  // A form on another site's page can send text, and cannot send JSON.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    // As a proxy would be asked, which this is not.
    if (!request.raw.url?.startsWith('/')) return refuse(reply, 400);
    if (isStranger(request.raw.socket)) return refuse(reply, 403, STRANGER);
    // A name that leads to this machine is another site's (DNS rebinding), or one that leads elsewhere as well
    // (localhost, where another user may listen on ::1).
    const { host } = request.headers;
    if (host !== `${LOOPBACK}:${port}`) return refuse(reply, 421);
    // Asked by a program of this user, with a key that no page has.
    if (request.routeOptions.url === LINK) return undefined;
    if (!isOwnOrigin(request, `http://${host}`)) return refuse(reply, 403);
    const isEntering = request.routeOptions.url === '/enter/:secret';
    if (!isEntering && visitorOf(request) === undefined) return refuse(reply, 403);
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404));
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) =>
    refuse(reply, error.statusCode ?? 500),
  );
  app.get('/enter/:secret', (request, reply) => {
    const { secret } = request.params as { readonly secret: string };
    const cookie = door.enter(secret);
    if (cookie === undefined) return refuse(reply, 403);
    const attributes = 'Path=/; HttpOnly; SameSite=Strict';
    reply.header('set-cookie', `${cookieName()}=${cookie}; ${attributes}`);
    return reply.type('text/html; charset=utf-8').send(ENTERED);
  });
  addLink(app, door, options.memory);
  addCalls(app, visitorOf);
  addFiles(app, options.files);
  port = await listen(app, options.port, options.lastPort);
  return port;
}

function addCalls(app: FastifyInstance, visitorOf: (request: FastifyRequest) => Visitor | undefined): void {
  app.post('/call/:name', async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const { input, override } = (request.body ?? {}) as {
      readonly input?: unknown;
      readonly override?: unknown;
    };
    const call = readCallRequest(name, input, override);
    const visitor = visitorOf(request);
    if (call === undefined || visitor === undefined) return refuse(reply, 404);
    return visitor.desk.call(call.name, call.input, call.override);
  });
  app.get('/events', (request, reply) => {
    const visitor = visitorOf(request);
    if (visitor === undefined) return refuse(reply, 403);
    if (!streamEvents(reply.raw, visitor, HEADERS)) return refuse(reply, 429);
    return reply.hijack();
  });
}

function addFiles(app: FastifyInstance, files: ReadonlyMap<string, ScreenFile>): void {
  for (const [path, file] of files) {
    if (path !== PAGE)
      app.get(path, (_request, reply) => reply.type(file.type).send(Buffer.from(file.bytes)));
  }
  const page = withBridge(files.get(PAGE));
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}

/**
 * Another user of this machine may have seen the link or been sent the cookie. Who connects is asked when the connection
 * is accepted, before anything of it is read, and holds for all that comes over it.
 * @returns whether a connection is another user's, or one that was never asked about
 */
function askWhoConnects(app: FastifyInstance): (socket: Socket) => boolean {
  const own = new WeakSet<Socket>();
  app.server.on('connection', (socket: Socket) => {
    if (!isAnotherUsers(socket)) own.add(socket);
  });
  return (socket) => !own.has(socket);
}

/** In a browser the page itself brings what the window's preload sets. It runs before the screens, which are deferred. */
function withBridge(page: ScreenFile | undefined): string {
  const html = new TextDecoder().decode(page?.bytes);
  return html.replace('</head>', '<script src="browser-bridge.js"></script></head>');
}

/**
 * Whether a request is one of our own page's. Every browser names the origin of a POST; of a GET for the page's own
 * origin it says so in another header. Opening the page and its files needs neither: they hold nothing of the shop's.
 */
function isOwnOrigin(request: FastifyRequest, own: string): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return origin === own;
  const site = request.headers['sec-fetch-site'];
  if (request.method !== 'GET') return false;
  if (request.routeOptions.url === '/events') return site === 'same-origin';
  return site === undefined || site === 'same-origin' || request.headers['sec-fetch-mode'] === 'navigate';
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function refuse(reply: FastifyReply, status: number, text = status === 403 ? CLOSED_DOOR : ''): FastifyReply {
  return reply.code(status).headers(HEADERS).type('text/plain; charset=utf-8').send(text);
}

/** A new link for who can read the data folder, such as a second `npm start`: the terminal may be out of reach. */
function addLink(app: FastifyInstance, door: BrowserDoor, memory: LinkMemory): void {
  app.post(LINK, (request, reply) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${memory.key}`);
    const isKnown = given.length === wanted.length && timingSafeEqual(given, wanted);
    if (!isKnown || request.headers.origin !== undefined) return refuse(reply, 403);
    const link = `http://${LOOPBACK}:${memory.port}/enter/${door.newSecret()}`;
    return reply.type('text/plain; charset=utf-8').send(link);
  });
}

/** The last port if nobody else has it by now: pages that are open find the till again. */
async function listen(app: FastifyInstance, wanted: number, last: number): Promise<number> {
  const port = wanted === 0 ? await freePort(last) : wanted;
  try {
    await app.listen({ host: LOOPBACK, port });
  } catch (error) {
    throw new SetupFault(
      `Port ${port} of this machine cannot be used: choose another with --port, or leave it out.`,
      {
        cause: error,
      },
    );
  }
  return (app.server.address() as AddressInfo).port;
}

/** @returns `port` if it is free, else 0, for which the system chooses one */
function freePort(port: number): Promise<number> {
  if (port === 0) return Promise.resolve(0);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve(port)));
  });
}
