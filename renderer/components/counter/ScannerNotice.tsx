import { useRef, useState } from 'react';
import { useDraft } from '../../hooks/counter/use-draft.tsx';
import { useScanner } from '../../hooks/counter/use-scanner.ts';
import { useScanning } from '../../hooks/counter/use-scanning.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import type { Go, Route, ScreenName } from '../../hooks/use-route.ts';
import { playSound } from '../../hooks/use-sound.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { type AmountEntry, emptyEntry, entryKeyOf, press, pressUnknown } from '../../labels/amount-entry.ts';
import { Button } from '../kit/Button.tsx';
import { Problem } from '../kit/Problem.tsx';

/** Where a scanner's code is a customer's. In settings and set-up it is typed into the field that has the focus. */
const COUNTER: readonly ScreenName[] = [
  'charge',
  'invoice',
  'sales',
  'channels',
  'channel',
  'warnings',
  'status',
];

/** Takes what a hand scanner reads, on every screen of the counter, and says why when it is no payment. */
export function ScannerNotice({ route: { screen }, go }: { route: Route; go: Go }) {
  const { t } = useWords();
  const { settings } = useSession().session;
  const { change, latest } = useDraft();
  const before = useRef(latest());
  const [round, setRound] = useState(0);
  useScanner({
    isOn: COUNTER.includes(screen),
    onFirst: () => {
      before.current = latest();
    },
    onBurst: () => change(() => before.current),
    onScanned: (text) => texts.current?.(text),
    onTyped: (text) => {
      if (screen !== 'charge') return;
      const typed = (entry: AmountEntry) => [...text].reduce(typedAfter, entry);
      change((draft) => ({ ...draft, entry: typed(draft.entry ?? emptyEntry(settings.currency)) }));
    },
  });
  const texts = useRef<(text: string) => void>(undefined);
  return (
    <Scans
      key={round}
      take={texts}
      sound={settings.sound}
      go={go}
      onDone={() => setRound((count) => count + 1)}
      dismissLabel={t('scan.dismiss')}
    />
  );
}

function typedAfter(entry: AmountEntry, character: string): AmountEntry {
  const key = entryKeyOf(character);
  return key === undefined || key === 'charge' ? pressUnknown(entry, character) : press(entry, key);
}

/** One code, of one frame or many, until the till has taken it or somebody has read why not. */
function Scans({
  take,
  sound,
  go,
  onDone,
  dismissLabel,
}: {
  take: { current: ((text: string) => void) | undefined };
  sound: boolean;
  go: Go;
  onDone: () => void;
  dismissLabel: string;
}) {
  const { t } = useWords();
  const scanning = useScanning(
    (scanned) => {
      if (scanned.kind === 'payment') go('invoice', scanned.invoice);
      else go('channel', scanned.channel);
      onDone();
    },
    () => sound && playSound('failed'),
  );
  take.current = (text) => scanning.take(text, true);
  const { progress, problem } = scanning;
  return (
    <div className={problem || progress ? 'banner scanner-notice' : undefined}>
      <div role="status">{progress && !problem && t('scan.progress', { ...progress })}</div>
      <Problem problem={problem} />
      {problem && (
        <Button icon="cross" onClick={onDone}>
          {dismissLabel}
        </Button>
      )}
    </div>
  );
}
