import { timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import fastify, { type FastifyRequest } from 'fastify';
import { type Desk, isCallName } from '../desk/desk.ts';
import { newControlAddress, removeControlAddress, writeControlAddress } from './control-address.ts';

const LARGEST_CALL = 1024 * 1024;
/** So long the end waits for calls in flight. */
const CLOSING_MS = 3000;

interface ControlServer {
  close(): Promise<void>;
}

/** Answers the command line on this machine: HTTP over a socket that only this user can open, with a secret besides. */
export async function startControlServer(folder: string, desk: Desk): Promise<ControlServer> {
  const address = newControlAddress(folder);
  const app = fastify({ bodyLimit: LARGEST_CALL, logger: false, forceCloseConnections: 'idle' });
  app.post('/call/:name', async (request, reply) => {
    if (!isAuthorised(request, address.token)) return reply.code(401).send();
    const { name } = request.params as { readonly name: string };
    return isCallName(name) ? desk.call(name, request.body) : reply.code(404).send();
  });
  // The database is locked by this process, so a socket that lies there belongs to nobody any more, nor does its secret:
  // who still read that one would be a stranger to the new socket until the new secret is written.
  removeControlAddress(folder);
  if (process.platform !== 'win32') rmSync(address.socket, { force: true });
  await app.listen({ path: address.socket });
  if (process.platform !== 'win32') chmodSync(address.socket, 0o600);
  writeControlAddress(folder, address);
  return {
    close: async () => {
      removeControlAddress(folder);
      const deadline = setTimeout(() => app.server.closeAllConnections(), CLOSING_MS);
      await app.close();
      clearTimeout(deadline);
    },
  };
}

function isAuthorised(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
