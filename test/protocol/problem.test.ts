import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detailOf, problemOf } from '../../core/protocol/problem.ts';
import { type Refusal, type RefusalCode, type RefusalFacts, refusalStatus } from '../../core/refusal.ts';
import { doge } from '../doubles/channels.ts';
import { OFF_THE_WIRE } from '../doubles/off-the-wire.ts';

const KEY = `02${'11'.repeat(32)}`;
const OUTPOINT = `${'ab'.repeat(32)}:0`;

/** Every code with facts of its own; the compiler wants all of them. */
const EXAMPLES: { [C in RefusalCode]: RefusalFacts[C] } = {
  malformed_request: { problem: 'not JSON' },
  request_too_large: { limit: 262_144 },
  not_found: { what: 'page' },
  method_not_allowed: { allowed: 'GET' },
  too_many_requests: { retryAfterSeconds: 7 },
  too_many_offers: { limit: 20, retryAfterSeconds: 60 },
  node_unavailable: { problem: 'connection refused' },
  store_unavailable: {},
  malformed_psbt: { problem: 'not a PSBT' },
  psbt_too_large: { bytes: 200_000, limit: 180_224 },
  psbt_has_outputs: { outputs: 2 },
  psbt_has_signatures: { input: 3 },
  no_inputs: {},
  too_many_inputs: { inputs: 11, limit: 10 },
  duplicate_input: { input: 3 },
  transaction_not_final: { field: 'locktime', value: 77 },
  unsupported_version: { version: 3 },
  missing_funding_transaction: { input: 3 },
  funding_transaction_mismatch: { input: 3, problem: 'no_such_output' },
  missing_redeem_script: { input: 3 },
  redeem_script_mismatch: { input: 3 },
  redeem_scripts_differ: { input: 3 },
  unknown_script: { problem: 'not the channel template' },
  locktime_not_a_height: { locktime: 500_000_000n },
  invalid_customer_key: { problem: 'not_a_point' },
  unknown_key: { key: KEY },
  key_expired: { key: KEY, expired: '2026-03-01T12:10:00.000Z' },
  key_already_used: { key: KEY },
  locktime_too_soon: { locktime: 1000, earliest: 2000 },
  locktime_too_far: { locktime: 3000, latest: 2000 },
  capacity_too_small: { capacity: doge(9), least: doge(10) },
  capacity_too_large: { capacity: doge(101), most: doge(100) },
  funding_not_found: { txid: 'ab'.repeat(32), problem: 'Missing inputs' },
  funding_spent: { outpoint: OUTPOINT },
  funding_in_use: { outpoint: OUTPOINT },
  unknown_invoice: { invoice: 'abc' },
  invoice_expired: { expired: '2026-03-01T12:10:00.000Z', wasCancelled: false },
  invoice_already_paid: { paidAt: '2026-03-01T12:10:00.000Z' },
  invoice_mismatch: { named: 'abc' },
  unknown_channel: { channel: 'abc' },
  channel_not_open: { state: 'closing' },
  channel_expiring: { cutoff: 2000, height: 2001 },
  inputs_changed: { field: 'redeem_script', input: 3 },
  missing_signature: { input: 3 },
  unexpected_sighash: { input: 3, sighash: 129 },
  bad_signature: { input: 3, problem: 'encoding' },
  underpaid: { expected: doge('12.5'), offered: doge(12) },
  overpaid: { expected: doge('12.5'), offered: doge(13) },
  unexpected_output: { output: 2 },
  dust_output: { output: 1, value: doge('0.005'), dust: doge('0.01') },
  fee_too_low: { fee: doge('0.001'), least: doge('0.00386') },
  fee_too_high: { fee: doge(1), most: doge('0.0486') },
  exceeds_capacity: { outputs: 2n ** 64n - 1n, capacity: doge(100) },
  transaction_too_large: { bytes: 100_000, limit: 99_999 },
  nothing_paid: {},
  bad_release: { problem: 'an output pays the merchant' },
  bad_envelope: { problem: 'another key' },
  nothing_scanned: { reason: 'web_link' },
  malformed_frame: { problem: 'it is empty' },
  frames_differ: {},
  till_locked: {},
  wrong_passphrase: {},
  no_keychain: {},
  not_late: { state: 'paid_twice' },
  not_short: { state: 'paid_twice' },
  sum_changed: { amount: doge(4) },
  no_question: {},
  no_decision: {},
  bad_time: { text: 'noon' },
  bad_amount: { reason: 'not_an_amount', problem: 'not an amount' },
  not_allowed: { role: 'owner' },
  wrong_pin: { retryAfterSeconds: 4 },
  proof_wanted: { reason: 'either' },
  pin_in_use: {},
  owner_pin_wanted: {},
  bad_settings: { reason: 'rate_zero', problem: 'rate: above 0' },
  risky_policy: { risks: 'One channel may hold 1000000 DOGE.' },
  bad_policy: { reason: 'dust_capacity', problem: 'dust is above min_capacity' },
  backup_unusable: { reason: 'damaged', problem: '/mnt/stick/keys.json is damaged: try another backup.' },
  shop_not_started: { problem: 'no node answers.' },
  backup_failed: { reason: 'no_folder', problem: 'no such folder' },
  bad_payout_key: {},
  secret_given: { kind: 'private_key' },
  private_payout_key: {},
  payout_not_confirmed: { address: 'DFundmtrigzA6E25Swr2pRe4Eb79bGP8G1' },
  bad_address: { reason: 'none' },
  nothing_to_collect: {},
  bad_absence: { problem: 'it ends before it begins' },
  nothing_to_export: {},
  alert_failed: { problem: 'the web hook answers 500' },
  practice_only: {},
  app_only: {},
  bad_words: {},
  weak_passphrase: { least: 8 },
  node_unusable: { reason: 'unreachable', problem: 'Nothing answers at 127.0.0.1:22555.' },
  shop_exists: {},
  no_shop: {},
};

const refusals = Object.entries(EXAMPLES).map(([code, facts]) => ({ code, facts }) as Refusal);

/** docs/PROTOCOL.md: what each kind of no is for HTTP. */
const STATUSES = [400, 404, 405, 409, 410, 413, 422, 429, 503];

describe.each(refusals.map((refusal) => [refusal.code, refusal] as const))(
  'the refusal %s',
  (code, refusal) => {
    const problem = problemOf(refusal);

    test('is a problem of RFC 9457 with its code [ERR-1]', () => {
      expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'status', 'title', 'type']);
      expect(problem.code).toBe(code);
      expect(problem.type).toBe(`urn:dogecoin-channel:${code}`);
      expect(JSON.parse(JSON.stringify(problem))).toEqual(problem);
    });

    test('has a title in words and a status of the protocol [ERR-2]', () => {
      expect(problem.title).toMatch(/^[A-Z][A-Za-z ]+$/);
      expect(problem.title.toLowerCase()).toBe(code.replaceAll('_', ' '));
      expect(STATUSES).toContain(problem.status);
      expect(problem.status).toBe(refusalStatus(code));
    });

    test('says in one sentence every fact that it has', () => {
      const { detail } = problem;
      expect(detail).toBe(detailOf(refusal));
      expect(detail).toMatch(/^\S.*\.$/);
      expect(detail).not.toMatch(/undefined|null|NaN|\[object/);
      for (const [name, value] of Object.entries(refusal.facts)) {
        if (typeof value === 'number') expectNumber(detail, name, value);
      }
    });
  },
);

/** Seconds to wait travel in Retry-After as well; every other number is in the sentence. */
function expectNumber(detail: string, name: string, value: unknown): void {
  if (name !== 'retryAfterSeconds') expect(detail).toContain(String(value));
}

describe('a problem', () => {
  test('that says amounts says them in DOGE', () => {
    const details = (code: RefusalCode) => detailOf({ code, facts: EXAMPLES[code] } as Refusal);
    expect(details('underpaid')).toBe('The settlement output pays 12 DOGE; 12.5 are due in all.');
    expect(details('fee_too_low')).toBe('The fee is 0.001 DOGE; at least 0.00386 is wanted.');
    expect(details('capacity_too_small')).toContain('9 DOGE');
    expect(details('dust_output')).toContain('0.005 DOGE');
  });

  test.each([
    ['malformed_psbt', 400],
    ['unknown_invoice', 404],
    ['unknown_channel', 404],
    ['unknown_key', 404],
    ['method_not_allowed', 405],
    ['invoice_already_paid', 409],
    ['key_already_used', 409],
    ['funding_in_use', 409],
    ['invoice_expired', 410],
    ['key_expired', 410],
    ['channel_expiring', 410],
    ['request_too_large', 413],
    ['psbt_too_large', 413],
    ['bad_signature', 422],
    ['underpaid', 422],
    ['too_many_requests', 429],
    ['too_many_offers', 429],
    ['node_unavailable', 503],
    ['store_unavailable', 503],
  ] as const)('of %s has the status %i', (code, status) => {
    expect(refusalStatus(code)).toBe(status);
  });

  test('of a code has the status that the protocol’s table gives it, and every code is there [ERR-4]', () => {
    const page = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)];
    const stated = new Map(rows.map(([, code = '', status]) => [code, Number(status)]));
    expect(stated.size).toBe(rows.length);
    const onTheWire = refusals.map(({ code }) => code).filter((code) => !OFF_THE_WIRE.includes(code));
    expect(stated).toEqual(new Map(onTheWire.map((code) => [code, refusalStatus(code)])));
  });
});
