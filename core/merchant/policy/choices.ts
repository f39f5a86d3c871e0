import path from 'node:path';
import * as v from 'valibot';
import { SETTINGS } from '../../bridge/settings.ts';
import type { PolicyRiskView, SettingsView } from '../../bridge/views/session.ts';
import { cleanLine } from '../../names.ts';
import type { NetworkName } from '../../networks.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { Pricing } from '../../store/invoices.ts';
import type { Store } from '../../store/store.ts';
import { SetupFault } from '../../system/faults.ts';
import { rfc3339 } from '../../system/times.ts';
import type { World } from '../../system/world.ts';
import { raisedToFloors } from './deadlines.ts';
import { defaultPolicy, type Policy, readPolicy, writePolicy } from './policy.ts';
import { policyRisks, riskSentence } from './policy-risks.ts';

type SettingName = keyof typeof SETTINGS;
/** What is saved: some of the settings. */
export type SettingChanges = { readonly [K in SettingName]?: SettingsView[K] | undefined };
type PolicyMembers = Readonly<Record<string, string | number>>;

export const DEFAULT_SETTINGS: SettingsView = {
  language: 'en',
  shopName: 'Dogetill',
  currency: 'DOGE',
  rate: '',
  theme: 'system',
  keypad: 'telephone',
  sound: true,
  warningSound: false,
  offersTips: false,
  lockAfterMinutes: 0,
  keepsInTray: false,
  backupFolder: '',
  backupsKept: 30,
  // Two days, one day and four hours of mainnet's blocks.
  warnBlocks: [2880, 1440, 240],
};

const NAMES = Object.keys(SETTINGS) as SettingName[];
const rowOf = (name: SettingName) => `setting.${name}`;
const RATE_SINCE = 'setting.rateSince';
const POLICY = 'policy';

/** What was given when the till was started: it wins over what is stored. */
interface GivenChoices {
  readonly network: { readonly name: NetworkName };
  readonly policy?: Policy | undefined;
  readonly shopName?: string | undefined;
}

/** What the owner has chosen: settings and policy, in the store and at hand. */
export class OwnerChoices {
  readonly #store: Store;
  readonly #world: Pick<World, 'now'>;
  readonly #given: GivenChoices;
  #settings: SettingsView;
  #policy: Policy;

  /** Throws SetupFault for a stored policy that this program refuses. */
  constructor(store: Store, world: Pick<World, 'now'>, given: GivenChoices) {
    this.#store = store;
    this.#world = world;
    this.#given = given;
    this.#settings = readSettings(store);
    this.#policy = given.policy ?? readStoredPolicy(store, given.network.name);
  }

  get settings(): SettingsView {
    const { shopName } = this.#given;
    return shopName === undefined ? this.#settings : { ...this.#settings, shopName };
  }

  get pricing(): Pricing | undefined {
    const { currency, rate } = this.#settings;
    return rate === '' || currency === 'DOGE' ? undefined : { currency, rate };
  }

  get policy(): Policy {
    return this.#policy;
  }

  /** Refuses bad_settings. */
  saveSettings(changes: SettingChanges): Result<SettingsView> {
    const checked = checkSettings(this.#settings, changes);
    if (!checked.ok) return checked;
    const isNewRate = checked.value.rate !== undefined && checked.value.rate !== this.#settings.rate;
    const { settings } = this.#store;
    this.#store.transaction(() => {
      for (const name of NAMES) {
        const value = checked.value[name];
        if (value !== undefined) settings.set(rowOf(name), JSON.stringify(value));
      }
      if (isNewRate) settings.set(RATE_SINCE, rfc3339(this.#world.now()));
    });
    this.#settings = readSettings(this.#store);
    return ok(this.settings);
  }

  /**
   * Binds new offers; channels keep the terms of theirs. What is left out stays as it is. Refuses bad_policy, and risky_policy
   * for what may cost the owner money unless it is among what he `accepted`.
   */
  savePolicy(changes: PolicyMembers, accepted: readonly string[] = []): Result<Policy> {
    const read = this.readChanges(changes);
    if (!read.ok) return read;
    const unsaid = this.risksOf(read.value).filter(({ kind }) => !accepted.includes(kind));
    // Play money is lost to nobody; the screens ask all the same.
    if (unsaid.length > 0 && this.#given.network.name !== 'regtest') {
      return refuse('risky_policy', { risks: unsaid.map(riskSentence).join(' ') });
    }
    const text = JSON.stringify(writePolicy(read.value));
    this.#store.transaction(() => this.#store.settings.set(POLICY, text));
    this.#policy = read.value;
    return read;
  }

  /** What it may cost, beyond what the policy that stands may. */
  risksOf(policy: Policy): readonly PolicyRiskView[] {
    return policyRisks(policy, this.#policy);
  }

  /** The policy as these would make it. Refuses bad_policy. */
  readChanges(changes: PolicyMembers): Result<Policy> {
    if (this.#given.policy !== undefined) {
      return refuse('bad_policy', {
        reason: 'file_wins',
        problem: 'this till was started with a policy file, which wins',
      });
    }
    const members = { ...writePolicy(this.#policy), ...changes };
    const read = readPolicy(members, this.#given.network.name);
    return read.ok ? ok(read.policy) : refuse('bad_policy', { reason: read.reason, problem: read.problem });
  }
}

/** A setting that was never saved, or that this program cannot read, is at its default. */
function readSettings(store: Store): SettingsView {
  const read = Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = store.settings.get(rowOf(name));
      const stored = text === undefined ? undefined : parseJson(text);
      // Earlier releases took characters that no name has any more.
      const value = name === 'shopName' && typeof stored === 'string' ? cleanLine(stored) : stored;
      const parsed = text === undefined ? undefined : v.safeParse(SETTINGS[name], value);
      return parsed?.success ? [[name, parsed.output]] : [];
    }),
  );
  const rateSince = store.settings.get(RATE_SINCE);
  const settings: SettingsView = { ...DEFAULT_SETTINGS, ...read };
  return rateSince === undefined || settings.rate === '' ? settings : { ...settings, rateSince };
}

function readStoredPolicy(store: Store, network: NetworkName): Policy {
  const text = store.settings.get(POLICY);
  if (text === undefined) return defaultPolicy(network);
  const read = readPolicy(raisedToFloors(parseJson(text), network), network);
  if (!read.ok) {
    throw new SetupFault(`The policy in the database is refused (${read.problem}): give one with --policy.`);
  }
  return read.policy;
}

function checkSettings(now: SettingsView, changes: SettingChanges): Result<SettingChanges> {
  const { currency = now.currency, warnBlocks } = changes;
  if (currency.length === 4 && currency !== 'DOGE') {
    return refuse('bad_settings', { reason: 'no_currency', problem: `currency: ${currency} is no currency` });
  }
  if (changes.backupFolder && !path.isAbsolute(changes.backupFolder)) {
    return refuse('bad_settings', { reason: 'folder_not_whole', problem: 'backupFolder: a whole path' });
  }
  // A rate belongs to its currency: with another one, yesterday's number would be charged.
  const rate = changes.rate ?? (currency === now.currency ? now.rate : '');
  if (currency === 'DOGE' && rate !== '') {
    return refuse('bad_settings', {
      reason: 'rate_in_doge',
      problem: 'rate: a shop that prices in DOGE has none',
    });
  }
  if (/^[0.]+$/.test(rate)) return refuse('bad_settings', { reason: 'rate_zero', problem: 'rate: above 0' });
  const sorted = warnBlocks && [...new Set(warnBlocks)].sort((one, other) => other - one);
  return ok({ ...changes, rate, ...(sorted && { warnBlocks: sorted }) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
