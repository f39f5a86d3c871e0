import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';

/** A tenth of what the till reads of one answer, and of the JSON of the largest transaction that nodes relay. */
const MOST_BYTES = (64 * 1024 * 1024) / 10;
const LARGEST_JSON = 110_000;

test('a mempool full of the largest transactions does not take the node out of sight', async () => {
  const network = NETWORKS.regtest;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const calls = JSON.parse(Buffer.concat(parts).toString()) as { id: string; method: string }[];
    const result = { hex: '00', confirmations: 0, vout: 'x'.repeat(LARGEST_JSON) };
    const answers = calls.map(({ id, method }) => ({
      id,
      error: null,
      result: method === 'getblockhash' ? network.genesisHash : result,
    }));
    response.end(JSON.stringify(answers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = parseNodeAddress(`http://a:b@127.0.0.1:${port}`, network);
  if (!address.ok) throw new Error(address.problem);
  const node = connectNode({ address: address.address, network, maxAnswerBytes: MOST_BYTES });
  onTestFinished(() => {
    node.close();
    server.close();
  });
  const txids = Array.from({ length: 100 }, (_, at) => at.toString(16).padStart(64, '0'));
  await expect(node.transactions(txids)).resolves.toHaveLength(100);
});
