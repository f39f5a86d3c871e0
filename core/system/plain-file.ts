import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Why a path does not give the file that is wanted. */
export type PlainFileProblem = 'missing' | 'unreadable' | 'link' | 'not_a_file' | 'too_large';

/** The path does not lead to a plain file of a size that can be meant. The message is one sentence. */
export class PlainFileFault extends Error {
  override name = 'PlainFileFault';
  readonly problem: PlainFileProblem;

  constructor(problem: PlainFileProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

interface PlainFileLimits {
  /** Bytes. A larger file is refused before anything of it is read. */
  readonly atMost: number;
  /**
   * Whether a link may stand at the path. It may where a person names the one file that she means: secrets are often
   * mounted as links. It may not in a folder that somebody else has filled.
   */
  readonly mayBeLink: boolean;
}

/**
 * The whole of a plain file. A pipe, a device, a socket and a folder are refused at once: the first two could keep the
 * reader for ever or fill its memory. Throws PlainFileFault.
 */
export function readPlainFile(file: string, limits: PlainFileLimits): Buffer {
  const { descriptor, size } = openPlainFile(file, limits);
  try {
    // One byte more than it had, so that a file that grows meanwhile is found out.
    const buffer = Buffer.alloc(size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0) return buffer.subarray(0, length);
      if (length > size) throw new PlainFileFault('unreadable', `${file} changed while it was read.`);
    }
  } catch (error) {
    throw readingFault(file, error);
  } finally {
    closeSync(descriptor);
  }
}

const COPIED_AT_ONCE = 1024 * 1024;

/**
 * Copies a plain file to a place where there is none, durably, and lets the process do other things meanwhile. Throws
 * PlainFileFault where it cannot be read, and the system's error where the copy cannot be written.
 */
export async function copyPlainFile(from: string, to: string, limits: PlainFileLimits): Promise<void> {
  const source = openPlainFile(from, limits);
  try {
    const target = openSync(to, 'wx', 0o600);
    try {
      const buffer = Buffer.alloc(COPIED_AT_ONCE);
      let copied = 0;
      for (let read = readSome(from, source, buffer); read > 0; read = readSome(from, source, buffer)) {
        copied += read;
        if (copied > limits.atMost) throw tooLarge(from, limits.atMost);
        for (let written = 0; written < read; ) written += writeSync(target, buffer, written, read - written);
        await setImmediate();
      }
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source.descriptor);
  }
}

interface OpenFile {
  readonly descriptor: number;
  /** Bytes. */
  readonly size: number;
}

function readSome(file: string, { descriptor }: OpenFile, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    throw readingFault(file, error);
  }
}

function readingFault(file: string, error: unknown): unknown {
  if (error instanceof PlainFileFault || codeOf(error) === undefined) return error;
  return new PlainFileFault('unreadable', `${file} cannot be read.`, { cause: error });
}

/** For reading; whoever calls closes it. What was opened is looked at once more: it may not be what stood there. */
export function openPlainFile(file: string, { atMost, mayBeLink }: PlainFileLimits): OpenFile {
  // Opening a device may do something already, such as rewind a tape.
  look(file, mayBeLink);
  const descriptor = openForReading(file, mayBeLink);
  try {
    const found = fstatSync(descriptor);
    refuseOther(file, found);
    if (found.size > atMost) throw tooLarge(file, atMost);
    return { descriptor, size: found.size };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function look(file: string, mayBeLink: boolean): void {
  try {
    refuseOther(file, mayBeLink ? statSync(file) : lstatSync(file));
  } catch (error) {
    throw openingFault(file, error);
  }
}

function refuseOther(file: string, found: Stats): void {
  if (found.isSymbolicLink()) throw isLink(file);
  if (!found.isFile()) throw notAFile(file);
}

function openForReading(file: string, mayBeLink: boolean): number {
  // Opened without waiting for a writer: a pipe may have none. Windows knows neither flag.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return openSync(file, O_RDONLY | O_NONBLOCK | (mayBeLink ? 0 : O_NOFOLLOW));
  } catch (error) {
    throw openingFault(file, error);
  }
}

function openingFault(file: string, error: unknown): unknown {
  if (error instanceof PlainFileFault) return error;
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new PlainFileFault('missing', `There is no file ${file}.`, { cause: error });
  }
  // O_NOFOLLOW at a link, or a circle of links; FreeBSD says EMLINK.
  if (code === 'ELOOP' || code === 'EMLINK') return isLink(file, { cause: error });
  return new PlainFileFault('unreadable', `${file} cannot be read.`, { cause: error });
}

function isLink(file: string, options?: ErrorOptions): PlainFileFault {
  const words = `${file} is a link, which is not followed: put the file itself in its place.`;
  return new PlainFileFault('link', words, options);
}

function notAFile(file: string): PlainFileFault {
  return new PlainFileFault('not_a_file', `${file} is not a file: no pipe, device or folder is read.`);
}

function tooLarge(file: string, atMost: number): PlainFileFault {
  return new PlainFileFault('too_large', `${file} is too large: at most ${atMost} bytes are read.`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
