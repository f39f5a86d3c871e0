import { compactSize, concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { Transaction } from '../../core/protocol/transaction.ts';

/** One key and value of a PSBT map, as bytes that nobody checked. */
export interface RawEntry {
  /** Type and key data, hex. */
  readonly key: string;
  readonly value: Uint8Array;
}

export type RawMap = readonly RawEntry[];

/** A PSBT as BIP174 lays it out, to write what the program's own encoder would never write. */
export interface RawPsbt {
  readonly globals: RawMap;
  readonly inputs: readonly RawMap[];
  readonly outputs: readonly RawMap[];
}

const MAGIC = fromHex('70736274ff');

export function writeRawPsbt({ globals, inputs, outputs }: RawPsbt): Uint8Array {
  return concat([MAGIC, ...[globals, ...inputs, ...outputs].map(writeMap)]);
}

function writeMap(map: RawMap): Uint8Array {
  const entries = map.map(({ key, value }) =>
    concat([compactSize(key.length / 2), fromHex(key), compactSize(value.length), value]),
  );
  return concat([...entries, Uint8Array.of(0)]);
}

/** Reads a well-formed PSBT into its maps, without the program's own decoder. */
export function readRawPsbt(bytes: Uint8Array): RawPsbt {
  let at = MAGIC.length;
  const size = (): number => {
    const first = bytes[at++] ?? 0;
    if (first < 0xfd) return first;
    const width = first === 0xfd ? 2 : 4;
    let value = 0;
    for (let i = 0; i < width; i++) value += (bytes[at++] ?? 0) * 256 ** i;
    return value;
  };
  const chunk = (length: number) => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const map = (): RawMap => {
    const entries: RawEntry[] = [];
    for (;;) {
      const keyLength = size();
      if (keyLength === 0) return entries;
      const key = toHex(chunk(keyLength));
      entries.push({ key, value: chunk(size()) });
    }
  };
  const globals = map();
  const unsigned = globals.find(({ key }) => key === '00');
  if (unsigned === undefined) throw new Error('no unsigned transaction');
  const transaction = Transaction.fromBuffer(unsigned.value);
  return { globals, inputs: transaction.ins.map(map), outputs: transaction.outs.map(map) };
}

/** The same PSBT with one of its maps changed. */
export function editRawPsbt(bytes: Uint8Array, edit: (psbt: RawPsbt) => Partial<RawPsbt>): Uint8Array {
  const psbt = readRawPsbt(bytes);
  return writeRawPsbt({ ...psbt, ...edit(psbt) });
}
