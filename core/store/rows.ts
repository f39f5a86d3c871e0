import { type Koinu, koinu } from '../money.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';

/** What SQLite gives back under safe integers: every INTEGER is a bigint. */
export type Row = Readonly<Record<string, bigint | string | Uint8Array | null>>;

/** Reads the columns of one row as what the schema says they are: a wrong type is a damaged or foreign file. */
export class RowReader {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  #column(name: string): bigint | string | Uint8Array | null {
    const value = this.#row[name];
    if (value === undefined) throw new TypeError(`no column ${name}`);
    return value;
  }

  bigint(name: string): bigint {
    const value = this.#column(name);
    if (typeof value !== 'bigint') throw new TypeError(`column ${name} is no integer`);
    return value;
  }

  amount(name: string): Koinu {
    return koinu(this.bigint(name));
  }

  optionalAmount(name: string): Koinu | undefined {
    return this.#column(name) === null ? undefined : this.amount(name);
  }

  /** Heights, counts, indexes and times: far below 2^53. */
  number(name: string): number {
    return Number(this.bigint(name));
  }

  optionalNumber(name: string): number | undefined {
    return this.#column(name) === null ? undefined : this.number(name);
  }

  flag(name: string): boolean {
    return this.bigint(name) !== 0n;
  }

  text(name: string): string {
    const value = this.#column(name);
    if (typeof value !== 'string') throw new TypeError(`column ${name} is no text`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#column(name) === null ? undefined : this.text(name);
  }

  bytes(name: string): Uint8Array {
    const value = this.#column(name);
    if (!(value instanceof Uint8Array)) throw new TypeError(`column ${name} is no blob`);
    return new Uint8Array(value);
  }

  optionalBytes(name: string): Uint8Array | undefined {
    return this.#column(name) === null ? undefined : this.bytes(name);
  }

  optionalTxid(name: string): string | undefined {
    return this.#column(name) === null ? undefined : txidOfBytes(this.bytes(name));
  }
}

/** Txids are stored as on the wire and shown the other way round. */
export function txidBytes(txid: string): Uint8Array {
  return fromHex(txid).reverse();
}

export function txidOfBytes(bytes: Uint8Array): string {
  return toHex(new Uint8Array(bytes).reverse());
}
