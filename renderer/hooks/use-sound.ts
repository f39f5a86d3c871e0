import { useEffect, useRef } from 'react';

export type Sound = 'paid' | 'failed' | 'warning';

/** Hertz, start and length in seconds of each tone: two short ones are a yes, one long one is a no. */
const TONES: Readonly<Record<Sound, readonly (readonly [number, number, number])[]>> = {
  paid: [
    [1175, 0, 0.11],
    [1568, 0.16, 0.16],
  ],
  failed: [[330, 0, 0.7]],
  warning: [
    [880, 0, 0.18],
    [660, 0.26, 0.18],
    [880, 0.52, 0.18],
  ],
};

let context: AudioContext | undefined;

/** Plays a sound. A machine without a loudspeaker stays silent: nothing depends on being heard alone. */
export function playSound(sound: Sound): void {
  try {
    context ??= new AudioContext();
    const audio = context;
    void audio.resume();
    for (const [hertz, start, length] of TONES[sound]) {
      const from = audio.currentTime + 0.02 + start;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = hertz;
      // Ramps, for a tone that is cut off clicks.
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(0.4, from + 0.01);
      volume.gain.setValueAtTime(0.4, from + length - 0.03);
      volume.gain.linearRampToValueAtTime(0, from + length);
      tone.connect(volume).connect(audio.destination);
      tone.start(from);
      tone.stop(from + length);
    }
  } catch {
    // No audio device, or the browser wants a touch first.
  }
}

/** Plays `sound` when `moment` becomes another text than before; never for the one it began with. */
export function useSoundOnChange(moment: string, sound: Sound | undefined): void {
  const before = useRef(moment);
  useEffect(() => {
    if (before.current !== moment && sound !== undefined) playSound(sound);
    before.current = moment;
  }, [moment, sound]);
}
