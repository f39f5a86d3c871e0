import { KOINU_PER_DOGE, type Koinu, koinu } from '../../money.ts';
import type { NetworkName } from '../../networks.ts';
import type { PolicyReason } from '../../refusal.ts';
import { movedWithin } from './policy-limits.ts';

/** When the till closes by itself, and what it spends to get a settlement mined (docs/decisions/deadlines.md). */
export interface Deadlines {
  /**
   * Blocks before the locktime at which a channel with money in it is closed, where that is earlier than its cutoff;
   * 0: at the cutoff.
   */
  readonly automaticCloseBlocks: number;
  /** A settlement that is not mined so many blocks before the locktime has its fee raised, whenever it was sent. */
  readonly feeEscalationBlocks: number;
  /** A settlement that is not mined after so many blocks is warned of and has its fee raised. */
  readonly feeLagBlocks: number;
  /** The most that is spent to raise one settlement's fee; 0: nothing. */
  readonly feeBudget: Koinu;
}

export const DEFAULT_DEADLINES: Deadlines = {
  automaticCloseBlocks: 0,
  feeEscalationBlocks: 720,
  feeLagBlocks: 30,
  feeBudget: koinu(KOINU_PER_DOGE),
};

interface Floors {
  readonly paymentCutoffBlocks: number;
  readonly automaticCloseBlocks: number;
  readonly feeEscalationBlocks: number;
}

const PUBLIC_FLOORS: Floors = {
  paymentCutoffBlocks: 240,
  automaticCloseBlocks: 180,
  feeEscalationBlocks: 60,
};

/** Nobody can choose less, in blocks before the locktime. Regtest's blocks come when somebody wants one. */
const FLOORS: Readonly<Record<NetworkName, Floors>> = {
  mainnet: PUBLIC_FLOORS,
  testnet: PUBLIC_FLOORS,
  regtest: { paymentCutoffBlocks: 1, automaticCloseBlocks: 1, feeEscalationBlocks: 1 },
};

/** What of this would be too late on a network, and why in one sentence. */
export function tooLate(
  chosen: Omit<Deadlines, 'feeBudget' | 'feeLagBlocks'> & { readonly paymentCutoffBlocks: number },
  network: NetworkName,
): readonly [PolicyReason, string] | undefined {
  const floors = FLOORS[network];
  if (chosen.paymentCutoffBlocks < floors.paymentCutoffBlocks) {
    return [
      'cutoff_late',
      `payment_cutoff_blocks is below ${floors.paymentCutoffBlocks}: too few blocks to settle in when something fails`,
    ];
  }
  const { automaticCloseBlocks } = chosen;
  if (automaticCloseBlocks !== 0 && automaticCloseBlocks < floors.automaticCloseBlocks) {
    return [
      'close_late',
      `automatic_close_blocks is 0, for at the cutoff, or at least ${floors.automaticCloseBlocks}`,
    ];
  }
  if (chosen.feeEscalationBlocks < floors.feeEscalationBlocks) {
    return [
      'escalation_late',
      `fee_escalation_blocks is below ${floors.feeEscalationBlocks}: too few blocks to get a settlement mined in`,
    ];
  }
  return undefined;
}

/** Members of a policy that was kept by a program without these floors: raised to them rather than refused. */
export function raisedToFloors(members: unknown, network: NetworkName): unknown {
  if (typeof members !== 'object' || members === null) return members;
  const raised = movedWithin(members, network);
  const floors = FLOORS[network];
  const least = {
    payment_cutoff_blocks: floors.paymentCutoffBlocks,
    fee_escalation_blocks: floors.feeEscalationBlocks,
    // 0 is at the cutoff.
    automatic_close_blocks: raised['automatic_close_blocks'] === 0 ? 0 : floors.automaticCloseBlocks,
  };
  for (const [name, floor] of Object.entries(least)) {
    const value = raised[name];
    if (typeof value === 'number' && value < floor) raised[name] = floor;
  }
  return raised;
}

/** How many blocks before the locktime a channel with money in it is closed: its cutoff, or what the owner chose. */
export function closeBlocks(
  paymentCutoffBlocks: number,
  deadlines: Pick<Deadlines, 'automaticCloseBlocks'>,
  network: NetworkName,
): number {
  const floor = FLOORS[network].automaticCloseBlocks;
  return Math.max(paymentCutoffBlocks, deadlines.automaticCloseBlocks, floor);
}
