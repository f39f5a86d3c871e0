/** How preload and main process call each other: one channel to ask, one to be told. */
export const CALL_CHANNEL = 'call';
export const EVENT_CHANNEL = 'event';
