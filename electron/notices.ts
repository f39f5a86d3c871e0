import type { ChainProblemKind, WarningView } from '../core/bridge/views/status.ts';
import type { ScreenDesk } from './screen-desk.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

type Language = 'en' | 'de';

/** The desktop says that there is something about the chain; the till says what. */
type Kind = Exclude<WarningView['kind'], Exclude<ChainProblemKind, 'node_unreachable'>>;

const CHAIN: Readonly<Record<Language, string>> = {
  en: 'The till does not see the chain as it should',
  de: 'Die Kasse sieht die Blockkette nicht, wie sie sollte',
};

const TITLES: Readonly<Record<Language, Readonly<Record<Kind, string>>>> = {
  en: {
    cutoff_near: 'A channel must be closed soon',
    close_stuck: 'A settlement is not being mined',
    node_unreachable: 'The Dogecoin node does not answer',
    till_locked: 'The till is locked: settling needs the passphrase',
    closing_needs_owner: 'The till does not close channels by itself',
    open_questions: 'Somebody has to decide about payments',
    automatic_close_late: 'The automatic close has stopped',
    settlement_unproven: 'A settlement has not spread',
    settlement_late: 'A settlement waits for its block',
    double_spend: "Somebody else takes a channel's money",
    channel_frozen: 'A channel is frozen',
    conflicted: "A channel's funding was spent elsewhere",
    settled_short: 'An older settlement took a channel',
    password_in_arguments: 'Others can read the password of the node',
    secret_readable: 'Others can read a secret of this till',
  },
  de: {
    cutoff_near: 'Ein Kanal muss bald geschlossen werden',
    close_stuck: 'Eine Abrechnung wird nicht bestätigt',
    node_unreachable: 'Der Dogecoin-Knoten antwortet nicht',
    till_locked: 'Die Kasse ist gesperrt: zum Abrechnen fehlt die Passphrase',
    closing_needs_owner: 'Die Kasse schließt Kanäle nicht von selbst',
    open_questions: 'Über Zahlungen ist zu entscheiden',
    automatic_close_late: 'Das selbsttätige Schließen steht',
    settlement_unproven: 'Eine Abrechnung verbreitet sich nicht',
    settlement_late: 'Eine Abrechnung wartet auf ihren Block',
    double_spend: 'Jemand anders nimmt das Geld eines Kanals',
    channel_frozen: 'Ein Kanal ist eingefroren',
    conflicted: 'Die Einzahlung eines Kanals wurde anderswo ausgegeben',
    settled_short: 'Eine ältere Abrechnung nahm einen Kanal',
    password_in_arguments: 'Andere können das Kennwort des Knotens lesen',
    secret_readable: 'Andere können ein Geheimnis dieser Kasse lesen',
  },
};

/** Chain and channels change in bursts: one look for all of them. */
const LOOK_AFTER_MS = 1000;

/** What the desktop says of a warning, for someone who does not look at the till. No amounts: a desktop is public. */
export function noticeOf(warning: WarningView, language: Language): Notice {
  const titles: Readonly<Record<string, string>> = TITLES[language];
  return { title: titles[warning.kind] ?? CHAIN[language], body: warning.name ?? '' };
}

/** Shows each warning once for as long as it lasts. @param desk one that need not give a PIN */
export function watchWarnings(desk: ScreenDesk, show: (notice: Notice) => void): () => void {
  let known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const look = async () => {
    timer = undefined;
    const [warnings, state] = await Promise.all([desk.call('warnings', {}), desk.call('session', {})]);
    if (!warnings.ok || !state.ok) return;
    const { settings } = state.value as { readonly settings: { readonly language: Language } };
    const urgent = (warnings.value as readonly WarningView[]).filter(({ severity }) => severity !== 'notice');
    const keyed = urgent.map((warning) => [`${warning.kind} ${warning.channel ?? ''}`, warning] as const);
    for (const [key, warning] of keyed) if (!known.has(key)) show(noticeOf(warning, settings.language));
    known = new Set(keyed.map(([key]) => key));
  };
  const later = () => {
    timer ??= setTimeout(() => void look(), LOOK_AFTER_MS);
  };
  const forget = desk.onEvent(later);
  later();
  return () => {
    forget();
    clearTimeout(timer);
  };
}
