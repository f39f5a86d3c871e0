import type { Scene } from './scene.ts';
import { AWAY_SCENES } from './scenes-away.ts';
import { COUNTER } from './scenes-counter.ts';
import { FIRST_RUN } from './scenes-first-run.ts';
import { LARGE } from './scenes-large.ts';
import { OWNER } from './scenes-owner.ts';

export const SCENES: readonly Scene[] = [...COUNTER, ...OWNER, ...AWAY_SCENES, ...FIRST_RUN, ...LARGE];
