import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

/** Words that a screen reader says as soon as they are there. */
export interface Announcement {
  readonly text: string;
  /** Said at once, in the middle of a sentence if need be. */
  readonly isUrgent: boolean;
  /** The same words twice are two announcements. */
  readonly number: number;
}

type Announce = (text: string, how?: { readonly isUrgent: boolean }) => void;

const MOST_KEPT = 5;
/** Long enough to be said; what stays longer is met again by whoever reads through the screen. */
const KEPT_MILLISECONDS = 10_000;

const MadeContext = createContext<readonly Announcement[]>([]);
const AnnounceContext = createContext<Announce>(() => undefined);

/** Holds what was announced; LiveRegions shows it to screen readers. */
export function AnnouncementProvider({ children }: { children: ReactNode }) {
  const [made, setMade] = useState<readonly Announcement[]>([]);
  const announce = useCallback<Announce>((text, { isUrgent } = { isUrgent: false }) => {
    setMade((before) => {
      const number = (before.at(-1)?.number ?? 0) + 1;
      return [...before, { text, isUrgent, number }].slice(-MOST_KEPT);
    });
  }, []);
  const newest = made.at(-1)?.number;
  useEffect(() => {
    if (newest === undefined) return;
    // The newest stays for its number alone.
    const timer = setTimeout(
      () => setMade((before) => before.slice(-1).map((last) => ({ ...last, text: '' }))),
      KEPT_MILLISECONDS,
    );
    return () => clearTimeout(timer);
  }, [newest]);
  return (
    <AnnounceContext value={announce}>
      <MadeContext value={made}>{children}</MadeContext>
    </AnnounceContext>
  );
}

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** What was announced since the one who asks is on the screen. */
export function useAnnouncements(): readonly Announcement[] {
  const made = useContext(MadeContext);
  const [since] = useState(() => made.at(-1)?.number ?? 0);
  return made.filter(({ number, text }) => number > since && text !== '');
}

/** Announces `text` when it comes, when it changes, and when it comes again, which `count` tells. */
export function useAnnouncement(
  text: string,
  how: { readonly isUrgent: boolean; readonly count: number },
): void {
  const announce = useAnnounce();
  const { isUrgent, count } = how;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words may come again
  useEffect(() => {
    if (text !== '') announce(text, { isUrgent });
  }, [text, isUrgent, count, announce]);
}
