import path from 'node:path';
import { verifyEcdsa } from '../../core/protocol/signature.ts';
import { openDatabase } from '../../core/store/database.ts';
import type { ReadyCheck } from './bench-customer.ts';
import { microsEach } from './measure.ts';

/** What the two costs that no till can do without take alone, on this core and this disk. Microseconds. */
export class Baselines {
  readonly #checks: readonly ReadyCheck[];
  readonly #database;
  readonly #commit;

  /** @param folder on the disk of the till's store */
  constructor(folder: string, checks: readonly ReadyCheck[]) {
    this.#checks = checks;
    this.#database = openDatabase(path.join(folder, 'baseline.sqlite'), [
      {
        version: 1,
        sql: 'CREATE TABLE smallest (n INTEGER NOT NULL) STRICT; INSERT INTO smallest VALUES (0)',
      },
    ]);
    const write = this.#database.prepare('UPDATE smallest SET n = n + 1');
    this.#commit = this.#database.transaction(() => write.run()).immediate;
  }

  /** One signature check of tiny-secp256k1, strict as the till's. */
  check(): Promise<number> {
    return microsEach(this.#checks.length, () => {
      for (const { hash, publicKey, signature } of this.#checks) {
        if (!verifyEcdsa(hash, publicKey, signature)) throw new Error('a signature is wrong');
      }
    });
  }

  /** One durable transaction of the same kind, under the store's own pragmas, that changes one number. */
  commit(count: number): Promise<number> {
    return microsEach(count, () => {
      for (let left = count; left > 0; left--) this.#commit();
    });
  }

  close(): void {
    this.#database.close();
  }
}
