import { type ReactNode, useEffect, useRef } from 'react';
import { useIsTillHere } from '../../hooks/till/use-presence.tsx';
import { useAnnouncement } from '../../hooks/use-announcement.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Icon } from '../kit/Icon.tsx';

/**
 * While the till does not answer, its screens stay where they are, out of reach below the words that say so; once it is
 * back they go on as they were.
 */
export function TillGone({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const isHere = useIsTillHere();
  const words = useRef<HTMLDivElement>(null);
  const text = isHere ? '' : `${t('gone.title')}. ${t('gone.text')} ${t('gone.restart')}`;
  useAnnouncement(text, { isUrgent: true, count: 1 });
  // In the top layer, where it stands above a dialog that is open.
  useEffect(() => {
    words.current?.togglePopover(!isHere);
  }, [isHere]);
  return (
    <>
      <div ref={words} popover="manual" className="till-gone tone-bad">
        {!isHere && (
          <>
            <Icon name="warning" size={32} />
            <div>
              <h1>{t('gone.title')}</h1>
              <p>{t('gone.text')}</p>
              <p>{t('gone.restart')}</p>
            </div>
          </>
        )}
      </div>
      <div className="till-screens" inert={!isHere}>
        {children}
      </div>
    </>
  );
}
