import * as v from 'valibot';
import { isName, NAME_RULE } from '../names.ts';

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the owner sets, by name: also how the till reads what it stored. */
export const SETTINGS = {
  language: v.picklist(['en', 'de']),
  shopName: v.pipe(v.string(), v.trim(), v.check(isName, NAME_RULE)),
  /** ISO 4217, or DOGE for a shop that prices in DOGE. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3,4}$/)),
  /** One DOGE in the shop's currency, a decimal string; '' where the shop prices in DOGE. */
  rate: v.pipe(v.string(), v.regex(/^(?:\d{1,9}(?:\.\d{1,8})?)?$/)),
  theme: v.picklist(['system', 'light', 'dark', 'contrast']),
  keypad: v.picklist(['telephone', 'calculator']),
  sound: v.boolean(),
  warningSound: v.boolean(),
  offersTips: v.boolean(),
  /** Minutes without a touch until a PIN is wanted again; 0 is never. */
  lockAfterMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(240)),
  /** The till in a window of its own goes on when that is closed, with an icon on the desktop. */
  keepsInTray: v.boolean(),
  /** Where the daily copies go; '' is beside the till's data, on the same disk. */
  backupFolder: v.pipe(v.string(), v.trim(), v.maxLength(1024)),
  /** How many of them are kept. */
  backupsKept: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)),
  /** Blocks before the cutoff at which a channel with money in it is warned of, the earliest first. */
  warnBlocks: v.pipe(v.array(wholeNumber), v.minLength(1), v.maxLength(5)),
};
