import type { MessageKey } from '../messages/en.ts';
import type { IconName } from './icon-names.ts';
import type { Tone } from './tones.ts';

/** A state in a word, as its pill shows it. */
export interface StateLabel {
  readonly text: MessageKey;
  readonly icon: IconName;
  readonly tone: Tone;
}
