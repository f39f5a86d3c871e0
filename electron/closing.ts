import type { BrowserWindow } from 'electron';
import type { CallOutput } from '../core/bridge/bridge.ts';
import type { ScreenDesk } from './screen-desk.ts';

export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The first keeps the window open. */
  readonly buttons: readonly [string, string];
}

interface ClosingOptions {
  /** One that need not give a PIN. */
  readonly desk: Pick<ScreenDesk, 'call'>;
  /** @returns whether the window is closed all the same */
  readonly ask: (question: Question) => Promise<boolean>;
  /** @returns whether the window goes into the tray, and the program on without it */
  readonly hide: () => boolean;
  /** Ends the program, for which closing its window stands. */
  readonly quit: () => void;
}

type Language = 'en' | 'de';

const QUESTIONS: Readonly<Record<Language, Question>> = {
  en: {
    message: 'An invoice is open.',
    detail:
      'Without Dogetill nobody can pay it. Channels are closed in time only while Dogetill runs: start it again before the next cutoff.',
    buttons: ['Stay open', 'Close Dogetill'],
  },
  de: {
    message: 'Eine Rechnung ist offen.',
    detail:
      'Ohne Dogetill kann sie niemand bezahlen. Kanäle werden nur rechtzeitig geschlossen, solange Dogetill läuft: starten Sie es vor dem nächsten Zahlungsschluss wieder.',
    buttons: ['Offen lassen', 'Dogetill schließen'],
  },
};

/** A till that does not say is not waited for: the window can always be closed. */
const PATIENCE_MS = 2000;

/**
 * What closing the window does: the program goes on in the tray where the owner wants that, and ends where not, after a
 * question if an invoice is open. Nothing else is asked: whoever quits by the menu or a signal
 * means it, and a computer that is shut down waits for no answer.
 */
export class Closing {
  readonly #options: ClosingOptions;
  #isMeant = false;
  #isAsking = false;

  constructor(options: ClosingOptions) {
    this.#options = options;
  }

  guard(window: Pick<BrowserWindow, 'on'>): void {
    window.on('close', (event) => {
      if (this.#isMeant) return;
      event.preventDefault();
      if (!this.#options.hide()) void this.#close();
    });
  }

  /** The program is ending: its window closes without a question. */
  allow(): void {
    this.#isMeant = true;
  }

  async #close(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const question = await this.#question();
    const isClosed = this.#isMeant || question === undefined || (await this.#options.ask(question));
    this.#isAsking = false;
    if (!isClosed) return;
    this.#isMeant = true;
    this.#options.quit();
  }

  async #question(): Promise<Question | undefined> {
    const { desk } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    const looked = Promise.all([
      desk.call('invoices', { limit: 1, state: 'open' }),
      desk.call('session', {}),
    ]);
    const found = await Promise.race([looked, late]).catch(() => undefined);
    clearTimeout(timer);
    const [invoices, session] = found ?? [];
    if (invoices?.ok !== true || session?.ok !== true) return undefined;
    const hasOpen = (invoices.value as CallOutput['invoices']).invoices.length > 0;
    const { settings } = session.value as { readonly settings: { readonly language: Language } };
    return hasOpen ? QUESTIONS[settings.language] : undefined;
  }
}
