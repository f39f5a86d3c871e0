import { KOINU_PER_DOGE, type Koinu, koinu } from './money.ts';

export type NetworkName = 'mainnet' | 'testnet' | 'regtest';

/** What differs between the chains. Sources: Dogecoin Core chainparams.cpp, chainparamsbase.cpp. */
export interface Network {
  readonly name: NetworkName;
  /** `chain` in getblockchaininfo. */
  readonly chain: 'main' | 'test' | 'regtest';
  readonly genesisHash: string;
  readonly pubKeyHashVersion: number;
  readonly scriptHashVersion: number;
  readonly wif: number;
  readonly bip32: { readonly public: number; readonly private: number };
  readonly rpcPort: number;
  /** Folder of the cookie file below the node's data directory. */
  readonly dataSubfolder: string;
  /** From this height on OP_CHECKLOCKTIMEVERIFY is enforced by consensus (BIP65). */
  readonly bip65Height: number;
  readonly coinbaseMaturity: number;
  /** Target seconds between blocks. Regtest mines at will; the mainnet's minute is assumed for estimates. */
  readonly blockSeconds: number;
  /** Blocks come by themselves, so that a tip of long ago is a node that lags. Regtest's come when somebody wants one. */
  readonly hasSteadyBlocks: boolean;
  /** Peers below which a node may hear too little, unless the owner wants more. */
  readonly minPeers: number;
}

const MAINNET: Network = {
  name: 'mainnet',
  chain: 'main',
  genesisHash: '1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691',
  pubKeyHashVersion: 30,
  scriptHashVersion: 22,
  wif: 158,
  bip32: { public: 0x02facafd, private: 0x02fac398 },
  rpcPort: 22555,
  dataSubfolder: '',
  bip65Height: 3_464_751,
  coinbaseMaturity: 240,
  blockSeconds: 60,
  hasSteadyBlocks: true,
  minPeers: 1,
};

const TESTNET: Network = {
  name: 'testnet',
  chain: 'test',
  genesisHash: 'bb0a78264637406b6360aad926284d544d7049f45189db5664f3c4d07350559e',
  pubKeyHashVersion: 113,
  scriptHashVersion: 196,
  wif: 241,
  bip32: { public: 0x043587cf, private: 0x04358394 },
  rpcPort: 44555,
  dataSubfolder: 'testnet3',
  bip65Height: 1_854_705,
  coinbaseMaturity: 240,
  blockSeconds: 60,
  hasSteadyBlocks: true,
  minPeers: 1,
};

const REGTEST: Network = {
  ...TESTNET,
  name: 'regtest',
  chain: 'regtest',
  genesisHash: '3d2160a3b5dc4a9d62e7e66a295f70313ac808440ef7400d6c0772171ce973a5',
  pubKeyHashVersion: 111,
  wif: 239,
  rpcPort: 18332,
  dataSubfolder: 'regtest',
  bip65Height: 1351,
  coinbaseMaturity: 60,
  hasSteadyBlocks: false,
  minPeers: 0,
};

export const NETWORKS: Readonly<Record<NetworkName, Network>> = {
  mainnet: MAINNET,
  testnet: TESTNET,
  regtest: REGTEST,
};

/** Fees and dust are the same on every chain (Dogecoin Core policy/policy.h, validation.h). */
export const POLICY = {
  /** RECOMMENDED_MIN_TX_FEE and the default miner's minimum: what gets mined. Koinu per 1000 bytes. */
  feePerKb: koinu(KOINU_PER_DOGE / 100n),
  /** DEFAULT_MIN_RELAY_TX_FEE: what gets relayed. Koinu per 1000 bytes. */
  relayFeePerKb: koinu(KOINU_PER_DOGE / 1000n),
  /** DEFAULT_DUST_LIMIT: each output below it costs as much again in fee. */
  softDust: koinu(KOINU_PER_DOGE / 100n),
  /** DEFAULT_HARD_DUST_LIMIT: an output below it is not relayed at all. */
  hardDust: koinu(KOINU_PER_DOGE / 1000n),
  /** DEFAULT_TRANSACTION_MAXFEE: the wallet and sendrawtransaction refuse more. */
  absurdFee: koinu(100n * KOINU_PER_DOGE),
  /** MAX_STANDARD_TX_WEIGHT / 4, exclusive: a standard transaction is smaller. Bytes. */
  standardSize: 100_000,
} as const;

/** floor(rate × size / 1000), at least 1 koinu for a rate and size above zero (CFeeRate::GetFee, amount.cpp). */
export function feeForSize(feePerKb: Koinu, bytes: number): Koinu {
  const fee = (feePerKb * BigInt(bytes)) / 1000n;
  return fee === 0n && bytes > 0 && feePerKb > 0n ? koinu(1n) : koinu(fee);
}

/** Heights below, times at or above (LOCKTIME_THRESHOLD, script/script.h). */
export const LOCKTIME_THRESHOLD = 500_000_000;
