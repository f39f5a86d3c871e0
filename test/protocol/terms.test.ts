import { describe, test } from 'vitest';
import { checkTerms } from '../../core/protocol/announcement.ts';
import { aChannel, doge, TERMS, TIP } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';

describe('an announcement against the terms [STA-8]', () => {
  const check = (changes: Parameters<typeof aChannel>[0], terms = {}, height = TIP) =>
    checkTerms(aChannel(changes).announcement, { ...TERMS, ...terms }, height);

  test('is accepted within them', () => {
    accepted(check({}));
  });

  test('has as many inputs as they allow, and no more', () => {
    const inputs = (count: number) => [Array.from({ length: count }, () => doge(20))];
    accepted(check({ fundings: inputs(10) }));
    expectRefusal(check({ fundings: inputs(11) }), 'too_many_inputs', { inputs: 11, limit: 10 });
  });

  test('has at least their least capacity, to the koinu', () => {
    accepted(check({ fundings: [[doge(10)]] }));
    accepted(check({ fundings: [[doge('9.99999999'), doge('0.00000001')]] }));
    const least = { capacity: doge('9.99999999'), least: doge(10) };
    expectRefusal(check({ fundings: [[doge('9.99999999')]] }), 'capacity_too_small', least);
  });

  test('has at most their largest capacity, to the koinu', () => {
    accepted(check({ fundings: [[doge(100_000)]] }));
    const most = { capacity: doge('100000.00000001'), most: doge(100_000) };
    expectRefusal(check({ fundings: [[doge('100000.00000001')]] }), 'capacity_too_large', most);
  });

  test('is locked for at least their least blocks from the tip on', () => {
    const earliest = TIP + TERMS.minLocktimeBlocks;
    accepted(check({ locktime: earliest }));
    const tooSoon = { locktime: earliest - 1, earliest };
    expectRefusal(check({ locktime: earliest - 1 }), 'locktime_too_soon', tooSoon);
    expectRefusal(check({ locktime: earliest }, {}, TIP + 1), 'locktime_too_soon');
  });

  test('is locked for at most their most blocks from the tip on', () => {
    const latest = TIP + TERMS.maxLocktimeBlocks;
    accepted(check({ locktime: latest }));
    const tooFar = { locktime: latest + 1, latest };
    expectRefusal(check({ locktime: latest + 1 }), 'locktime_too_far', tooFar);
    accepted(check({ locktime: latest + 1 }, {}, TIP + 1));
  });
});
