import { ok } from '../../result.ts';
import { absenceView, plannedAbsence, readAbsence, saveAbsence } from '../closing/absence.ts';
import type { Till } from '../till/till.ts';
import type { Answers } from './answers.ts';

/** Where the money goes. */
export function payoutAnswers(till: Till) {
  return {
    payout: () => ok(till.payout.view()),
    previewPayout: ({ account }) => till.payout.preview(account),
    setPayout: async ({ account, firstAddress, passphrase }) => {
      const proven = await till.proveOwner(passphrase);
      return proven.ok ? till.payout.set(account, firstAddress) : proven;
    },
  } satisfies Partial<Answers>;
}

/** What came to the invoices' own addresses. */
export function collectAnswers(till: Till) {
  return {
    collections: () => ok(till.collector.collections()),
    previewCollect: ({ to }) => till.collector.preview(to),
    collect: ({ to, passphrase }) => till.collector.collect(to, passphrase),
  } satisfies Partial<Answers>;
}

/** For an owner who is away. */
export function awayAnswers(till: Till) {
  const { context } = till;
  const read = (given: { from: string; to: string }) => readAbsence(given, context.world.now());
  return {
    absence: () => ok(absenceView(context, plannedAbsence(context))),
    previewAbsence: (given) => {
      const absence = read(given);
      return absence.ok ? ok(absenceView(context, absence.value)) : absence;
    },
    planAbsence: async (given) => {
      const absence = read(given);
      if (!absence.ok) return absence;
      saveAbsence(context, absence.value);
      await till.look();
      return ok(absenceView(context, absence.value));
    },
    alertHook: () => ok(till.alerts.view()),
    setAlertHook: ({ url }) => till.alerts.setUrl(url),
    exportSettlements: ({ passphrase }) => till.exportSettlements(passphrase),
  } satisfies Partial<Answers>;
}
