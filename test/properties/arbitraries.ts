import fc from 'fast-check';
import { concat } from '../../core/protocol/bytes.ts';
import { Transaction } from '../../core/protocol/transaction.ts';

/** Bytes close to the given ones: a few replaced, flipped, put in, taken out or cut off. */
export function mutated(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: Math.max(0, original.length - 1) });
  const mutation = fc.oneof(
    fc.record({ kind: fc.constant('replace'), at, value: fc.nat({ max: 255 }) }),
    fc.record({ kind: fc.constant('flip'), at, value: fc.nat({ max: 7 }) }),
    fc.record({ kind: fc.constant('insert'), at, value: fc.nat({ max: 255 }) }),
    fc.record({ kind: fc.constant('remove'), at, value: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('cut'), at, value: fc.constant(0) }),
  );
  return fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((mutations) => mutations.reduce(mutate, original));
}

function mutate(bytes: Uint8Array, mutation: { kind: string; at: number; value: number }): Uint8Array {
  const { kind, at, value } = mutation;
  const changed = bytes.slice();
  switch (kind) {
    case 'replace':
      changed[at] = value;
      return changed;
    case 'flip':
      changed[at] = (changed[at] ?? 0) ^ (1 << value);
      return changed;
    case 'insert':
      return concat([bytes.subarray(0, at), Uint8Array.of(value), bytes.subarray(at)]);
    case 'remove':
      return concat([bytes.subarray(0, at), bytes.subarray(at + value)]);
    default:
      return bytes.slice(0, at);
  }
}

const scripts = fc.uint8Array({ maxLength: 60 });

/** A transaction with at least one input: without one, its bytes are those of a witness's marker. */
export const anyTransaction: fc.Arbitrary<Transaction> = fc
  .record({
    version: fc.constantFrom(0, 1, 2, 3, 0xffffffff),
    locktime: fc.nat({ max: 0xffffffff }),
    inputs: fc.array(
      fc.record({
        hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        index: fc.nat({ max: 0xffffffff }),
        script: scripts,
        sequence: fc.nat({ max: 0xffffffff }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    outputs: fc.array(fc.record({ script: scripts, value: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }) }), {
      maxLength: 4,
    }),
  })
  .map(({ version, locktime, inputs, outputs }) => {
    const transaction = new Transaction();
    transaction.version = version;
    transaction.locktime = locktime;
    for (const { hash, index, script, sequence } of inputs) {
      transaction.addInput(hash, index, sequence, script);
    }
    for (const { script, value } of outputs) transaction.addOutput(script, value);
    return transaction;
  });

/** Text of any code units, halves of characters among them. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
