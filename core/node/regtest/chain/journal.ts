import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ByteReader, concat, equal, uint32, utf8 } from '../../../protocol/bytes.ts';
import { sha256 } from '../../../protocol/hash.ts';
import { decodeOperation, encodeOperation, type Operation } from './operation.ts';

const FILE_NAME = 'practice-chain';
const MAGIC = utf8('dogetill practice chain 1\n');
const CHECKSUM_LENGTH = 4;
const FRAME_LENGTH = 4 + CHECKSUM_LENGTH;

/**
 * The file that keeps a practice chain across restarts: operations one after the other, each with its length and a
 * checksum. Only ever appended to. What a crash left half written at the end is cut off when the file is next opened.
 */
export class Journal {
  readonly #file: number;
  #isBroken = false;
  /** What the file had when it was opened. */
  readonly operations: readonly Operation[];

  private constructor(file: number, operations: readonly Operation[]) {
    this.#file = file;
    this.operations = operations;
  }

  /** Opens the journal of a folder, which is made when it is not there. @throws on a file that is something else */
  static open(folder: string): Journal {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE_NAME);
    const bytes = existsSync(path) ? readFileSync(path) : new Uint8Array();
    const isCutInMagic = equal(bytes, MAGIC.subarray(0, bytes.length));
    if (!isCutInMagic && !equal(bytes.subarray(0, MAGIC.length), MAGIC)) {
      throw new Error(`${path} is not a practice chain.`);
    }
    const file = openSync(path, 'a');
    if (bytes.length < MAGIC.length) {
      ftruncateSync(file, 0);
      writeSync(file, MAGIC);
      return new Journal(file, []);
    }
    const { operations, end } = readOperations(bytes);
    ftruncateSync(file, end);
    return new Journal(file, operations);
  }

  /** @throws when the disk does not take it, and from then on always: what came after a gap could not be replayed */
  append(operation: Operation): void {
    if (this.#isBroken) throw new Error('The practice chain could not be written before.');
    const content = encodeOperation(operation);
    this.#isBroken = true;
    writeSync(this.#file, concat([uint32(content.length), checksum(content), content]));
    this.#isBroken = false;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function checksum(content: Uint8Array): Uint8Array {
  return sha256(content).subarray(0, CHECKSUM_LENGTH);
}

function readOperations(bytes: Uint8Array): { operations: Operation[]; end: number } {
  const operations: Operation[] = [];
  let end = MAGIC.length;
  while (end + FRAME_LENGTH <= bytes.length) {
    const length = new ByteReader(bytes.subarray(end)).uint32();
    const content = bytes.subarray(end + FRAME_LENGTH, end + FRAME_LENGTH + length);
    const written = bytes.subarray(end + 4, end + FRAME_LENGTH);
    if (content.length !== length || !equal(checksum(content), written)) break;
    const operation = decodeOperation(content);
    if (operation === undefined) break;
    operations.push(operation);
    end += FRAME_LENGTH + length;
  }
  return { operations, end };
}
