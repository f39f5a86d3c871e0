import * as v from 'valibot';
import type { AbsenceView } from '../../bridge/views/owner.ts';
import { formatDoge, sum } from '../../money.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { parseRfc3339, rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';
import { automaticCloseHeight, dueToClose } from './due-to-close.ts';

/** A time in which nobody is at the till. Milliseconds since 1970. */
interface Absence {
  readonly from: number;
  readonly to: number;
}

const SETTING = 'absence';
const LONGEST_MS = 366 * 24 * 3_600_000;
const absenceSchema = v.object({ from: v.number(), to: v.number() });

/** Refuses bad_absence. @param given RFC 3339; both empty for none, from alone for now */
export function readAbsence(
  given: { readonly from: string; readonly to: string },
  now: number,
): Result<Absence | undefined> {
  if (given.from === '' && given.to === '') return ok(undefined);
  const bad = (problem: string) => refuse('bad_absence', { problem });
  const unread = (text: string) => bad(`"${text.slice(0, 40)}" is no time like 2026-12-24T18:00:00Z`);
  const from = given.from === '' ? now : parseRfc3339(given.from);
  if (from === undefined) return unread(given.from);
  const to = parseRfc3339(given.to);
  if (to === undefined) return unread(given.to);
  if (to <= from) return bad('it ends before it begins');
  if (to <= now) return bad('it is over already');
  if (to - now > LONGEST_MS) return bad('it ends more than a year from now');
  return ok({ from, to });
}

export function saveAbsence({ store }: TillContext, absence: Absence | undefined): void {
  store.transaction(() => store.settings.set(SETTING, absence === undefined ? '' : JSON.stringify(absence)));
}

/** What the owner planned; undefined when nothing was, or it is over. */
export function plannedAbsence({ store, world }: TillContext): Absence | undefined {
  const text = store.settings.get(SETTING) ?? '';
  const parsed = v.safeParse(absenceSchema, parseJson(text));
  return parsed.success && world.now() < parsed.output.to ? parsed.output : undefined;
}

/** @returns undefined for what is none: the automatic close goes on whatever a disk made of it */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The height of the tip that the automatic close goes by: the worst case of now, and from the beginning of an absence on
 * that of its end. undefined before the chain was ever seen.
 */
export function closingHeight(context: TillContext): number | undefined {
  const { chain } = context;
  const absence = plannedAbsence(context);
  // By the clock that never goes back: nobody is there to close what a clock set back left open.
  const hasBegun = absence !== undefined && chain.clock.now() >= absence.from;
  return hasBegun ? chain.worstCaseHeightAt(absence.to) : chain.worstCaseHeight;
}

/** @param absence what is planned, or is only asked about */
export function absenceView(context: TillContext, absence: Absence | undefined): AbsenceView {
  if (absence === undefined) return { channels: [], amount: '0' };
  const height = context.chain.worstCaseHeightAt(absence.to);
  const rows = height === undefined ? [] : dueToClose(context, height);
  const due = rows.map((row) => context.store.channels.require(row));
  return {
    from: rfc3339(absence.from),
    to: rfc3339(absence.to),
    ...(height !== undefined && { height }),
    amount: formatDoge(sum(due.map(({ paid }) => paid))),
    channels: due.map((channel) => ({
      id: channel.constants.basis.channelId,
      name: channel.constants.customerName,
      paid: formatDoge(channel.paid),
      closeBy: automaticCloseHeight(context, channel),
    })),
  };
}
