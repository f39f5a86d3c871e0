import { request } from 'node:http';
import type { CallAnswer, CallInput, CallName } from '../../bridge/bridge.ts';
import { SetupFault } from '../../system/faults.ts';
import { readControlAddress } from './control-address.ts';

/** Closing many channels takes as long as the node takes. */
const TIMEOUT_MS = 10 * 60_000;

/** Asks the till that runs on a data folder. Throws SetupFault when none does. */
export async function callTill<N extends CallName>(
  folder: string,
  name: N,
  input: CallInput<N>,
): Promise<CallAnswer<N>> {
  const address = readControlAddress(folder);
  const notRunning = `No till runs on ${folder}: start it with "npm run --silent till -- serve --data ${folder}".`;
  if (address === undefined) throw new SetupFault(notRunning);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath: address.socket,
        path: `/call/${name}`,
        method: 'POST',
        timeout: TIMEOUT_MS,
        headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          if (answer.statusCode === 200) {
            resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as CallAnswer<N>);
          } else if (answer.statusCode === 401) {
            // Its secret was read just before another till took the socket over.
            reject(new SetupFault(`The till on ${folder} was started anew just now: ask again.`));
          } else {
            reject(
              new SetupFault(`The till on ${folder} does not understand "${name}": is it of this version?`),
            );
          }
        });
        answer.on('error', reject);
      },
    );
    call.on('timeout', () => call.destroy(new SetupFault(`The till on ${folder} does not answer.`)));
    call.on('error', (error: NodeJS.ErrnoException) => {
      const isGone = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      reject(isGone ? new SetupFault(notRunning, { cause: error }) : error);
    });
    call.end(JSON.stringify(input));
  });
}
