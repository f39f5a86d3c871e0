import { WireConnection } from './http-wire.ts';

/** The clients' side of a measurement, in a process of its own. */
export interface HttpJob {
  readonly url: string;
  readonly clients: number;
  /** One list of requests for each client, or a single one that they serve in turns, one request in flight. */
  readonly requests: readonly (readonly Uint8Array[])[];
}

export interface HttpDone {
  readonly seconds: number;
  /** Of every answer. Milliseconds. */
  readonly latencies: readonly number[];
  /** Answers of another status than 200. */
  readonly refused: number;
}

async function run({ url, clients, requests }: HttpJob): Promise<HttpDone> {
  const connections = await Promise.all(Array.from({ length: clients }, () => WireConnection.open(url)));
  const latencies: number[] = [];
  let refused = 0;
  const ask = async (connection: WireConnection, request: Uint8Array) => {
    const before = performance.now();
    const status = await connection.ask(request);
    latencies.push(performance.now() - before);
    if (status !== 200) refused++;
  };
  const start = performance.now();
  const isInTurns = requests.length === 1;
  if (isInTurns) {
    for (const [at, request] of (requests[0] ?? []).entries()) {
      await ask(connections[at % clients] as WireConnection, request);
    }
  } else {
    await Promise.all(
      connections.map(async (connection, client) => {
        for (const request of requests[client] ?? []) await ask(connection, request);
      }),
    );
  }
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  return { seconds, latencies, refused };
}

process.on('message', (job: HttpJob) => {
  void run(job).then((done) => process.send?.(done));
});
