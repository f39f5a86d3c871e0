import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../../core/networks.ts';
import { coinsOf, DOGE, draft, KeyHolder, OWN_ADDRESS } from './key-holder.ts';
import { type RpcNode, rpcNodes } from './rpc-nodes.ts';

const HASH = expect.stringMatching(/^[0-9a-f]{64}$/);
const HEX = expect.stringMatching(/^(?:[0-9a-f]{2})+$/);
const INTEGER = expect.stringMatching(/^-?\d+$/);
const AMOUNT = expect.stringMatching(/^\d+\.\d{8}$/);
const NUMBER = expect.stringMatching(/^-?[\d.]+(?:e[+-]?\d+)?$/);

const HEADER = {
  hash: HASH,
  confirmations: INTEGER,
  height: INTEGER,
  version: '6422532',
  versionHex: '00620004',
  merkleroot: HASH,
  time: INTEGER,
  mediantime: INTEGER,
  nonce: INTEGER,
  bits: '207fffff',
  difficulty: '4.656542373906925e-10',
  chainwork: HASH,
  previousblockhash: HASH,
};
const SIZES = { strippedsize: INTEGER, size: INTEGER, weight: INTEGER };
const OWN_OUTPUT = {
  asm: expect.stringMatching(/^OP_DUP OP_HASH160 [0-9a-f]{40} OP_EQUALVERIFY OP_CHECKSIG$/),
  hex: HEX,
  reqSigs: '1',
  type: 'pubkeyhash',
  addresses: [OWN_ADDRESS],
};
const TRANSACTION = {
  txid: HASH,
  hash: HASH,
  size: INTEGER,
  vsize: INTEGER,
  version: '1',
  locktime: '0',
  vin: [
    {
      txid: HASH,
      vout: INTEGER,
      scriptSig: { asm: expect.stringMatching(/^[0-9a-f]+\[ALL\] [0-9a-f]{66}$/), hex: HEX },
      sequence: '4294967295',
    },
  ],
  vout: [{ value: '9.99000000', n: '0', scriptPubKey: OWN_OUTPUT }],
};
const ENTRY = {
  size: INTEGER,
  fee: '0.01000000',
  modifiedfee: '0.01000000',
  time: INTEGER,
  height: INTEGER,
  startingpriority: NUMBER,
  currentpriority: NUMBER,
  descendantcount: '1',
  descendantsize: INTEGER,
  descendantfees: '1000000',
  ancestorcount: '1',
  ancestorsize: INTEGER,
  ancestorfees: '1000000',
  depends: [],
};

describe.each(rpcNodes())('$name', (kind) => {
  let node: RpcNode;
  let holder: KeyHolder;

  beforeAll(async () => {
    node = await kind.start();
    await node.call('generate', 100);
    holder = new KeyHolder(node);
    await holder.fund(10);
  }, 60_000);

  afterAll(() => node?.stop());

  test('describes its chain', async () => {
    const fork = { status: 'defined', startTime: '0', timeout: '999999999999', since: '0' };
    expect(await node.call('getblockchaininfo')).toEqual({
      chain: 'regtest',
      blocks: INTEGER,
      headers: INTEGER,
      bestblockhash: HASH,
      difficulty: '4.656542373906925e-10',
      mediantime: INTEGER,
      verificationprogress: '1',
      initialblockdownload: false,
      chainwork: HASH,
      size_on_disk: INTEGER,
      pruned: false,
      softforks: ['bip34', 'bip66', 'bip65'].map((id, at) => ({
        id,
        version: String(at + 2),
        reject: { status: false },
      })),
      bip9_softforks: { csv: fork, segwit: fork },
      warnings: expect.any(String),
    });
  });

  test('describes itself and its rules', async () => {
    const network = (name: string, reachable: boolean) => ({
      name,
      limited: !reachable,
      reachable,
      proxy: '',
      proxy_randomize_credentials: false,
    });
    expect(await node.call('getnetworkinfo')).toEqual({
      version: '1149900',
      subversion: expect.stringMatching(/^\/Shibetoshi:1\.14\.99\//),
      protocolversion: '70015',
      localservices: expect.any(String),
      localrelay: true,
      timeoffset: '0',
      networkactive: true,
      connections: '0',
      networks: [network('ipv4', true), network('ipv6', true), network('onion', false)],
      relayfee: '0.00100000',
      incrementalfee: '0.00010000',
      softdustlimit: '0.01000000',
      harddustlimit: '0.00100000',
      localaddresses: [],
      warnings: expect.any(String),
    });
    expect(await node.call('getmempoolinfo')).toEqual({
      size: INTEGER,
      bytes: INTEGER,
      usage: INTEGER,
      maxmempool: '300000000',
      mempoolminfee: '0.00000000',
    });
  });

  test('shows the genesis block of regtest', async () => {
    const hash = await node.call('getblockhash', 0);
    expect(hash).toBe(NETWORKS.regtest.genesisHash);
    expect(await node.call('getblock', String(hash), 2)).toMatchObject({
      size: '224',
      version: '1',
      merkleroot: '5b2a3f53f605d62c53e62932dac6925e3d74afa5a4b459745c36d42d0ed26a69',
      tx: [{ vin: [{ coinbase: '04ffff001d0104084e696e746f6e646f' }], vout: [{ value: '88.00000000' }] }],
      time: '1296688602',
      nonce: '2',
    });
  });

  test('shows a block by its header, its txids, its transactions and its bytes', async () => {
    const transaction = draft({ from: [holder.take()] });
    await holder.send(transaction);
    const [hash = ''] = await holder.mine(1);
    const txids = [HASH, transaction.getId()];
    const coinbase = expect.objectContaining({
      vin: [{ coinbase: HEX, sequence: '4294967295' }],
      vout: [
        expect.objectContaining({ n: '0' }),
        expect.objectContaining({
          value: '0.00000000',
          scriptPubKey: expect.objectContaining({ type: 'nulldata' }),
        }),
      ],
    });
    expect(await node.call('getblockheader', hash)).toEqual(HEADER);
    expect(await node.call('getblockheader', hash, false)).toMatch(/^[0-9a-f]{160}$/);
    expect(await node.call('getblock', hash)).toEqual({ ...HEADER, ...SIZES, tx: txids });
    expect(await node.call('getblock', hash, 2)).toEqual({
      ...HEADER,
      ...SIZES,
      tx: [coinbase, TRANSACTION],
    });
    expect(await node.call('getblock', hash, 0)).toContain(transaction.toHex());
    await holder.mine(1);
    expect(await node.call('getblockheader', hash)).toHaveProperty('nextblockhash', HASH);
  });

  test('shows a transaction in the mempool, in a block, and no more once it is spent', async () => {
    const transaction = draft({ from: [holder.take()] });
    const txid = transaction.getId();
    await holder.send(transaction);
    const hex = transaction.toHex();
    expect(await node.call('decoderawtransaction', hex)).toEqual(TRANSACTION);
    expect(await node.call('getrawtransaction', txid)).toBe(hex);
    expect(await node.call('getrawtransaction', txid, true)).toEqual({ hex, ...TRANSACTION });
    expect(await node.call('getmempoolentry', txid)).toEqual(ENTRY);
    expect(await node.call('getrawmempool')).toEqual([txid]);
    expect(await node.call('getrawmempool', true)).toEqual({ [txid]: ENTRY });
    const [hash] = await holder.mine(1);
    const inBlock = { blockhash: hash, confirmations: '1', time: INTEGER, blocktime: INTEGER };
    expect(await node.call('getrawtransaction', txid, 1)).toEqual({ hex, ...TRANSACTION, ...inBlock });
    expect(await node.outcome('getmempoolentry', txid)).toBe('-5 Transaction not in mempool');
    await holder.send(draft({ from: coinsOf(transaction) }));
    expect(await node.call('getrawtransaction', txid)).toBe(hex);
    await holder.mine(1);
    expect(await node.outcome('getrawtransaction', txid)).toBe(
      '-5 No such mempool transaction. Use -txindex to enable blockchain transaction queries. Use gettransaction for wallet transactions.',
    );
  });

  test('shows an output until it is spent', async () => {
    const transaction = draft({ from: [holder.take()] });
    const txid = transaction.getId();
    const output = (confirmations: string) => ({
      bestblock: HASH,
      confirmations,
      value: '9.99000000',
      scriptPubKey: OWN_OUTPUT,
      version: '1',
      coinbase: false,
    });
    await holder.send(transaction);
    expect(await node.call('gettxout', txid, 0)).toEqual(output('0'));
    expect(await node.call('gettxout', txid, 0, false)).toBeNull();
    await holder.mine(3);
    expect(await node.call('gettxout', txid, 0, false)).toEqual(output('3'));
    expect(await node.call('gettxout', txid, 1)).toBeNull();
    expect(await node.call('gettxout', 'no txid', 0)).toBeNull();
    await holder.send(draft({ from: coinsOf(transaction) }));
    expect(await node.call('gettxout', txid, 0)).toBeNull();
    expect(await node.call('gettxout', txid, 0, false)).toEqual(output('3'));
  });

  test('pays to the koinu what a double could not hold', async () => {
    await node.call('generate', 300);
    const address = String(await node.call('getnewaddress'));
    const txid = String(await node.call('sendtoaddress', address, '100000000.00000001'));
    const shown = (await node.call('getrawtransaction', txid, true)) as { vout: { value: string }[] };
    expect(shown.vout.map(({ value }) => value)).toContain('100000000.00000001');
    await node.call('generate', 1);
    expect(await node.outcome('sendtoaddress', OWN_ADDRESS, '9000000000')).toBe('-6 Insufficient funds');
  });

  test('waits for a block', async () => {
    const height = Number(await node.call('getblockcount'));
    const waiting = node.call('waitforblockheight', height + 1, 5000);
    await holder.mine(1);
    expect(await waiting).toEqual({ hash: HASH, height: String(height + 1) });
    expect(await node.call('waitfornewblock', 20)).toEqual({ hash: HASH, height: String(height + 1) });
  });

  test.each([
    ['validateaddress', ['xx'], { isvalid: false }],
    ['getconnectioncount', [], '0'],
    ['ping', [], null],
    ['estimatefee', [6], '-1'],
    ['estimatesmartfee', [6], { feerate: '-1', blocks: '25' }],
    ['getdifficulty', [], '4.656542373906925e-10'],
    ['uptime', [], INTEGER],
    ['getbalance', [], AMOUNT],
    ['getnewaddress', [], expect.stringMatching(/^[mn][1-9A-HJ-NP-Za-km-z]{25,34}$/)],
    ['help', [], expect.stringContaining('== Blockchain ==')],
    ['generate', [0], []],
  ])('answers %s %j', async (method, parameters, expected) => {
    expect(await node.call(method, ...parameters)).toEqual(expected);
  });

  test('says what it knows of an address', async () => {
    expect(await node.call('validateaddress', OWN_ADDRESS)).toEqual({
      isvalid: true,
      address: OWN_ADDRESS,
      scriptPubKey: HEX,
      ismine: false,
      iswatchonly: false,
      isscript: false,
    });
    const mine = String(await node.call('getnewaddress'));
    expect(await node.call('validateaddress', mine)).toMatchObject({ ismine: true, pubkey: HEX });
  });

  test('lists what its wallet can spend', async () => {
    const unspent = (await node.call('listunspent', 1)) as unknown[];
    expect(unspent[0]).toMatchObject({
      txid: HASH,
      vout: INTEGER,
      address: expect.any(String),
      scriptPubKey: HEX,
      amount: AMOUNT,
      confirmations: INTEGER,
      spendable: true,
      solvable: true,
    });
  });

  const NOTHING = '00'.repeat(31);
  test.each([
    ['nosuch', [], '-32601 Method not found'],
    ['getblockhash', ['a'], '-1 JSON value is not an integer as expected'],
    ['getblockhash', [1.5], '-1 JSON integer out of range'],
    ['getblockhash', [2 ** 40], '-1 JSON integer out of range'],
    ['getblockhash', [-1], '-8 Block height out of range'],
    ['getblockhash', [999_999], '-8 Block height out of range'],
    ['getblock', [NOTHING], '-5 Block not found'],
    ['getblock', [5], '-1 JSON value is not a string as expected'],
    ['getblockheader', ['no hash'], '-5 Block not found'],
    ['getrawtransaction', [NOTHING], '-8 parameter 1 must be of length 64 (not 62)'],
    ['getrawtransaction', ['zz'], "-8 parameter 1 must be hexadecimal string (not 'zz')"],
    ['sendrawtransaction', ['00', 1], '-3 Expected type bool, got number'],
    ['sendrawtransaction', [1], '-3 Expected type string, got number'],
    ['gettxout', ['zz', '0'], '-1 JSON value is not an integer as expected'],
    ['getrawmempool', [1], '-1 JSON value is not a boolean as expected'],
    ['sendtoaddress', ['zz', 1], '-5 Invalid Dogecoin address'],
    ['sendtoaddress', [OWN_ADDRESS, 0], '-3 Invalid amount for send'],
    ['sendtoaddress', [OWN_ADDRESS, -1], '-3 Amount out of range'],
    ['sendtoaddress', [OWN_ADDRESS, '1.000000001'], '-3 Invalid amount'],
    ['sendtoaddress', [OWN_ADDRESS, '90000000000'], '-3 Invalid amount'],
    ['sendtoaddress', [OWN_ADDRESS, true], '-3 Amount is not a number or string'],
    ['sendtoaddress', [OWN_ADDRESS, 0.001], '-4 Transaction amount too small'],
    ['generatetoaddress', [1, 'zz'], '-5 Error: Invalid address'],
    ['invalidateblock', ['zz'], '-5 Block not found'],
    ['reconsiderblock', ['zz'], '-5 Block not found'],
    ['decodescript', ['zz'], "-8 argument must be hexadecimal string (not 'zz')"],
  ])('refuses %s %j: %s', async (method, parameters, expected) => {
    expect(await node.outcome(method, ...parameters)).toBe(expected);
  });

  test.each([
    ['getblockhash', []],
    ['sendrawtransaction', []],
    ['getblockcount', [1]],
    ['gettxout', ['00']],
  ])('explains %s when given %j', async (method, parameters) => {
    expect(await node.outcome(method, ...parameters)).toMatch(new RegExp(`^-1 ${method}\\b`));
  });

  test('has a change of a coinbase to wait for', async () => {
    const [hash = ''] = (await node.call('generatetoaddress', 1, OWN_ADDRESS)) as string[];
    const block = (await node.call('getblock', hash, 2)) as {
      tx: { txid: string; vout: { value: string }[] }[];
    };
    const [coinbase] = block.tx;
    const value = BigInt((coinbase?.vout[0]?.value ?? '').replace('.', ''));
    const spend = draft({ from: [{ txid: coinbase?.txid ?? '', vout: 0, value }], fee: DOGE });
    const young = '-26 16: bad-txns-premature-spend-of-coinbase';
    await holder.mine(58);
    expect(await holder.verdict(spend)).toBe(young);
    await holder.mine(1);
    expect(await holder.verdict(spend)).toBe('ok');
  });
});
