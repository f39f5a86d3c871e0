import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { App } from './app.ts';

test('a shop opens although its node has another password by now, says so, and is given the new one', async () => {
  const node = await startPracticeNode({ initialBlocks: 1400 });
  onTestFinished(() => node.close());
  const app = await App.open();
  onTestFinished(() => app.remove());
  const address = `http://${node.user}:${node.password}@127.0.0.1:${node.port}`;
  await app.ask('createShop', {
    language: 'en',
    shopName: 'Wow Coffee',
    currency: 'DOGE',
    network: 'regtest',
    node: address,
    words: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
    passphrase: 'correct horse',
    clerkPin: '',
    ownerPin: '987654',
  });
  await app.shop.close();
  const file = path.join(app.folder, 'app.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`:${node.password}@`, ':another@'));
  await app.start();
  await app.ask('unlock', { pin: '987654' });
  app.proof = { pin: '987654' };
  const kinds = async () => (await app.ask('warnings', {})).map(({ kind }) => kind);
  expect(await kinds()).toContain('node_unusable');
  await app.ask('setNode', { node: address });
  expect(await kinds()).not.toContain('node_unusable');
});
