import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sentenceOf } from '../../../core/customer/state/refusal-texts.ts';
import { type CustomerWallet, createWallet, openWallet } from '../../../core/customer/wallet.ts';
import { FakeTill } from '../fake-till.ts';
import { doge, fund, must, openedChannel, refused, WalletFolder } from '../wallet-fixture.ts';

let folder: WalletFolder;
let wallet: CustomerWallet;

beforeEach(() => {
  folder = new WalletFolder();
  wallet = folder.create();
});

afterEach(() => folder.remove());

describe("the wallet's file", () => {
  test.skipIf(process.platform === 'win32')('is readable by its owner alone', async () => {
    expect(statSync(folder.file).mode & 0o777).toBe(0o600);
    await fund(wallet, 5);
    expect(statSync(folder.file).mode & 0o777).toBe(0o600);
  });

  test('reads back as it was written, channels and payments included', async () => {
    const till = new FakeTill();
    await till.start();
    await openedChannel(wallet, till, { inputs: 3, fundingTransactions: 2 });
    must(await wallet.pay(till.invoice(doge(5)).uri));
    const before = { channels: wallet.channels(), coins: wallet.coins(), address: wallet.address() };
    wallet = await folder.reopen(wallet);
    expect({ channels: wallet.channels(), coins: wallet.coins(), address: wallet.address() }).toEqual(before);
    await till.stop();
  });

  test('holds amounts above 2^53 koinu exactly', async () => {
    await fund(wallet, 0.01);
    const text = readFileSync(folder.file, 'utf8').replace('"1000000"', '"999999999999999999"');
    await wallet.close();
    writeFileSync(folder.file, text);
    expect(must(openWallet(folder.file, { isReadOnly: true })).funds()).toBe(999_999_999_999_999_999n);
  });

  test('is the old one, whole, after a crash before the rename', async () => {
    await fund(wallet, 5);
    writeFileSync(`${folder.file}.new`, '{"version":1,"network":"reg');
    wallet = await folder.reopen(wallet);
    expect(wallet.funds()).toBe(doge(5));
    await fund(wallet, 6);
    wallet = await folder.reopen(wallet);
    expect(wallet.funds()).toBe(doge(11));
    expect(existsSync(`${folder.file}.new`)).toBe(false);
  });

  test('that is truncated is told, and left as it is', async () => {
    await wallet.close();
    const whole = readFileSync(folder.file, 'utf8');
    for (const length of [0, 1, 40, whole.length - 3]) {
      writeFileSync(folder.file, whole.slice(0, length));
      refused(openWallet(folder.file), 'wallet_damaged');
      expect(readFileSync(folder.file, 'utf8')).toBe(whole.slice(0, length));
    }
  });

  test('with a wrong member names the member', async () => {
    await fund(wallet, 5);
    await wallet.close();
    writeFileSync(folder.file, readFileSync(folder.file, 'utf8').replace('"500000000"', '"-5"'));
    expect(refused(openWallet(folder.file), 'wallet_damaged')['problem']).toContain('coins.0.value');
  });

  test('of a newer program is refused in one clear sentence', async () => {
    await wallet.close();
    writeFileSync(folder.file, readFileSync(folder.file, 'utf8').replace('"version": 1', '"version": 2'));
    const opened = openWallet(folder.file);
    refused(opened, 'wallet_from_the_future');
    expect(opened.ok ? '' : sentenceOf(opened.refusal)).toBe(
      `The wallet file ${folder.file} has version 2; this program reads up to 1. Use a newer program.`,
    );
  });

  test('is never overwritten by a new wallet', async () => {
    await wallet.close();
    const before = readFileSync(folder.file, 'utf8');
    refused(createWallet({ path: folder.file, network: 'regtest' }), 'wallet_exists');
    expect(readFileSync(folder.file, 'utf8')).toBe(before);
  });

  test('that is not there is told', () => {
    refused(openWallet(path.join(folder.folder, 'none.json')), 'wallet_missing');
  });
});

describe("the wallet's lock", () => {
  test('keeps a second opening out, until the first is closed', async () => {
    expect(refused(openWallet(folder.file), 'wallet_locked')['pid']).toBe(process.pid);
    await wallet.close();
    wallet = must(openWallet(folder.file));
    await wallet.close();
    expect(existsSync(`${folder.file}.lock`)).toBe(false);
  });

  test('lets others look', () => {
    expect(must(openWallet(folder.file, { isReadOnly: true })).address()).toBe(wallet.address());
  });

  test('of a living process holds, of a dead one does not', async () => {
    await wallet.close();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    writeFileSync(`${folder.file}.lock`, `${other.pid}\n`);
    refused(openWallet(folder.file), 'wallet_locked');
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    wallet = must(openWallet(folder.file));
    await wallet.close();
  });

  test('of an earlier process with the same id, as in a container, does not hold', async () => {
    await wallet.close();
    writeFileSync(`${folder.file}.lock`, `${process.pid}\n`);
    await must(openWallet(folder.file)).close();
  });

  test('is given back when the file cannot be opened', async () => {
    await wallet.close();
    writeFileSync(folder.file, '');
    refused(openWallet(folder.file), 'wallet_damaged');
    expect(existsSync(`${folder.file}.lock`)).toBe(false);
  });

  test('is taken by one of many processes at once', async () => {
    await wallet.close();
    writeFileSync(`${folder.file}.lock`, '999999999\n');
    const module = new URL('../../../core/customer/state/wallet-lock.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then(({ lockWallet }) => {
      const lock = lockWallet(${JSON.stringify(folder.file)});
      process.stdout.write(lock.ok ? 'taken' : 'refused');
      setTimeout(() => {}, 1500);
    });`;
    const outputs = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, ['-e', script]);
        return new Promise<string>((resolve) => {
          let text = '';
          child.stdout.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          child.once('exit', () => resolve(text));
        });
      }),
    );
    expect(outputs.filter((text) => text === 'taken')).toHaveLength(1);
    expect(outputs.filter((text) => text === 'refused')).toHaveLength(3);
  });
});

test('a wallet made of the same entropy has the same addresses', async () => {
  const entropy = new Uint8Array(32).fill(9);
  const addresses: string[] = [];
  for (let round = 0; round < 2; round++) {
    const other = new WalletFolder();
    addresses.push(other.create({ entropy }).address());
    await other.remove();
  }
  expect(new Set(addresses).size).toBe(1);
});

test('a program that is killed between payments finds all that it stored', async () => {
  const module = new URL('../../../core/customer/state/wallet-file.ts', import.meta.url).href;
  const file = path.join(folder.folder, 'killed.json');
  const script = `import(${JSON.stringify(module)}).then(({ writeWalletFile }) => {
    const state = { version: 1, network: 'regtest', mnemonic: '', nextReceive: 0, nextChange: 0, nextChannel: 0, coins: [], channels: [] };
    for (let at = 0; ; at++) {
      writeWalletFile(${JSON.stringify(file)}, { ...state, nextReceive: at });
      require('node:fs').writeSync(1, at + '\\n');
    }
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.split('\n').length > 20) child.kill('SIGKILL');
  }
  const stored = Number(printed.trim().split('\n').at(-1));
  const { nextReceive } = JSON.parse(readFileSync(file, 'utf8')) as { nextReceive: number };
  expect(stored).toBeGreaterThan(0);
  expect(nextReceive === stored || nextReceive === stored + 1).toBe(true);
});
