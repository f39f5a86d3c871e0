import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import { OnChainScene } from './scenes/on-chain-scene.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

/** Longer than an invoice lives. Seconds. */
const LONG = 1000;
/** Two years of it. */
const YEARS = 2 * 366 * 86_400;

describe.each(testNodes())('money at an invoice’s address that is no sale, on $name', (kind) => {
  let node: RunningNode;
  let scene: OnChainScene;

  beforeAll(async () => {
    node = await kind.start();
    scene = await OnChainScene.open(node);
  }, 120_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  const question = async (invoice: Pick<InvoiceView, 'id'>) => (await scene.seen(invoice)).onChain?.question;
  const open = async () => (await scene.desk('invoices', { state: 'question' })).invoices.map(({ id }) => id);
  const warned = async () =>
    (await scene.desk('warnings', {})).filter((warning) => warning.kind === 'open_questions');
  const undecided = async () => (await scene.desk('previewCollect', { to: scene.ownAddress })).undecided;

  /** An invoice of 10 DOGE to which so much came after its end. */
  async function late(amount: number): Promise<InvoiceView> {
    const invoice = await scene.invoice('10');
    await scene.seen(invoice);
    scene.passTime(LONG);
    await scene.pay(invoice.address, amount);
    await scene.seen(invoice);
    await scene.mine(3);
    await scene.seen(invoice);
    return invoice;
  }

  test('is a question however old, with a warning, and is not collected until somebody has decided', async () => {
    const invoice = await late(10);
    expect(await question(invoice)).toEqual({ kind: 'late', amount: '10' });
    expect(await open()).toEqual([invoice.id]);
    scene.passTime(YEARS);
    await scene.stop();
    await scene.start();
    expect(await open()).toEqual([invoice.id]);
    expect(await warned()).toEqual([
      { kind: 'open_questions', severity: 'warning', amount: '10', facts: { count: 1 } },
    ]);
    const to = scene.ownAddress;
    expect(await scene.desk('previewCollect', { to })).toMatchObject({
      coins: 0,
      undecided: { coins: 1, amount: '10' },
    });
    await expect(scene.desk('collect', { to })).rejects.toThrow('nothing_to_collect');
    const decided = await scene.desk('decide', {
      id: invoice.id,
      decision: 'gave_back',
      amount: '10',
      note: ' in cash\n to her ',
    });
    expect(decided.onChain?.question).toBeUndefined();
    expect(decided).toMatchObject({
      state: 'expired',
      onChain: {
        decisions: [
          {
            decision: 'gave_back',
            amount: '10',
            role: 'owner',
            note: 'in cash  to her',
            decided: expect.any(String),
          },
        ],
      },
    });
    expect([await open(), await warned()]).toEqual([[], []]);
    await expect(scene.desk('acceptLate', { id: invoice.id })).rejects.toThrow('not_late');
    const { collections } = await scene.desk('collect', { to });
    expect(collections).toMatchObject([{ state: 'sent' }]);
  });

  test('that came below the price is one only once the invoice is over, and is not collected before', async () => {
    const invoice = await scene.invoice('10');
    await scene.pay(invoice.address, 4);
    await scene.mine(3);
    expect(await question(invoice)).toBeUndefined();
    expect(await undecided()).toEqual({ coins: 1, amount: '4' });
    await expect(scene.desk('decide', { id: invoice.id, decision: 'kept', amount: '4' })).rejects.toThrow(
      'no_question',
    );
    await scene.desk('cancelInvoice', { id: invoice.id });
    expect(await question(invoice)).toEqual({ kind: 'underpaid', amount: '4' });
    await scene.desk('acceptPart', { id: invoice.id, received: '4', note: 'agreed' });
    const taken = await scene.seen(invoice);
    expect(taken).toMatchObject({
      state: 'paid',
      onChain: { decisions: [{ decision: 'took', amount: '4', note: 'agreed' }] },
    });
    expect(taken.onChain?.question).toBeUndefined();
  });

  test('above the price is one where no tip is taken, and none where one is', async () => {
    const strict = await scene.invoice('10');
    const tipped = await scene.invoice('10', true);
    await scene.pay(strict.address, 13);
    await scene.pay(tipped.address, 13);
    await scene.mine(3);
    expect(await question(strict)).toEqual({ kind: 'excess', amount: '3' });
    expect(await question(tipped)).toBeUndefined();
    // So little can be sent back to nobody.
    const rounded = await scene.invoice('10');
    await scene.pay(rounded.address, 10.009);
    expect(await question(rounded)).toBeUndefined();
    await expect(scene.desk('decide', { id: strict.id, decision: 'kept', amount: '2' })).rejects.toThrow(
      'sum_changed: By now 3 DOGE',
    );
    const kept = await scene.desk('decide', { id: strict.id, decision: 'kept', amount: '3' });
    expect(kept).toMatchObject({ state: 'paid', onChain: { state: 'paid' } });
  });

  test('that comes after a decision is another one, of what came since', async () => {
    const invoice = await late(10);
    await scene.desk('decide', { id: invoice.id, decision: 'gave_back', amount: '10' });
    await scene.pay(invoice.address, 2.5);
    expect(await question(invoice)).toEqual({ kind: 'late', amount: '2.5' });
    await scene.desk('decide', { id: invoice.id, decision: 'kept', amount: '2.5' });
    expect(await question(invoice)).toBeUndefined();
  });

  test('that was decided by mistake is in question again, and what was noted stays', async () => {
    const invoice = await late(10);
    const { id } = invoice;
    await expect(scene.desk('reopen', { id })).rejects.toThrow('no_decision');
    await scene.desk('decide', { id, decision: 'gave_back', amount: '10' });
    const reopened = await scene.desk('reopen', { id, note: 'another sale' });
    expect(reopened.onChain).toMatchObject({
      question: { kind: 'late', amount: '10' },
      decisions: [{ decision: 'gave_back' }, { decision: 'reopened', amount: '10', note: 'another sale' }],
    });
    await expect(scene.desk('reopen', { id })).rejects.toThrow('no_decision');
    await scene.desk('acceptLate', { id });
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
  });

  test('is none where nothing came, or all came in time', async () => {
    const invoice = await scene.invoice('10');
    expect(await question(invoice)).toBeUndefined();
    await scene.pay(invoice.address, 10);
    expect(await question(invoice)).toBeUndefined();
    await expect(scene.desk('decide', { id: invoice.id, decision: 'kept', amount: '10' })).rejects.toThrow(
      'no_question',
    );
  });
});
