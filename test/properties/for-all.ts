import fc from 'fast-check';

/**
 * States a claim about every value of a kind. The claim fails by throwing, as every `expect` does: what it returns
 * means nothing. A failure prints the smallest value that it was found for.
 */
export function forAll<T>(values: fc.Arbitrary<T>, claim: (value: T) => void, numRuns = 100): void {
  fc.assert(
    fc.property(values, (value) => {
      claim(value);
    }),
    { numRuns },
  );
}
