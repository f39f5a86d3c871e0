import path from 'node:path';
import { pino } from 'pino';
import { assert } from '../assert.ts';
import type { InvoiceView } from '../bridge/views/counter.ts';
import { sentenceOf } from '../customer/state/refusal-texts.ts';
import type { Outcome } from '../customer/state/refusals.ts';
import { type CustomerWallet, createWallet } from '../customer/wallet.ts';
import { defaultPolicy } from '../merchant/policy/policy.ts';
import { type RunningTill, serve } from '../merchant/serve/serve.ts';
import { formatDoge, type Koinu, koinu, parseDoge, sum, ZERO } from '../money.ts';
import { NETWORKS } from '../networks.ts';
import type { NodeBackend } from '../node/backend.ts';
import { parseNodeAddress } from '../node/node-address.ts';
import { connectNode } from '../node/rpc.ts';
import { addressOf, scriptHashScript } from '../protocol/address.ts';
import { EMPTY } from '../protocol/bytes.ts';
import { CommandFailure } from './failure.ts';

type Print = (line: string) => void;

const REGTEST = NETWORKS.regtest;
const INVOICES = [
  { amount: '12.5', memo: 'Two flat whites' },
  { amount: '4.25', memo: 'A croissant' },
  { amount: '33', memo: 'A bag of beans' },
];

/** The blocks' rewards go to neither of the two, so that what they have is what they were paid. */
const MINER = addressOf(scriptHashScript(EMPTY), REGTEST) ?? '';

/** A whole channel from offer to mined settlement, on a practice node, with a real till and a real customer. */
export async function runDemo(folder: string, print: Print): Promise<void> {
  const running = await serve({
    data: path.join(folder, 'till'),
    network: REGTEST,
    node: 'practice',
    host: '127.0.0.1',
    port: 0,
    policy: defaultPolicy('regtest'),
    shopName: 'Demo café',
    log: pino({ level: 'silent' }),
  });
  try {
    const parsed = parseNodeAddress(running.ready.node ?? '', REGTEST);
    assert(parsed.ok, "the practice node's address is one");
    const node = connectNode({ address: parsed.address, network: REGTEST });
    const wallet = got(createWallet({ path: path.join(folder, 'alice.json'), network: 'regtest' }));
    await walkThrough({ running, node, wallet, print });
    await wallet.close();
    node.close();
  } finally {
    await running.stop();
  }
}

interface Scene {
  readonly running: RunningTill;
  readonly node: NodeBackend;
  readonly wallet: CustomerWallet;
  readonly print: Print;
}

async function walkThrough(scene: Scene): Promise<void> {
  const { running, node, wallet, print } = scene;
  const till = running.ready.endpoint;
  print(`Practice node on regtest at height ${(await node.tip()).height}; till at ${till}`);
  print(`  The till's identity is ${running.ready.identity}`);
  got(await wallet.fundFromNode(node, amount('250')));
  await mine(scene, 1);
  const before = wallet.funds();
  print(`\nMoney before: Alice has ${doge(before)}, Bob has ${doge(ZERO)}.\n`);

  const channel = got(await wallet.openChannel({ tillUrl: till, amount: amount('100'), name: 'Alice' }));
  const { id } = channel.record;
  const announced = await ask(running.desk.call('channel', { id }));
  print(
    `[1] [2] Alice asked for a channel key; Bob signed an offer, settlement to ${announced.settlementAddress}`,
  );
  print(
    `[A]     Redeem script of ${announced.script.length / 2} bytes: refundable from height ${announced.locktime}`,
  );
  for (const { txid, vout, value } of announced.funding) {
    print(`[B]     Alice locked ${value} DOGE in ${txid}:${vout}`);
  }
  print(`[C] [3] She announced it; [D] [4] Bob stored channel ${id.slice(0, 16)}…: ${announced.state}`);
  await mine(scene, announced.required);
  const open = await ask(running.desk.call('channel', { id }));
  print(`        ${open.confirmations} of ${open.required} confirmations: ${open.state}\n`);

  for (const wanted of INVOICES) await buy(scene, wanted);
  await settle(scene, id, before);
}

async function buy({ running, wallet, print }: Scene, wanted: (typeof INVOICES)[number]): Promise<void> {
  const invoice: InvoiceView = await ask(running.desk.call('issueInvoice', wanted));
  print(`[5]     Invoice: ${invoice.memo}, ${invoice.amount} DOGE`);
  print(`        ${invoice.uri}`);
  const startedAt = performance.now();
  const { channel, payment } = got(await wallet.pay(invoice.uri));
  const milliseconds = Math.round(performance.now() - startedAt);
  const { spendable } = await ask(running.desk.call('channel', { id: channel.id }));
  print(`[E] [F] Alice signed ${formatDoge(payment.paid)} DOGE in all; [6] sent it`);
  print(
    `[G]     Bob stored it and gave a receipt, ${milliseconds} ms after the scan; she can spend ${spendable} DOGE more\n`,
  );
}

async function settle(scene: Scene, id: string, before: Koinu): Promise<void> {
  const { running, node, wallet, print } = scene;
  const [closed] = await ask(running.desk.call('close', { ids: [id] }));
  const settlement = closed?.channel?.settlement;
  assert(settlement !== undefined, 'a channel that is closed has a settlement');
  print(
    `[H]     Bob co-signed the last payment and broadcast ${settlement.txid} (${settlement.hex.length / 2} bytes)`,
  );
  await mine(scene, closed?.channel?.required ?? 1);
  const done = await ask(running.desk.call('channel', { id }));
  print(`        Mined in block ${done.spend?.height}: ${done.state}`);
  if (done.state !== 'closed') throw new CommandFailure(`The channel is ${done.state}, not closed.`);

  got(await wallet.recover({ node }));
  const after = wallet.funds();
  const bob = await receivedAt(node, settlement.txid, done.settlementAddress, running);
  const paid = sum(INVOICES.map((invoice) => amount(invoice.amount)));
  const fees = koinu(before - after - bob);
  print(
    `\nMoney after: Alice has ${doge(after)}, Bob has ${doge(bob)}; the two transactions cost ${doge(fees)} in fees.`,
  );
  if (bob !== paid) throw new CommandFailure(`Bob has ${doge(bob)}, and was paid ${doge(paid)}.`);
}

/** What the settlement left at Bob's address, unspent on the chain. */
async function receivedAt(
  node: NodeBackend,
  txid: string,
  address: string,
  { till }: RunningTill,
): Promise<Koinu> {
  const outputs = await node.unspentOutputs([0, 1].map((vout) => ({ txid, vout })));
  return sum(
    outputs.flatMap((output) =>
      output !== undefined && addressOf(output.script, till.context.network) === address
        ? [output.value]
        : [],
    ),
  );
}

async function mine({ node, running }: Scene, blocks: number): Promise<void> {
  await node.mine(blocks, MINER);
  await running.till.look();
}

function amount(text: string): Koinu {
  const value = parseDoge(text);
  assert(value !== undefined, `${text} is an amount`);
  return value;
}

function doge(value: Koinu): string {
  return `${formatDoge(value)} DOGE`;
}

function got<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new CommandFailure(sentenceOf(outcome.refusal));
}

async function ask<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; problem: { detail: string } }>,
): Promise<T> {
  const given = await answer;
  if (given.ok) return given.value;
  throw new CommandFailure(given.problem.detail);
}
