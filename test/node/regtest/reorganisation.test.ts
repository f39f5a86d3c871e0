import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coinsOf, DOGE, draft, KeyHolder, OWN_ADDRESS } from './key-holder.ts';
import { type RpcNode, rpcNodes } from './rpc-nodes.ts';

const DAY = 24 * 60 * 60;

describe.each(rpcNodes())('when the chain of $name changes', (kind) => {
  let node: RpcNode;
  let holder: KeyHolder;

  beforeAll(async () => {
    node = await kind.start();
    await node.call('generate', 100);
    holder = new KeyHolder(node);
    await holder.fund(20);
  }, 60_000);

  afterAll(() => node?.stop());

  const tip = () => node.call('getbestblockhash');
  const confirmationsOf = async (txid: string) =>
    ((await node.call('gettxout', txid, 0)) as { confirmations: string } | null)?.confirmations;

  test('what its last blocks had is in the mempool again, and in the blocks again', async () => {
    const first = draft({ from: [holder.take()] });
    await holder.send(first);
    const [ground = ''] = await holder.mine(1);
    const second = draft({ from: coinsOf(first) });
    await holder.send(second);
    await holder.mine(2);
    const old = await tip();
    expect(await confirmationsOf(second.getId())).toBe('2');

    await node.call('invalidateblock', ground);
    expect((await holder.mempool()).toSorted()).toEqual([first.getId(), second.getId()].toSorted());
    expect(await confirmationsOf(second.getId())).toBe('0');
    expect(await node.call('getblockheader', ground)).toMatchObject({ confirmations: '-1' });

    await node.call('reconsiderblock', ground);
    expect(await tip()).toBe(old);
    expect(await holder.mempool()).toEqual([]);
    expect(await confirmationsOf(second.getId())).toBe('2');
  });

  test('the longer branch wins, and what conflicts with it goes', async () => {
    const coin = { ...holder.take(), sequence: 0xfffffffd };
    const first = draft({ from: [coin] });
    await holder.send(first);
    const [ground = ''] = await holder.mine(1);
    await node.call('invalidateblock', ground);
    const other = draft({ from: [coin], fee: DOGE });
    await holder.send(other);
    await holder.mine(2);
    const old = await tip();
    await node.call('reconsiderblock', ground);
    expect(await tip()).toBe(old);
    expect(await holder.mempool()).toEqual([]);
    expect(await confirmationsOf(first.getId())).toBeUndefined();
    expect(await confirmationsOf(other.getId())).toBe('2');
  });

  test('a coinbase that is too young again cannot stay spent', async () => {
    const [hash = ''] = (await node.call('generatetoaddress', 1, OWN_ADDRESS)) as string[];
    const block = (await node.call('getblock', hash, 2)) as {
      tx: { txid: string; vout: { value: string }[] }[];
    };
    const [coinbase] = block.tx;
    const value = BigInt((coinbase?.vout[0]?.value ?? '').replace('.', ''));
    const later = await holder.mine(59);
    const spend = draft({ from: [{ txid: coinbase?.txid ?? '', vout: 0, value }] });
    await holder.send(spend);
    await node.call('invalidateblock', later.at(-1) ?? '');
    expect(await holder.mempool()).not.toContain(spend.getId());
  });

  test('a lock that is closed again does not stay in the mempool', async () => {
    const height = Number(await node.call('getblockcount'));
    const locked = draft({ from: [holder.take()], locktime: height, sequence: 0xfffffffe });
    await holder.send(locked);
    await node.call('invalidateblock', String(await tip()));
    expect(await holder.mempool()).not.toContain(locked.getId());
    await holder.mine(1);
    expect(await holder.verdict(locked)).toBe('ok');
  });

  test('a transaction that waits longer than a day is forgotten', async () => {
    await holder.mine(1);
    const [first, second] = [
      draft({ from: [holder.take()], fee: 40_000n }),
      draft({ from: [holder.take()] }),
    ];
    await holder.send(first);
    const now = Math.floor(Date.now() / 1000);
    await node.call('setmocktime', now + DAY - 60);
    await holder.send(second);
    expect(await holder.mempool()).toHaveLength(2);
    await node.call('setmocktime', now + DAY + 60);
    await holder.send(draft({ from: [holder.take()] }));
    expect(await holder.mempool()).not.toContain(first.getId());
    expect(await holder.mempool()).toContain(second.getId());
    await node.call('setmocktime', 0);
  });
});
