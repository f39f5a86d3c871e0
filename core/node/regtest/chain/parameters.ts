import { KOINU_PER_DOGE, type Koinu, koinu } from '../../../money.ts';
import { NETWORKS } from '../../../networks.ts';

export const NETWORK = NETWORKS.regtest;

/** CRegTestParams (Dogecoin Core chainparams.cpp): the heights from which blocks enforce BIP66 and BIP65. */
export const ACTIVATION = { bip66Height: 1251, bip65Height: NETWORK.bip65Height } as const;

/** nPowTargetLimit in compact form: half of all hashes satisfy it, so each block counts as two units of work. */
export const COMPACT_TARGET = 0x207fffff;
export const WORK_PER_BLOCK = 2n;

/** VERSIONBITS_LAST_OLD_BLOCK_VERSION with the chain id 0x62 of merged mining (miner.cpp). */
export const BLOCK_VERSION = 0x00620004;

/** MAX_BLOCK_BASE_SIZE, bytes, and MAX_BLOCK_SIGOPS_COST over the witness scale factor (consensus/consensus.h). */
export const MAX_BLOCK_SIZE = 1_000_000;
export const MAX_BLOCK_SIGNATURE_OPERATIONS = 20_000;

/** Seconds that a block's time may be ahead of the clock (ContextualCheckBlockHeader, validation.cpp). */
export const MAX_FUTURE_BLOCK_TIME = 2 * 60 * 60;

const FIRST_SUBSIDY = 500_000n * KOINU_PER_DOGE;
const LAST_SUBSIDY = koinu(10_000n * KOINU_PER_DOGE);
const HALVING_INTERVAL = 150;

/** GetDogecoinBlockSubsidy (dogecoin.cpp): halves every 150 blocks, and is 10,000 DOGE from block 900 on. */
export function blockSubsidy(height: number): Koinu {
  const halvings = Math.floor(height / HALVING_INTERVAL);
  return halvings >= 6 ? LAST_SUBSIDY : koinu(FIRST_SUBSIDY >> BigInt(halvings));
}
