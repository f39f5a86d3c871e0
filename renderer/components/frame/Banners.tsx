import type { WarningView } from '../../../core/bridge/views/status.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { hashOf } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { channelName } from '../../labels/channel-labels.ts';
import { bannerWarning, warningFacts, warningLabel, warningTone } from '../../labels/warning-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';

/** Play money is never mistaken for money: said on every screen, with the way out beside it. */
export function PracticeBanner({
  isPanelOpen,
  isSetup,
  onPanel,
}: {
  isPanelOpen: boolean;
  /** The way out is being taken. */
  isSetup: boolean;
  onPanel: () => void;
}) {
  const { t } = useWords();
  const { session } = useSession();
  return (
    <div className="banner banner-practice">
      <Icon name="info" />
      <p>
        <strong>{t('practice.banner')}</strong>
      </p>
      {!isSetup && (
        <>
          <Button aria-expanded={isPanelOpen} icon="customer" onClick={onPanel}>
            {t('practice.customer')}
          </Button>
          <a
            className="button button-plain button-normal"
            href={hashOf(session.hasShop ? 'settings' : 'setup')}
          >
            {t(session.hasShop ? 'practice.leave' : 'practice.setup')}
          </a>
        </>
      )}
    </div>
  );
}

/** The most urgent warning, on every screen. Its place in the page is there before it is: screen readers hear it. */
export function WarningBanner({ warnings, isInert }: { warnings: readonly WarningView[]; isInert: boolean }) {
  const { t, plural, language } = useWords();
  const first = bannerWarning(warnings);
  const more = warnings.length - 1;
  return (
    <div aria-live="polite" className="banner-place" inert={isInert}>
      {first && (
        <div className={`banner tone-${warningTone(first.severity)}`}>
          <Icon name={warningLabel(first.kind).icon} />
          <p>
            <strong>{t(warningLabel(first.kind).title, warningFacts(first, language))}</strong>
            {first.channel !== undefined && (
              <span> {channelName({ id: first.channel, name: first.name ?? '' })}</span>
            )}
            {more > 0 && <span className="banner-more"> {plural('warning.more', more)}</span>}
          </p>
          <a className="button button-plain button-normal" href={hashOf('warnings')}>
            {t('warning.show')}
          </a>
        </div>
      )}
    </div>
  );
}
