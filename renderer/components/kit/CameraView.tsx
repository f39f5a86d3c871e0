import { type CameraState, useCamera } from '../../hooks/counter/use-camera.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { MessageKey } from '../../messages/en.ts';
import { Icon } from './Icon.tsx';

const WORDS: Readonly<Record<CameraState, MessageKey>> = {
  starting: 'scan.camera.starting',
  looking: 'scan.camera.looking',
  denied: 'scan.camera.denied',
  missing: 'scan.camera.missing',
  busy: 'scan.camera.busy',
};

/** What the camera sees, and in words whether it sees anything. */
export function CameraView({ onText }: { onText: (text: string) => void }) {
  const { t } = useWords();
  const { video, state } = useCamera(onText);
  const isThere = state === 'looking' || state === 'starting';
  return (
    <div className="camera">
      <video ref={video} className="camera-picture" hidden={!isThere} muted playsInline />
      <p role="status" className={isThere ? 'camera-state' : 'camera-state problem tone-warning'}>
        {!isThere && <Icon name="warning" />}
        <span>{t(WORDS[state])}</span>
      </p>
    </div>
  );
}
