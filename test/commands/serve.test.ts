import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusView } from '../../core/bridge/views/status.ts';
import { Desktop, expectSentence, ServedTill, sentenceOf, till, tillJson } from './till-process.ts';

const REGTEST = ['--network', 'regtest', '--node', 'practice'];
const desktop = new Desktop();
let running: ServedTill;
let occupied: Server;
let port: number;

beforeAll(async () => {
  running = await ServedTill.start('--data', desktop.folder('shop'), ...REGTEST, '--shop', 'Corner');
  occupied = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => occupied.once('listening', resolve));
  const address = occupied.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(async () => {
  await running.end();
  occupied.close();
  desktop.remove();
});

const mode = (file: string) => statSync(file).mode & 0o777;

describe('a till that is served', () => {
  test('says in one line of JSON where it is, when customers can come', async () => {
    expect(running.lines.length).toBe(1);
    expect(running.ready).toEqual({
      ready: true,
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      network: 'regtest',
      node: expect.stringMatching(/^http:\/\/practice:[0-9a-f]+@127\.0\.0\.1:\d+$/),
    });
    expect((await fetch(`${running.ready.endpoint}/v1/channel-key`)).status).toBe(200);
  });

  test('keeps its keys, its secret and its socket to its user', () => {
    const folder = desktop.folder('shop');
    expect(mode(folder)).toBe(0o700);
    for (const name of ['keys.json', 'control.json', 'control.sock']) {
      expect([name, mode(path.join(folder, name))]).toEqual([name, 0o600]);
    }
  });

  test('ends by SIGTERM with status 0, and has everything after it', async () => {
    const folder = desktop.folder('restarted');
    const first = await ServedTill.start('--data', folder, ...REGTEST);
    const invoice = await tillJson<{ id: string }>('invoice', '--data', folder, '--amount', '3');
    const { height } = await tillJson<{ height: number }>('status', '--data', folder);
    expect(await first.end()).toBe(0);
    expectSentence(await till('status', '--data', folder), /^No till runs on .*: start it with/);

    const second = await ServedTill.start('--data', folder, ...REGTEST);
    try {
      expect(second.ready.identity).toBe(first.ready.identity);
      const invoices = await tillJson<{ id: string }[]>('invoices', '--data', folder);
      expect(invoices.map(({ id }) => id)).toContain(invoice.id);
      expect(await tillJson('status', '--data', folder)).toMatchObject({ height });
    } finally {
      await second.end();
    }
  });

  test('asks the further nodes that it was given, and says which of them does not answer', async () => {
    const folder = desktop.folder('further');
    const url = new URL(running.ready.node ?? '');
    const others = [url.href, 'http://user:password@127.0.0.1:1'];
    const asking = await ServedTill.start('--data', folder, ...REGTEST, '--other-node', ...others);
    try {
      const status = () => tillJson<StatusView>('status', '--data', folder);
      await expect
        .poll(async () => (await status()).otherNodes[1]?.problem?.kind, { timeout: 30_000 })
        .toBe('other_node_away');
      // Two practice nodes have no block in common but the first.
      expect((await status()).otherNodes).toMatchObject([
        { name: url.host, height: 1400, problem: { kind: 'nodes_disagree' } },
        { name: '127.0.0.1:1' },
      ]);
    } finally {
      expect(await asking.end()).toBe(0);
    }
  });

  test.each(['SIGINT', 'SIGHUP'] as const)('ends by %s with status 0 as well', async (signal) => {
    const short = await ServedTill.start('--data', desktop.folder(signal), ...REGTEST);
    expect(await short.end(signal)).toBe(0);
  });
});

describe('a till is not served', () => {
  const policy = (text: string) => ['--policy', desktop.file(`${Math.random()}.json`, text)];
  const onNew = (...args: string[]) => ['--data', desktop.folder(`new-${Math.random()}`), ...args];

  const WRONG: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    [
      'on a port that is in use',
      () => onNew(...REGTEST, '--listen', `127.0.0.1:${port}`),
      /another program listens there/,
    ],
    ['on an address that is none', () => onNew(...REGTEST, '--listen', 'nowhere'), /is not HOST:PORT/],
    ['on a port that is none', () => onNew(...REGTEST, '--listen', '127.0.0.1:70000'), /is not HOST:PORT/],
    [
      'on a folder that another till runs on',
      () => ['--data', desktop.folder('shop'), ...REGTEST],
      /in use: another Dogetill/,
    ],
    [
      'for another network than its folder',
      () => ['--data', networkFolder(), '--network', 'testnet', '--node', 'http://a:b@127.0.0.1:1'],
      /belongs to regtest, not to testnet/,
    ],
    [
      'with a node that is no address',
      () => onNew('--network', 'regtest', '--node', 'somewhere'),
      /node's address is not understood/,
    ],
    [
      'with a node without a password',
      () => onNew('--network', 'regtest', '--node', 'http://127.0.0.1:1'),
      /lacks the user or the password/,
    ],
    [
      'with its own node as a further one',
      () =>
        onNew(
          '--network',
          'regtest',
          '--node',
          'http://a:b@127.0.0.1:7',
          '--other-node',
          'http://c:d@127.0.0.1:8',
          'http://e:f@localhost:7',
        ),
      /node localhost:7 is named twice/,
    ],
    [
      'on the main network with play money',
      () => onNew('--network', 'mainnet', '--node', 'practice', ...passphrase()),
      /play money/,
    ],
    [
      'on the main network without a passphrase',
      () => onNew('--network', 'mainnet', '--node', 'http://a:b@127.0.0.1:1'),
      /needs a passphrase/,
    ],
    [
      'with a passphrase file that is not there',
      () => onNew(...REGTEST, '--passphrase-file', desktop.folder('none')),
      /passphrase file .* cannot be read/,
    ],
    [
      'with an empty passphrase file',
      () => onNew(...REGTEST, '--passphrase-file', desktop.file('empty', '\n')),
      /passphrase file .* is empty/,
    ],
    [
      'with a policy file that is not there',
      () => onNew(...REGTEST, '--policy', desktop.folder('none')),
      /policy file .* cannot be read/,
    ],
    ['with a policy that is no JSON', () => onNew(...REGTEST, ...policy('{')), /is not JSON/],
    [
      'with a policy of an unknown name',
      () => onNew(...REGTEST, ...policy('{"fee":"1"}')),
      /"fee" is not a name of the policy/,
    ],
    [
      'with a policy of an amount in a number',
      () => onNew(...REGTEST, ...policy('{"dust":0.01}')),
      /dust: an amount is a decimal string/,
    ],
    [
      'with a policy of a count in a text',
      () => onNew(...REGTEST, ...policy('{"confirmations":"6"}')),
      /confirmations: a whole number/,
    ],
    [
      'with a policy of no confirmations',
      () => onNew(...REGTEST, ...policy('{"confirmations":0}')),
      /confirmations: at least 1/,
    ],
    [
      'with a policy whose cutoff is too wide',
      () => onNew(...REGTEST, ...policy('{"min_locktime_blocks":10,"payment_cutoff_blocks":10}')),
      /payment_cutoff_blocks must be below/,
    ],
    [
      'with a policy whose fee no node relays',
      () => onNew(...REGTEST, ...policy('{"fee_per_kb":"0.0009"}')),
      /fee_per_kb is below 0.001/,
    ],
    ['with a policy that is a list', () => onNew(...REGTEST, ...policy('[]')), /policy file .* is refused/],
    [
      'with a damaged database',
      () => ['--data', damaged('till.sqlite', 'x'.repeat(5000)), ...REGTEST],
      /till\.sqlite is damaged/,
    ],
    [
      'with an empty database',
      () => ['--data', damaged('till.sqlite', ''), ...REGTEST],
      /till\.sqlite is empty/,
    ],
    [
      'with damaged keys',
      () => ['--data', damaged('keys.json', '{"format":1}'), ...REGTEST],
      /keys\.json is damaged/,
    ],
    [
      'on a folder that is a file',
      () => ['--data', desktop.file('a-file', ''), ...REGTEST],
      /cannot be used as the data folder/,
    ],
    [
      'with a public address that is none',
      () => onNew(...REGTEST, '--public-url', 'shop.example'),
      /is not an http or https address/,
    ],
  ];

  function passphrase(): readonly string[] {
    return ['--passphrase-file', desktop.file('passphrase', 'correct horse\n')];
  }

  function damaged(name: string, text: string): string {
    const folder = desktop.folder(`damaged-${Math.random()}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, name), text);
    return folder;
  }

  let ofRegtest = '';
  function networkFolder(): string {
    return ofRegtest;
  }

  beforeAll(async () => {
    ofRegtest = desktop.folder('of-regtest');
    const made = await till('init', '--data', ofRegtest, '--network', 'regtest');
    expect(made.status).toBe(0);
  });

  test.each(WRONG)('%s', async (_, args, words) => {
    expect(await sentenceOf('serve', ...args())).toMatch(words);
  });

  test('and a person reads why in one sentence, without where in the program', async () => {
    const typed = WRONG.filter(([claim]) =>
      /another till|unknown name|damaged database|play money/.test(claim),
    );
    expect(typed.length).toBe(4);
    await Promise.all(
      typed.map(async ([, args, words]) => expectSentence(await till('serve', ...args()), words)),
    );
  });

  test('without a data folder, an unknown network or an unknown option', async () => {
    const wrong = [
      ['serve'],
      ['serve', '--data', desktop.folder('x'), '--network', 'moon'],
      ['serve', '--data', desktop.folder('x'), '--colour', 'red'],
      ['sing'],
    ];
    for (const run of await Promise.all(wrong.map((args) => till(...args)))) {
      expect([run.status, run.out]).toEqual([1, '']);
      expect(run.err).toMatch(/^error: .*\n/);
      expect(run.err).not.toMatch(/^ {4}at /m);
    }
  });
});
