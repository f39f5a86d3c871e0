import { describe, expect, test } from 'vitest';
import { ChainView } from '../../core/merchant/chain-view.ts';
import { NETWORKS, type NetworkName } from '../../core/networks.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;

function aView(network: NetworkName, last?: { height: number; minutesOld: number }) {
  let ahead = 0;
  const world = { now: () => NOW + ahead, monotonic: () => 5000 + ahead };
  const tip = (height: number, minutesOld: number) => ({
    height,
    hash: 'ab'.repeat(32),
    time: (NOW - minutesOld * MINUTE) / 1000,
  });
  const view = new ChainView(NETWORKS[network], world, last && tip(last.height, last.minutesOld));
  return { view, tip, wait: (minutes: number) => (ahead += minutes * MINUTE) };
}

describe('the height that deadlines count with', () => {
  test('is the tip’s while the node answers with a tip that is young enough', () => {
    const { view, tip } = aView('mainnet');
    expect(view.worstCaseHeight).toBeUndefined();
    view.see(tip(5_000_000, 20));
    expect(view.worstCaseHeight).toBe(5_000_000);
    expect(view.problem).toBeUndefined();
  });

  test('counts from the tip’s own time when the node answers and yet lags', () => {
    const { view, tip } = aView('mainnet');
    view.see(tip(5_000_000, 20 * 24 * 60));
    expect(view.worstCaseHeight).toBe(5_000_000 + 20 * 24 * 60 * 1.5);
    expect(view.problem).toMatch(/lags/);
  });

  test('does not fall because a node that lags answers after a start', () => {
    const { view, tip } = aView('testnet', { height: 900, minutesOld: 600 });
    expect(view.worstCaseHeight).toBe(1800);
    view.see(tip(910, 590));
    expect(view.worstCaseHeight).toBe(910 + 885);
  });

  test('grows half as fast again as blocks come while nothing is seen', () => {
    const { view, tip, wait } = aView('mainnet');
    view.see(tip(100, 1));
    wait(40);
    expect(view.worstCaseHeight).toBe(160);
  });

  test('is the tip’s on regtest, where blocks come when somebody wants them', () => {
    const { view, tip } = aView('regtest');
    view.see(tip(1400, 3 * 24 * 60));
    expect(view.worstCaseHeight).toBe(1400);
  });
});
