import { describe, expect, test } from 'vitest';
import { FairTurns } from '../../core/system/fair-turns.ts';

/** A clock that goes on by what the work is said to take. */
function aTill() {
  let now = 0;
  const turns = new FairTurns(() => now);
  const done: string[] = [];
  const request = (client: string, ms: number) =>
    turns.run(client, () => {
      now += ms;
      done.push(client);
    });
  return { request, done, turns };
}

describe('requests of several addresses', () => {
  test('are looked at in turns: one of few waits for one of the many at most [LIM-4]', async () => {
    const { request, done } = aTill();
    const flood = Array.from({ length: 100 }, () => request('greedy', 50));
    await flood[0];
    const honest = request('honest', 1);
    const before = done.length;
    await honest;
    expect(done.length - before).toBeLessThanOrEqual(2);
    await Promise.all(flood);
  });

  test('of one that sends much leave every other one as before, whatever the order', async () => {
    const { request, done } = aTill();
    const all = [
      ...Array.from({ length: 200 }, () => request('greedy', 20)),
      ...Array.from({ length: 10 }, (_, at) => request(`honest ${at}`, 1)),
    ];
    await Promise.all(all);
    expect(done.slice(0, 11).filter((client) => client !== 'greedy')).toHaveLength(10);
  });

  test('are each answered, and a fault of one is its own', async () => {
    const { turns } = aTill();
    const results = await Promise.allSettled([
      turns.run('a', () => 1),
      turns.run('a', () => {
        throw new Error('broken');
      }),
      turns.run('b', () => Promise.resolve(2)),
      turns.run('b', () => Promise.reject(new Error('late'))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  });
});
