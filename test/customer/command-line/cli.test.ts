import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transactionHex } from '../../../core/protocol/transaction.ts';
import { FakeTill } from '../fake-till.ts';
import { PracticeShop } from '../practice-shop.ts';
import { doge, payTo, WalletFolder } from '../wallet-fixture.ts';

const CLI = fileURLToPath(new URL('../../../core/customer/cli.ts', import.meta.url));

let till: FakeTill;
let folder: WalletFolder;

beforeEach(async () => {
  till = new FakeTill();
  folder = new WalletFolder();
  await till.start();
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
});

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function runIn(args: readonly string[], input = ''): Promise<Run> {
  const env = { ...process.env, DOGETILL_WALLET: folder.file };
  const child = spawn(process.execPath, [CLI, ...args], { env });
  child.stdin.end(input);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, out, err })));
}

/** Runs a command that must succeed, with --json. */
async function ask(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { status, out, err } = await runIn(['--json', ...args]);
  if (status !== 0) throw new Error(`customer ${args.join(' ')}: ${out}${err}`);
  return JSON.parse(out) as Record<string, unknown>;
}

async function funded(): Promise<void> {
  const { address } = await ask('init');
  await ask('fund', '--tx', transactionHex(payTo(String(address), doge(150))));
}

describe('the command line', () => {
  test('opens a channel, pays and asks for the close', async () => {
    await funded();
    const opened = await ask('open', till.url, '100', '--name', 'Alice', '--identity', till.identityHash);
    expect(opened).toMatchObject({ state: 'open', capacity: '100', name: 'Alice' });
    const { uri } = till.invoice(doge(12.5), { tips: true });
    const paid = await ask('pay', uri, '--tip', '1.5');
    expect(paid).toMatchObject({ amount: '12.5', tip: '1.5', paid: '14', wasPaidBefore: false });
    expect(await ask('pay', uri)).toMatchObject({ paid: '14', wasPaidBefore: true });
    const list = await ask('list');
    expect(list['channels']).toMatchObject([{ paid: '14', signed: '14' }]);
    expect(await ask('close', String(opened['id']).slice(0, 8))).toMatchObject({ state: 'closing' });
    expect(await ask('recover')).toMatchObject({ channels: [{ advice: 'wait_for_close' }] });
  });

  test('speaks to a person in sentences', async () => {
    await funded();
    const opened = await runIn(['open', till.url, '100']);
    expect(opened.out).toMatch(/^[0-9a-f]{12} {2}open {2}http/);
    expect((await runIn(['pay', till.invoice(doge(5)).uri])).out).toMatch(/^Paid 5 DOGE through channel/);
    expect((await runIn(['list'])).out).toContain('capacity 100 DOGE, paid 5 DOGE');
    expect((await runIn(['address'])).out).toMatch(/^[mn]\w{25,}\n$/);
  });

  test('prints a compact payment, and keeps the receipt that is shown for it', async () => {
    await funded();
    const { id: channel } = await ask('open', till.url, '100');
    const { uri, id } = till.invoice(doge(5));
    const { out } = await runIn(['pay', uri, '--compact']);
    expect(out).toMatch(/^DOGEPAY1:[A-Z2-7]+\n$/);
    const receipt = till.scan(out.trim(), id);
    expect((await runIn(['receipt', String(channel)], `${receipt}\n`)).status).toBe(0);
    expect((await ask('list'))['channels']).toMatchObject([{ paid: '5' }]);
  });

  test('gives a channel back, and prints a refund', async () => {
    await funded();
    const { id, locktime } = await ask('open', till.url, '100');
    expect(await ask('refund', String(id))).toMatchObject({ isBroadcast: false, locktime });
    expect(await ask('release', String(id))).toMatchObject({ state: 'closing' });
  });

  test('makes the same wallet again from its words', async () => {
    const { mnemonic, address } = await ask('init');
    const other = await runIn(
      ['--json', '--wallet', `${folder.file}.restored`, 'init', '--restore'],
      `${String(mnemonic)}\n`,
    );
    expect(JSON.parse(other.out)).toMatchObject({ address });
  });

  test('is funded by a practice node, and looks at the chain with it', async () => {
    const shop = await PracticeShop.open();
    await ask('init');
    expect(await ask('fund', '--node', shop.address, '--amount', '150')).toMatchObject({ funds: '150' });
    till.height = 1000;
    const high = await runIn(['open', till.url, '100', '--node', shop.address]);
    expect(high.err).toContain('the refund would come too late');
    till.height = await shop.mine(1);
    const { id } = await ask('open', till.url, '100', '--node', shop.address);
    const refund = await runIn(['refund', String(id), '--node', shop.address]);
    expect(refund).toMatchObject({ status: 1, out: '' });
    expect(refund.err).toMatch(/^The refund is possible from block \d+ on; the chain is at \d+\.\n$/m);
    expect(await ask('recover', '--node', shop.address)).toMatchObject({ channels: [{ state: 'open' }] });
    await shop.close();
  });
});

describe('the command line says no', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['without a wallet', ['list'], /^There is no wallet at .*; make one with "init"\.$/],
    ['to words that are none', ['init', '--restore'], /^There are 0 words; a seed has 12/],
    ['to a network that there is not', ['init', '--network', 'moon'], /^error: option .* is invalid/],
    ['to an amount that is none', ['open', 'http://x', '1e3'], /^error: .* An amount is decimal DOGE/],
    ['to a number that is none', ['open', 'http://x', '1', '--inputs', 'x'], /^error: .* whole number/],
    ['to an unknown command', ['steal'], /^error: unknown command 'steal'/],
  ];
  test.each(cases)('%s', async (_, args, sentence) => {
    const { status, out, err } = await runIn(args);
    expect(err.split('\n')[0]).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
    expect({ status, out }).toEqual({ status: 1, out: '' });
  });

  test('in one sentence, with the code for a script', async () => {
    await funded();
    till.cheats = { state: { offer: (payload) => ({ ...payload, network: 'mainnet' }) } };
    const person = await runIn(['open', till.url, '100']);
    expect(person).toEqual({
      status: 1,
      out: '',
      err: 'The till is on mainnet, this wallet on regtest.\n',
    });
    const script = await runIn(['--json', 'open', till.url, '100']);
    expect(script).toMatchObject({ status: 1, err: '' });
    expect(JSON.parse(script.out)).toEqual({
      error: 'wrong_network',
      detail: 'The till is on mainnet, this wallet on regtest.',
      facts: { wallet: 'regtest', till: 'mainnet' },
    });
  });

  test("without obeying what a till's words would make a terminal do", async () => {
    await funded();
    const [bell, clear] = ['\u0007', '\u001b[2J'];
    till.cheats = { state: { offer: (payload) => ({ ...payload, expires: `now${bell}${clear}` }) } };
    const { err } = await runIn(['open', till.url, '100']);
    expect(err).toContain('expired at now');
    expect(err.includes(bell) || err.includes('\u001b')).toBe(false);
  });

  test('to funding from nowhere, from two places, and from a node that is none', async () => {
    await funded();
    expect((await runIn(['fund'])).err).toBe('Give either --tx HEX, or --node ADDRESS and --amount DOGE.\n');
    expect((await runIn(['fund', '--tx', 'zz'])).err).toContain('not the hex of a transaction');
    const { status, err } = await runIn(['fund', '--node', 'nowhere', '--amount', '5']);
    expect(status).toBe(1);
    expect(err).toMatch(/^This is no address of a node/);
  });
});
