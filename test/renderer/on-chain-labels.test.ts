import { describe, expect, test } from 'vitest';
import { saleLabel, shownState } from '../../renderer/labels/invoice-labels.ts';
import { isOnItsWay, isPartOffered, onChainLabel, partOf } from '../../renderer/labels/on-chain-labels.ts';
import { wordsIn } from '../../renderer/messages/translate.ts';
import { newInvoice, onChainOf } from './fake/fake-state.ts';

const en = wordsIn('en');
const asked = { amount: '14', memo: '', tips: false };
const invoice = newInvoice('sale', asked, { at: 0, seconds: 60, pricing: undefined });

describe('what came on-chain', () => {
  test('is told with its amounts and confirmations', () => {
    const said = (state: Parameters<typeof onChainOf>[0], of: 'open' | 'expired' = 'open') =>
      onChainLabel(en, onChainOf(state, '14'), of).text;
    expect(said('waiting')).toBe('Waiting for confirmations: 2 of 6.');
    expect(said('reorged')).toContain('2 of 6');
    expect(said('underpaid')).toContain('1.50 DOGE are missing. The same code takes the rest.');
    expect(said('underpaid', 'expired')).toContain('The time is over: accept what came');
    expect(said('double_spent', 'expired')).toContain('Do not hand anything out');
    expect(said('double_spent')).toContain('Do not hand anything out');
    expect(said('late')).toContain('14.00 DOGE came after');
    expect(said('paid_twice')).toContain('pay it back from another wallet');
  });

  test('that a clerk took for the whole is told as a part of it, until the rest is there', () => {
    const part = { ...onChainOf('underpaid', '2'), acceptedPart: '0.5' };
    const paid = { ...part, state: 'paid', confirmations: 6 } as const;
    expect(isPartOffered(part, 'open')).toBe(false);
    expect(isPartOffered(part, 'expired')).toBe(true);
    expect(isPartOffered({ ...part, received: '0' }, 'expired')).toBe(false);
    expect(onChainLabel(en, paid, 'paid').text).toContain('0.50 DOGE were accepted for the whole');
    expect(onChainLabel(en, { ...part, state: 'waiting' }, 'open').text).toContain(
      'were accepted for the whole. Waiting for confirmations: 2 of 6.',
    );
    expect(partOf(paid)).toBe('0.5');
    expect(onChainLabel(en, { ...paid, received: '2', missing: '0' }, 'paid').text).toBe('');
  });

  test('keeps an invoice open past its time while it waits for confirmations, and no other', () => {
    const after = 61_000;
    expect(shownState(invoice, after)).toBe('expired');
    for (const state of ['waiting', 'reorged'] as const) {
      const waiting = { ...invoice, onChain: onChainOf(state, '14') };
      expect(isOnItsWay(waiting)).toBe(true);
      expect(shownState(waiting, after)).toBe('open');
    }
    for (const state of ['underpaid', 'double_spent', 'late'] as const) {
      expect(shownState({ ...invoice, onChain: onChainOf(state, '14') }, after)).toBe('expired');
    }
  });

  test('is what the list of sales says of a sale, where it is more than open, over or paid', () => {
    const said = (of: 'open' | 'paid' | 'cancelled', state: Parameters<typeof onChainOf>[0]) =>
      saleLabel({ ...invoice, state: of, onChain: onChainOf(state, '14') }, 0).text;
    expect(said('open', 'waiting')).toBe('onChain.waiting');
    expect(said('cancelled', 'underpaid')).toBe('onChain.underpaid');
    expect(said('paid', 'paid')).toBe('onChain.overpaid');
    const { question: _, ...decided } = onChainOf('paid', '14');
    expect(saleLabel({ ...invoice, state: 'paid', onChain: decided }, 0).text).toBe('invoice.state.paid');
    expect(said('paid', 'underpaid')).toBe('invoice.state.paid');
    expect(said('paid', 'double_spent')).toBe('onChain.double_spent');
    expect(saleLabel(invoice, 0).text).toBe('invoice.state.open');
  });
});
