import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandFailure } from './failure.ts';

/** Asks for the passphrase on the terminal, without showing it. Throws SetupFault where there is no terminal. */
export async function askPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CommandFailure('The till is locked: give its passphrase with --passphrase-file.');
  }
  process.stderr.write('Passphrase: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve) => reader.question('', resolve));
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
