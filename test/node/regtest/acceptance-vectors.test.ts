import { describe, expect, test } from 'vitest';
import { NETWORKS } from '../../../core/networks.ts';
import {
  type ChainView,
  CONSENSUS_POLICY,
  DEFAULT_POLICY,
  judge,
  type NodePolicy,
} from '../../../core/node/regtest/chain/acceptance.ts';
import { decodeTransaction } from '../../../core/node/regtest/chain/block.ts';
import type { Coins, Output } from '../../../core/node/regtest/chain/coins.ts';
import { Mempool } from '../../../core/node/regtest/chain/mempool.ts';
import { RejectedTransaction } from '../../../core/node/regtest/chain/rejection.ts';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { type RecordedVerdict, recordedVerdicts } from '../../doubles/recorded-verdicts.ts';

/** The chain as it was when the transaction was sent: its funding one block deep. */
function chainOf({ height, mediantime, prevouts }: RecordedVerdict): ChainView {
  const coins = new Map<string, Coins & { outputs: (Output | undefined)[] }>();
  for (const { txid, vout, value, script } of prevouts) {
    const found = coins.get(txid) ?? { height, isCoinbase: false, version: 1, outputs: [] };
    found.outputs[vout] = { value: BigInt(value), script: fromHex(script) };
    coins.set(txid, found);
  }
  return { height, medianTime: mediantime, medianTimeAt: () => mediantime, coins: (txid) => coins.get(txid) };
}

function verdict(row: RecordedVerdict, policy: NodePolicy): string {
  const transaction = decodeTransaction(fromHex(row.tx));
  if (transaction === undefined) return '-22 TX decode failed';
  try {
    judge(transaction, {
      chain: chainOf(row),
      mempool: new Mempool(),
      policy,
      now: row.mediantime,
      limitsFree: false,
      absurdFee: undefined,
    });
    return 'accepted';
  } catch (error) {
    if (error instanceof RejectedTransaction) return `-26 ${error.message}`;
    throw error;
  }
}

describe("acceptance is Dogecoin Core's", () => {
  const rows = recordedVerdicts();

  test.each(rows)('by policy: $name', (row) => {
    expect(verdict(row, DEFAULT_POLICY)).toBe(row.policy);
  });

  test.each(rows)('by consensus: $name', (row) => {
    expect(verdict(row, CONSENSUS_POLICY)).toBe(row.consensus);
  });

  test('was recorded where BIP65 is in force', () => {
    expect(rows.every(({ height }) => height > NETWORKS.regtest.bip65Height)).toBe(true);
  });
});
