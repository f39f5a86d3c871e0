import type { MenuItemConstructorOptions } from 'electron';
import type { ScreenDesk } from './screen-desk.ts';

type Language = 'en' | 'de';

interface TrayWords {
  readonly title: string;
  readonly open: string;
  /** What depends on the program being there. */
  readonly need: string;
  readonly quit: string;
  /** Told once when the window goes into the tray. */
  readonly gone: string;
}

const WORDS: Readonly<Record<Language, TrayWords>> = {
  en: {
    title: 'Dogetill is running',
    open: 'Open Dogetill',
    need: 'Channels are closed in time only while Dogetill runs.',
    quit: 'Quit Dogetill',
    gone: 'It goes on in the tray. To see it, click its icon or start Dogetill again. Channels are closed in time only while it runs.',
  },
  de: {
    title: 'Dogetill läuft',
    open: 'Dogetill öffnen',
    need: 'Kanäle werden nur rechtzeitig geschlossen, solange Dogetill läuft.',
    quit: 'Dogetill beenden',
    gone: 'Es läuft im Infobereich weiter. Klicken Sie dort auf das Symbol oder starten Sie Dogetill noch einmal, um es zu sehen. Kanäle werden nur rechtzeitig geschlossen, solange es läuft.',
  },
};

/** The icon on the desktop, as far as this uses it. */
export interface TrayIcon {
  show(title: string, menu: readonly MenuItemConstructorOptions[]): void;
  onClick(open: () => void): void;
  destroy(): void;
}

interface TrayOptions {
  /** One that need not give a PIN. */
  readonly desk: Pick<ScreenDesk, 'call' | 'onEvent'>;
  readonly makeIcon: () => TrayIcon;
  readonly open: () => void;
  readonly quit: () => void;
  readonly tell: (notice: { readonly title: string; readonly body: string }) => void;
}

/** An icon on the desktop for as long as the owner wants the till to go on without its window. */
export class TillTray {
  readonly #options: TrayOptions;
  #icon: TrayIcon | undefined;
  #words = WORDS.en;
  #hasTold = false;

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  /** @returns forgets the tray again */
  watch(): () => void {
    const forget = this.#options.desk.onEvent(({ type }) => {
      // Practice and the shop have settings of their own.
      if (type === 'settings_changed' || type === 'session_changed') void this.look();
    });
    void this.look();
    return () => {
      forget();
      this.#remove();
    };
  }

  async look(): Promise<void> {
    const { desk, makeIcon, open, quit } = this.#options;
    const answer = await desk.call('session', {});
    if (!answer.ok) return;
    const { settings } = answer.value as {
      readonly settings: { readonly language: Language; readonly keepsInTray: boolean };
    };
    this.#words = WORDS[settings.language];
    if (!settings.keepsInTray) return this.#remove();
    if (this.#icon === undefined) {
      this.#icon = makeIcon();
      this.#icon.onClick(open);
    }
    const { title, need } = this.#words;
    this.#icon.show(`${title}. ${need}`, [
      { label: this.#words.open, click: open },
      { type: 'separator' },
      { label: need, enabled: false },
      { label: this.#words.quit, click: quit },
    ]);
  }

  /** @returns whether the window may go: the till is reached by its icon. The first time it is told where it went. */
  takes(): boolean {
    if (this.#icon === undefined) return false;
    if (!this.#hasTold) this.#options.tell({ title: this.#words.title, body: this.#words.gone });
    this.#hasTold = true;
    return true;
  }

  #remove(): void {
    this.#icon?.destroy();
    this.#icon = undefined;
  }
}
