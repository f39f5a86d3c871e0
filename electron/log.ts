import { existsSync, renameSync, statSync } from 'node:fs';
import { type Logger, pino } from 'pino';

const LARGEST_BYTES = 4 * 1024 * 1024;

/** The log in a file, for a program that has no terminal; what is full makes room at the next start. */
export function fileLog(file: string): Logger {
  if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.old`);
  return pino({ level: 'warn' }, pino.destination({ dest: file, sync: true, mode: 0o600 }));
}

export function terminalLog(): Logger {
  return pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }));
}
