import { describe, expect, test } from 'vitest';
import { readSaleTerms, worthRange } from '../../../core/merchant/invoices/sale-terms.ts';
import { NETWORKS } from '../../../core/networks.ts';

const network = NETWORKS.regtest;

describe('the worth of an amount', () => {
  test.each([
    ['3.50', 'EUR', '0.0713'],
    ['0.01', 'EUR', '999999999'],
    ['1', 'JPY', '12.345678'],
    ['99999.99', 'USD', '0.00000001'],
  ])('%s %s at %s is that of each amount in its range and of none beside it', (amount, currency, rate) => {
    const range = worthRange(amount, { currency, rate });
    if (range === undefined) throw new Error('no range');
    const [units = '', parts = ''] = rate.split('.');
    const places = currency === 'JPY' ? 0 : 2;
    const wantedMinor = Math.round(Number(amount) * 10 ** places);
    // In 10^-9 of the currency's smallest unit.
    const minor = (value: bigint) =>
      Number(
        (value * BigInt(units + parts) * 10n ** BigInt(places) * 1000n) /
          (100_000_000n * 10n ** BigInt(parts.length)),
      ) / 1000;
    const isFit = (value: bigint) => Math.abs(minor(value) - wantedMinor) <= 0.501;
    if (range.least <= range.greatest) {
      expect([isFit(range.least), isFit(range.greatest)]).toEqual([true, true]);
    }
    const step = (range.greatest - range.least) / 10n + 1n;
    expect(isFit(range.greatest + step + 1n) && isFit(range.least - step - 1n)).toBe(false);
  });

  test('is none with more decimals than the currency has', () => {
    expect(worthRange('1.5', { currency: 'JPY', rate: '12' })).toBeUndefined();
    expect(readSaleTerms('1.5', network).amounts).toEqual(['1.5']);
  });
});
