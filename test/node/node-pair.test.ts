import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dogecoindPath } from './dogecoind.ts';
import { NodePair } from './scenes/node-pair.ts';
import { doge, Purse } from './scenes/purse.ts';

const purse = new Purse('somebody');

describe.skipIf(dogecoindPath() === undefined)('two Dogecoin Core daemons', () => {
  let pair: NodePair;

  beforeAll(async () => {
    pair = await NodePair.start();
  }, 120_000);
  afterAll(() => pair?.stop());

  test('pass a transaction on, but not while they are separate', async () => {
    const txid = await pair.own.backend.sendToAddress(purse.address, doge(10));
    await pair.untilSpread(txid);
    await pair.separate();
    const unheard = await pair.own.backend.sendToAddress(purse.address, doge(10));
    expect(await pair.isSpread(unheard)).toBe(false);
    await pair.reunite();
    await pair.mine(1);
    expect(await pair.isSpread(unheard)).toBe(true);
  }, 120_000);

  test('make chains of their own while they are separate, and the longer one wins', async () => {
    await pair.separate();
    const [lost = ''] = await pair.mine(1);
    const won = await pair.mine(2, pair.peer);
    await pair.reunite();
    await pair.untilAgreed();
    expect((await pair.own.backend.tip()).hash).toBe(won.at(-1));
    expect(await pair.own.backend.block(lost)).toMatchObject({ hash: lost });
  }, 120_000);
});
