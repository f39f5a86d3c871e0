import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { koinu } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { parseHex, toHex } from '../../core/protocol/bytes.ts';
import {
  parseTransaction,
  type Transaction,
  transactionHex,
  txidOf,
} from '../../core/protocol/transaction.ts';
import { dogecoindPath } from './dogecoind.ts';
import { amount, ChannelScene, got } from './scenes/channel-scene.ts';
import { eventually, NodePair } from './scenes/node-pair.ts';
import { Purse } from './scenes/purse.ts';

if (dogecoindPath() === undefined)
  process.stderr.write('NOT RUN: two chains of Dogecoin Core; set DOGECOIND.\n');
const PURSE = new Purse('a customer who spends her coin on both chains');
const SECOND = new Purse('where she sends it the second time');

describe.skipIf(dogecoindPath() === undefined)(
  'a channel whose chain loses, on two Dogecoin Core daemons',
  () => {
    let pair: NodePair;
    let scene: ChannelScene;

    beforeAll(async () => {
      // The peer mines what consensus allows: nobody may rely on its being standard.
      const lenient = { arguments: ['-acceptnonstdtxn=1', '-promiscuousmempoolflags=1'] };
      pair = await NodePair.start({ peer: lenient });
      scene = await ChannelScene.open(pair.own);
    }, 120_000);

    afterAll(async () => {
      await scene?.close();
      await pair?.stop();
    });

    /** On the till's chain alone the coin pays for a channel; on the other it goes elsewhere. */
    async function spendOnBothChains() {
      const value = amount('60');
      const txid = await pair.own.backend.sendToAddress(PURSE.address, value);
      await pair.mine(1);
      const [known] = await pair.own.backend.transactions([txid]);
      const vout =
        known?.transaction.outs.findIndex(({ script }) => toHex(script) === toHex(PURSE.script)) ?? -1;
      await pair.separate();
      const script = scriptOf(scene.wallet.address(), NETWORKS.regtest) ?? new Uint8Array();
      const left = koinu(value - amount('1'));
      const funds = PURSE.spend({ from: [{ txid, vout }], outputs: [{ script, value: left }] });
      expect(await pair.own.backend.broadcast(funds)).toEqual({ kind: 'accepted' });
      got(await scene.wallet.addTransaction(transactionHex(funds)));
      const elsewhere = PURSE.spend({
        from: [{ txid, vout }],
        outputs: [{ script: SECOND.script, value: left }],
      });
      expect(await pair.peer.backend.broadcast(elsewhere)).toEqual({ kind: 'accepted' });
      return scene.openChannel('50');
    }

    async function otherChainWins(): Promise<void> {
      const ahead = (await pair.own.backend.tip()).height - (await pair.peer.backend.tip()).height;
      await pair.mine(ahead + 1, pair.peer);
      await pair.reunite();
      await pair.untilAgreed();
    }

    async function stateBecomes(id: string, state: string): Promise<void> {
      await eventually(state, async () => {
        await scene.running.till.look();
        return (await scene.channel(id)).state === state;
      });
    }

    const STAGES: readonly (readonly [string, (id: string) => Promise<unknown>, string])[] = [
      ['unconfirmed', async () => undefined, '0'],
      ['confirming', () => scene.mine(1), '0'],
      ['open', () => scene.mine(2), '0'],
      [
        'open and paid on',
        async (id) => {
          await scene.mine(2);
          await scene.pay('7', id);
        },
        '7',
      ],
      [
        'closing',
        async (id) => {
          await scene.mine(2);
          await scene.pay('7', id);
          await scene.closeChannel(id);
        },
        '7',
      ],
    ];

    test.each(STAGES)(
      'is conflicted by a double spend of its funding while it is two Dogecoin Core daemons',
      async (_, reach, paid) => {
        const id = await spendOnBothChains();
        await reach(id);
        await otherChainWins();
        await stateBecomes(id, 'conflicted');
        expect((await scene.channel(id)).paid).toBe(paid);
        const warnings = await scene.running.desk.call('warnings', {});
        const severity = paid === '0' ? 'notice' : 'alarm';
        expect(warnings).toMatchObject({
          value: expect.arrayContaining([
            expect.objectContaining({ kind: 'conflicted', channel: id, severity }),
          ]),
        });
      },
      120_000,
    );

    test.each([
      ['a push more under its script', morePushes],
      ['its script in another push', otherPush],
    ])(
      'has its settlement mined with two Dogecoin Core daemons, which is the settlement all the same',
      async (_, change) => {
        // A customer whose coins are not those of the chains that lost.
        await scene.close();
        scene = await ChannelScene.open(pair.own);
        await scene.fund('51');
        const id = await scene.openChannel('50');
        await scene.mine(2);
        await scene.pay('4', id);
        await pair.untilAgreed();
        await pair.separate();
        const { settlement } = await scene.closeChannel(id);
        const sent = parseTransaction(parseHex(settlement?.hex ?? '') ?? new Uint8Array());
        if (sent === undefined) throw new Error('no settlement');
        const changed = change(sent);
        expect(txidOf(changed)).not.toBe(settlement?.txid);
        expect(await pair.peer.backend.broadcast(changed)).toEqual({ kind: 'accepted' });
        await otherChainWins();
        await scene.running.till.look();
        expect((await scene.channel(id)).spend).toMatchObject({ kind: 'settlement', txid: txidOf(changed) });
        await pair.mine(2);
        await stateBecomes(id, 'closed');
      },
      120_000,
    );
  },
);

function withScripts(transaction: Transaction, change: (script: Uint8Array) => Uint8Array): Transaction {
  const changed = transaction.clone();
  for (const [index, { script }] of transaction.ins.entries()) changed.setInputScript(index, change(script));
  return changed;
}

function morePushes(transaction: Transaction): Transaction {
  return withScripts(transaction, (script) => Uint8Array.of(0x51, ...script));
}

/** The redeem script, which is last, by OP_PUSHDATA2 in place of OP_PUSHDATA1. */
function otherPush(transaction: Transaction): Transaction {
  return withScripts(transaction, (script) => {
    const at = script.lastIndexOf(0x4c, script.length - 100);
    const length = script[at + 1] ?? 0;
    expect(at + 2 + length).toBe(script.length);
    return Uint8Array.of(...script.subarray(0, at), 0x4d, length, 0, ...script.subarray(at + 2));
  });
}
