import { decodeQR } from 'qr/decode.js';
import { type RefObject, useEffect, useRef, useState } from 'react';

/** 'busy': another program has the camera. */
export type CameraState = 'starting' | 'looking' | 'denied' | 'missing' | 'busy';

const BETWEEN_LOOKS_MILLISECONDS = 50;
/** Time to search one picture: a code that is shown for 200 ms is looked at more than once. */
const LOOK_MILLISECONDS = 60;
/** Pixels of the longer side: enough for version 25, which has 117 modules. */
const LONGEST_SIDE = 1280;

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } },
};

function stateOfError(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

/** One look at what the camera sees. undefined without a code, and for one that cannot be read. */
function readCode(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | undefined {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight, 1));
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || width === 0 || height === 0) return undefined;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  try {
    return decodeQR({ data, width, height }, { format: 'RGBA', timeLimit: LOOK_MILLISECONDS });
  } catch {
    return undefined;
  }
}

/** Looks through the camera while the component is there; the camera is let go with it. */
export function useCamera(onText: (text: string) => void): {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: CameraState;
} {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>('starting');
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const canvas = document.createElement('canvas');
    const look = () => {
      const text = video.current === null ? undefined : readCode(video.current, canvas);
      if (text !== undefined) latest.current(text);
      timer = setTimeout(look, BETWEEN_LOOKS_MILLISECONDS);
    };
    const start = async () => {
      // Absent where the page did not come from this machine or over https.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (devices === undefined) return setState('missing');
      try {
        stream = await devices.getUserMedia(WANTED);
        if (isOver || video.current === null) return letGo(stream);
        for (const track of stream.getTracks()) track.onended = () => setState('missing');
        video.current.srcObject = stream;
        await video.current.play();
        if (isOver) return;
        setState('looking');
        look();
      } catch (error) {
        if (!isOver) setState(stateOfError(error));
      }
    };
    void start();
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (stream !== undefined) letGo(stream);
    };
  }, []);
  return { video, state };
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
