import { useSession } from '../../hooks/till/use-session.tsx';
import { hashOf, type ScreenName } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { IconName } from '../../labels/icon-names.ts';
import type { MessageKey } from '../../messages/en.ts';
import { Icon } from '../kit/Icon.tsx';

interface Place {
  readonly screen: ScreenName;
  readonly label: MessageKey;
  readonly icon: IconName;
  /** Screens that belong to this place. */
  readonly holds: readonly ScreenName[];
}

const PLACES: readonly Place[] = [
  { screen: 'charge', label: 'nav.charge', icon: 'charge', holds: ['charge', 'invoice'] },
  { screen: 'sales', label: 'nav.sales', icon: 'sales', holds: ['sales'] },
  { screen: 'channels', label: 'nav.channels', icon: 'channels', holds: ['channels', 'channel'] },
  { screen: 'warnings', label: 'nav.warnings', icon: 'bell', holds: ['warnings'] },
  { screen: 'status', label: 'nav.status', icon: 'status', holds: ['status'] },
  { screen: 'settings', label: 'nav.settings', icon: 'settings', holds: ['settings', 'setup'] },
];

/** The same six places and the lock on every screen. */
export function Navigation({
  current,
  warnings,
  isInert,
}: {
  current: ScreenName;
  warnings: number;
  isInert: boolean;
}) {
  const { t, plural } = useWords();
  const { session, change } = useSession();
  const hasPin = session.hasClerkPin || session.hasOwnerPin;
  return (
    <nav className="frame-nav" aria-label={t('nav.name')} inert={isInert}>
      <ul>
        {PLACES.map(({ screen, label, icon, holds }) => (
          <li key={screen}>
            <a
              className="nav-link"
              href={hashOf(screen)}
              aria-current={holds.includes(current) ? 'page' : undefined}
            >
              <span className="nav-icon">
                <Icon name={icon} />
                {screen === 'warnings' && warnings > 0 && (
                  <span className="nav-badge">
                    <span aria-hidden="true">{warnings > 99 ? '99+' : warnings}</span>
                    <span className="unseen">{plural('nav.badge', warnings)}</span>
                  </span>
                )}
              </span>
              <span className="nav-text">{t(label)}</span>
            </a>
          </li>
        ))}
      </ul>
      {hasPin && (
        <button type="button" className="nav-link nav-lock" onClick={() => void change('lock', {})}>
          <span className="nav-icon">
            <Icon name="lock" />
          </span>
          <span className="nav-text">{t('nav.lock')}</span>
        </button>
      )}
    </nav>
  );
}
