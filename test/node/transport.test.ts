import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode, type NodeConnectionOptions } from '../../core/node/rpc.ts';
import {
  type Behaviour,
  type DeviantNode,
  envelope,
  reply,
  startDeviantNode,
  tell,
  type Visit,
} from './scenes/deviant-node.ts';

const NETWORK = NETWORKS.regtest;
const TOO_BUSY = 'Work queue depth exceeded';
const mempool = (visit: Visit): void => tell(visit, { getrawmempool: '[]' });

function connect(text: string, options: Partial<NodeConnectionOptions> = {}): NodeBackend {
  const parsed = parseNodeAddress(text, NETWORK);
  if (!parsed.ok) throw new Error(parsed.problem);
  const node = connectNode({
    address: parsed.address,
    network: NETWORK,
    attempts: 3,
    backoffMs: 5,
    timeoutMs: 3000,
    ...options,
  });
  onTestFinished(() => node.close());
  return node;
}

async function deviant(
  behaviour: Behaviour,
  options: Partial<NodeConnectionOptions> = {},
): Promise<{ server: DeviantNode; node: NodeBackend }> {
  const server = await startDeviantNode(behaviour);
  onTestFinished(() => server.stop());
  return { server, node: connect(server.address, options) };
}

describe('a node that cannot be reached', () => {
  test('is a fault after the last attempt, in a sentence without the password', async () => {
    const { server, node } = await deviant(mempool);
    await server.stop();
    const fault = node.mempoolTxids();
    await expect(fault).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(fault).rejects.toThrow(`Nothing answers at 127.0.0.1:${server.port}`);
    await expect(fault).rejects.not.toThrow('secret');
  });

  test('by its name is unreachable', async () => {
    const node = connect('http://till:secret@no-such-node.invalid', { attempts: 1 });
    await expect(node.tip()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('is found again when it comes back in time', async () => {
    const { server, node } = await deviant(mempool, { attempts: 8, backoffMs: 20 });
    await server.stop();
    const answer = node.mempoolTxids();
    await sleep(50);
    const back = await startDeviantNode(mempool, server.port);
    onTestFinished(() => back.stop());
    expect(await answer).toEqual([]);
  });

  test('because it shuts down is unreachable', async () => {
    const { node, server } = await deviant((visit) => reply(visit, 503, ''));
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(server.visits).toHaveLength(3);
  });
});

describe('a connection', () => {
  test('is kept for the next call', async () => {
    const { server, node } = await deviant(mempool);
    for (let calls = 0; calls < 20; calls++) await node.mempoolTxids();
    expect(server.connections()).toBe(1);
  });

  test('has at most three others beside it', async () => {
    const { server, node } = await deviant(async (visit) => {
      await sleep(20);
      mempool(visit);
    });
    await Promise.all(Array.from({ length: 30 }, () => node.mempoolTxids()));
    expect(server.visits).toHaveLength(30);
    expect(server.connections()).toBeLessThanOrEqual(4);
  });

  test('that breaks before or within the answer is tried again', async () => {
    const { server, node } = await deviant((visit) => {
      if (visit.number === 1) visit.response.destroy();
      else if (visit.number === 2) {
        visit.response.writeHead(200, { 'content-length': 1000 });
        visit.response.write('[{"result":', () => visit.response.destroy());
      } else mempool(visit);
    });
    expect(await node.mempoolTxids()).toEqual([]);
    expect(server.visits).toHaveLength(3);
  });

  test('closed by the node while idle is opened anew', async () => {
    const { server, node } = await deviant((visit) => {
      visit.response.setHeader('connection', 'close');
      mempool(visit);
    });
    await node.mempoolTxids();
    await node.mempoolTxids();
    expect(server.connections()).toBe(2);
  });

  test('that is silent ends in a time-out, once', async () => {
    const { server, node } = await deviant(() => undefined, { timeoutMs: 50 });
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'timeout' });
    expect(server.visits).toHaveLength(1);
  });

  test('that falls silent within the answer ends in a time-out', async () => {
    const { node } = await deviant((visit) => void visit.response.writeHead(200).write('['), {
      timeoutMs: 50,
    });
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'timeout' });
  });
});

describe('closing', () => {
  test('ends the calls under way, those waiting and those to come', async () => {
    const { node } = await deviant(() => undefined);
    const calls = Array.from({ length: 8 }, () => node.mempoolTxids());
    const outcomes = Promise.allSettled(calls);
    await sleep(30);
    node.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'unreachable' } });
    }
    await expect(node.tip()).rejects.toThrow('was closed');
  });

  test('ends a pause before the next attempt', async () => {
    const { node } = await deviant((visit) => reply(visit, 500, TOO_BUSY), { backoffMs: 60_000 });
    const call = node.mempoolTxids();
    const outcome = call.catch((fault: unknown) => fault);
    await sleep(50);
    node.close();
    expect(await outcome).toMatchObject({ name: expect.stringContaining('Fault') });
  });
});

describe('an answer', () => {
  test.each([
    ['an empty body', 200, ''],
    ['HTML', 200, '<html><body>It works!</body></html>'],
    ['cut JSON', 200, '[{"result":null'],
    ['another JSON', 200, '"doge"'],
    ['null', 200, 'null'],
    ['an empty batch', 200, '[]'],
    ['a result without a batch', 200, '{"result":[],"error":null,"id":"1"}'],
    ['no JSON-RPC at all', 404, 'Not found'],
    ['a wrong method', 405, 'JSONRPC server handles only POST requests'],
    ['an error that is no error', 200, '[{"result":null,"error":"no","id":"1"}]'],
    ['another plain text with 500', 500, 'Internal error'],
    ['control characters', 200, '\u{fffd}\0'],
  ])('of %s is bad, and not asked for again', async (_, status, body) => {
    const { server, node } = await deviant((visit) => reply(visit, status, body));
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'bad_answer' });
    expect(server.visits).toHaveLength(1);
  });

  test('that is no HTTP is bad', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(connect(`http://a:b@127.0.0.1:${port}`).tip()).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('beyond the size limit is refused before it is read whole', async () => {
    let written = 0;
    const { node } = await deviant(
      async (visit) => {
        visit.response.writeHead(200);
        while (!visit.response.destroyed && written < 100_000_000) {
          written += 65_536;
          if (!visit.response.write(Buffer.alloc(65_536, 0x20))) await sleep(1);
        }
      },
      { maxAnswerBytes: 1_000_000 },
    );
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'bad_answer' });
    expect(written).toBeLessThan(100_000_000);
  });

  test('to a batch may come in any order, with more than was asked', async () => {
    const known = '12'.repeat(32);
    const { node } = await deviant((visit) => {
      const answers = visit.calls.map(({ id, method }) =>
        envelope(id, method === 'getblockhash' ? `"${NETWORK.genesisHash}"` : `["${known}"]`),
      );
      reply(visit, 200, `[${envelope('stranger', '1')},${answers.reverse().join(',')}]`);
    });
    expect(await node.mempoolTxids()).toEqual([known]);
  });

  test('to a batch that leaves a call out is bad', async () => {
    const { node } = await deviant((visit) => {
      reply(visit, 200, `[${envelope(visit.calls[0]?.id, `"${NETWORK.genesisHash}"`)}]`);
    });
    await expect(node.mempoolTxids()).rejects.toMatchObject({
      kind: 'bad_answer',
      message: expect.stringContaining('without one to getrawmempool'),
    });
  });

  test('to a batch with wrong ids is bad', async () => {
    const { node } = await deviant((visit) => {
      const answers = visit.calls.map((_, at) => envelope(`x${at}`, `"${NETWORK.genesisHash}"`));
      reply(visit, 200, `[${answers.join(',')}]`);
    });
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('to a call with a wrong id is bad', async () => {
    const { node } = await deviant((visit) => {
      if (visit.isBatch) tell(visit, {});
      else reply(visit, 200, envelope('another', '[]'));
    });
    await expect(node.mine(1, 'address')).rejects.toMatchObject({ kind: 'bad_answer' });
  });
});

describe('a node that refuses', () => {
  test.each([
    [401, '', 'unauthorised', 'password or cookie'],
    [403, '', 'unauthorised', 'rpcallowip'],
  ])('with %d is told apart', async (status, body, kind, words) => {
    const { server, node } = await deviant((visit) => reply(visit, status, body));
    await expect(node.tip()).rejects.toMatchObject({ kind, message: expect.stringContaining(words) });
    expect(server.visits).toHaveLength(1);
  });

  test('an unknown call does not support it, in a batch and alone', async () => {
    const { node } = await deviant((visit) => tell(visit, {}));
    await expect(node.info()).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(node.mine(1, 'address')).rejects.toMatchObject({ kind: 'unsupported' });
  });

  test('a call for a reason of its own says it', async () => {
    const poor = { code: -6, message: 'Insufficient funds' };
    const { node } = await deviant((visit) => tell(visit, { sendtoaddress: poor }));
    const fault = { kind: 'call_failed', message: expect.stringContaining('Insufficient funds') };
    await expect(node.sendToAddress('address', 5n as never)).rejects.toMatchObject(fault);
  });

  test('the whole batch by one error is taken at that', async () => {
    const { node } = await deviant((visit) =>
      reply(visit, 500, envelope(null, { code: -32700, message: 'Parse error' })),
    );
    await expect(node.tip()).rejects.toMatchObject({ kind: 'call_failed' });
  });
});

describe('a node that cannot yet', () => {
  test('because its queue is full is asked again', async () => {
    const { server, node } = await deviant((visit) =>
      visit.number < 3 ? reply(visit, 500, TOO_BUSY) : tell(visit, { getrawmempool: '[]' }),
    );
    expect(await node.mempoolTxids()).toEqual([]);
    expect(server.visits).toHaveLength(3);
  });

  test('for long is busy', async () => {
    const { server, node } = await deviant((visit) => reply(visit, 500, TOO_BUSY));
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'busy' });
    expect(server.visits).toHaveLength(3);
  });

  const warmingUp = { code: -28, message: 'Loading block index...' };

  test.each([
    ['every call', { genesis: warmingUp, getrawmempool: warmingUp }],
    ['one call of the batch', { getrawmempool: warmingUp }],
  ])('because it starts is asked again: %s', async (_, told) => {
    const { node } = await deviant((visit) =>
      tell(visit, visit.number === 1 ? told : { getrawmempool: '[]' }),
    );
    expect(await node.mempoolTxids()).toEqual([]);
  });

  test('because it starts for long is warming up', async () => {
    const { node } = await deviant((visit) => tell(visit, { genesis: warmingUp }));
    const fault = { kind: 'warming_up', message: expect.stringContaining('Loading block index') };
    await expect(node.mempoolTxids()).rejects.toMatchObject(fault);
  });
});

describe('the cookie', () => {
  async function cookieNode(accepted: { cookie: string }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'cookie-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { server } = await deviant((visit) => {
      const expected = `Basic ${Buffer.from(accepted.cookie).toString('base64')}`;
      if (visit.authorization === expected) mempool(visit);
      else reply(visit, 401, '');
    });
    const file = path.join(folder, '.cookie');
    return { server, file, node: connect(`${file}:${server.port}`), folder };
  }

  test('is read again when the node has a new one', async () => {
    const accepted = { cookie: '__cookie__:11' };
    const { node, file, server } = await cookieNode(accepted);
    await writeFile(file, '__cookie__:11\n');
    expect(await node.mempoolTxids()).toEqual([]);
    accepted.cookie = '__cookie__:22';
    await writeFile(file, '__cookie__:22');
    expect(await node.mempoolTxids()).toEqual([]);
    expect(server.visits).toHaveLength(3);
    accepted.cookie = '__cookie__:33';
    await writeFile(file, '__cookie__:33');
    expect(await Promise.all([node.mempoolTxids(), node.mempoolTxids()])).toEqual([[], []]);
  });

  test('is renewed for every call that was refused, one after the other', async () => {
    const accepted = { cookie: '__cookie__:11' };
    const { node, file, server } = await cookieNode(accepted);
    await writeFile(file, '__cookie__:11');
    await node.mempoolTxids();
    accepted.cookie = '__cookie__:22';
    await writeFile(file, '__cookie__:22');
    const refusals: Visit[] = [];
    server.behave((visit) => {
      const isNew = visit.authorization === `Basic ${Buffer.from('__cookie__:22').toString('base64')}`;
      if (isNew) {
        mempool(visit);
        return;
      }
      refusals.push(visit);
      // The second refusal comes when the first call has long read the new cookie.
      setTimeout(() => reply(visit, 401, ''), 100 * (refusals.length - 1));
    });
    expect(await Promise.all([node.mempoolTxids(), node.mempoolTxids()])).toEqual([[], []]);
    expect(refusals).toHaveLength(2);
  });

  test('that is refused and not renewed is asked with once', async () => {
    const { node, file, server } = await cookieNode({ cookie: '__cookie__:other' });
    await writeFile(file, '__cookie__:11');
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'unauthorised' });
    expect(server.visits).toHaveLength(1);
  });

  test('that is missing means that no node runs there', async () => {
    const { node, file } = await cookieNode({ cookie: '__cookie__:11' });
    const fault = { kind: 'unreachable', message: expect.stringContaining(file) };
    await expect(node.mempoolTxids()).rejects.toMatchObject(fault);
    await writeFile(file, '__cookie__:11');
    expect(await node.mempoolTxids()).toEqual([]);
  });

  test.each(['', 'no cookie', 'x'.repeat(100_000)])('is not taken from any file', async (content) => {
    const { node, file, server } = await cookieNode({ cookie: content });
    await writeFile(file, content);
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(server.visits).toHaveLength(0);
  });

  test('is found in the folder of its network below the data directory', async () => {
    const { folder, server } = await cookieNode({ cookie: '__cookie__:11' });
    const fault = { kind: 'unreachable', message: expect.stringContaining(path.join('regtest', '.cookie')) };
    await expect(connect(`${folder}:${server.port}`).tip()).rejects.toMatchObject(fault);
  });
});
