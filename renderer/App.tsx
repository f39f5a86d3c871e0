import { useCallback, useEffect, useState } from 'react';
import type { Bridge } from '../core/bridge/bridge.ts';
import type { SessionView } from '../core/bridge/views/session.ts';
import { PaidNotice } from './components/counter/PaidNotice.tsx';
import { ScannerNotice } from './components/counter/ScannerNotice.tsx';
import { PracticeBanner, WarningBanner } from './components/frame/Banners.tsx';
import { Navigation } from './components/frame/Navigation.tsx';
import { TillGone } from './components/frame/TillGone.tsx';
import { LiveRegions } from './components/kit/LiveRegions.tsx';
import { PracticePanel } from './components/practice/PracticePanel.tsx';
import { DraftProvider } from './hooks/counter/use-draft.tsx';
import { SalesViewProvider } from './hooks/counter/use-sales-view.tsx';
import { SetupDraftProvider } from './hooks/owner/use-setup-draft.tsx';
import { BridgeProvider } from './hooks/till/use-bridge.tsx';
import { PermitProvider } from './hooks/till/use-permit.tsx';
import { PresenceProvider } from './hooks/till/use-presence.tsx';
import { SessionProvider, useSession } from './hooks/till/use-session.tsx';
import { useWarnings } from './hooks/till/use-warnings.ts';
import { AnnouncementProvider } from './hooks/use-announcement.tsx';
import { useAutoLock } from './hooks/use-auto-lock.ts';
import { CoverProvider } from './hooks/use-cover.ts';
import { useEscape, useFocusWay } from './hooks/use-keyboard.ts';
import { type Go, type Route, type ScreenName, useRoute } from './hooks/use-route.ts';
import { useSoundOnChange } from './hooks/use-sound.ts';
import { WordsProvider } from './hooks/use-words.tsx';
import { ChannelScreen } from './screens/ChannelScreen.tsx';
import { ChannelsScreen } from './screens/ChannelsScreen.tsx';
import { ChargeScreen } from './screens/ChargeScreen.tsx';
import { InvoiceScreen } from './screens/InvoiceScreen.tsx';
import { LockScreen } from './screens/LockScreen.tsx';
import { SalesScreen } from './screens/SalesScreen.tsx';
import { SettingsScreen } from './screens/SettingsScreen.tsx';
import { SetupScreen } from './screens/SetupScreen.tsx';
import { StartScreen } from './screens/StartScreen.tsx';
import { StatusScreen } from './screens/StatusScreen.tsx';
import { WarningsScreen } from './screens/WarningsScreen.tsx';

export function App({ bridge }: { bridge: Bridge }) {
  return (
    <BridgeProvider bridge={bridge}>
      <PresenceProvider bridge={bridge}>
        <SessionProvider fallback={(problem, retry) => <StartScreen problem={problem} retry={retry} />}>
          <Dressed />
        </SessionProvider>
      </PresenceProvider>
    </BridgeProvider>
  );
}

/** In the shop's language and looks. */
function Dressed() {
  const { session } = useSession();
  useLooks(session);
  useFocusWay();
  return (
    <WordsProvider language={session.settings.language}>
      <AnnouncementProvider>
        <LiveRegions />
        <TillGone>
          <DraftProvider>
            <SalesViewProvider>
              <SetupDraftProvider>
                <PermitProvider>{session.role === undefined ? <LockScreen /> : <Frame />}</PermitProvider>
              </SetupDraftProvider>
            </SalesViewProvider>
          </DraftProvider>
        </TillGone>
      </AnnouncementProvider>
    </WordsProvider>
  );
}

function useLooks({ settings }: SessionView): void {
  const { theme } = settings;
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

/** Where Escape leads from a screen of its own; from a sale and from set-up these screens say so themselves. */
const BACK: Partial<Record<ScreenName, ScreenName>> = {
  sales: 'charge',
  channels: 'charge',
  channel: 'channels',
  warnings: 'charge',
  status: 'charge',
  settings: 'charge',
};

/** A new screen has the focus: what is typed next is for it, not for the link that led there. */
function focused(screen: HTMLElement | null): void {
  screen?.focus({ preventScroll: true });
}

function Frame() {
  const { session, change } = useSession();
  const { screen, id, go } = useRoute();
  const warnings = useWarnings().value ?? [];
  const [isPanelOpen, setIsPanelOpen] = useState(() => window.innerWidth >= 900);
  const [isCovered, setIsCovered] = useState(false);
  const isPractice = session.mode === 'practice';
  const hasPanel = isPractice && isPanelOpen && screen !== 'setup';

  const lock = useCallback(() => void change('lock', {}), [change]);
  const hasPin = session.hasClerkPin || session.hasOwnerPin;
  useAutoLock(hasPin ? session.settings.lockAfterMinutes : 0, lock);
  const back = BACK[screen];
  useEscape(back && (() => go(back)));
  const alarms = warnings.filter(({ severity }) => severity === 'alarm');
  const alarm = alarms.map(({ kind, channel }) => `${kind}:${channel ?? ''}`).join(' ');
  useSoundOnChange(alarm, session.settings.warningSound && alarm !== '' ? 'warning' : undefined);

  return (
    <div className={`frame ${hasPanel ? 'frame-with-panel' : ''} ${isCovered ? 'frame-covered' : ''}`}>
      <Navigation current={screen} warnings={warnings.length} isInert={isCovered} />
      <header className="frame-top">
        {isPractice && (
          <PracticeBanner
            isSetup={screen === 'setup'}
            isPanelOpen={hasPanel}
            onPanel={() => setIsPanelOpen((isOpen) => !isOpen)}
          />
        )}
        <WarningBanner warnings={screen === 'warnings' ? [] : warnings} isInert={isCovered} />
        <PaidNotice route={{ screen, id }} />
        <ScannerNotice route={{ screen, id }} go={go} />
      </header>
      <main className="frame-main" key={`${screen} ${id}`} ref={focused} tabIndex={-1}>
        <CoverProvider value={setIsCovered}>
          <Screen screen={screen} id={id} go={go} />
        </CoverProvider>
      </main>
      {hasPanel && <PracticePanel route={{ screen, id }} go={go} onClose={() => setIsPanelOpen(false)} />}
    </div>
  );
}

/** Every screen, a line each. */
function Screen({ screen, id, go }: Route & { go: Go }) {
  switch (screen) {
    case 'charge':
      return <ChargeScreen go={go} />;
    case 'invoice':
      return <InvoiceScreen id={id} go={go} />;
    case 'sales':
      return <SalesScreen id={id} />;
    case 'channels':
      return <ChannelsScreen />;
    case 'channel':
      return <ChannelScreen id={id} go={go} />;
    case 'warnings':
      return <WarningsScreen />;
    case 'status':
      return <StatusScreen />;
    case 'settings':
      return <SettingsScreen go={go} />;
    case 'setup':
      return <SetupScreen go={go} />;
  }
}
