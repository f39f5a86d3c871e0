/** How preload and main process call each other: one channel to ask, and two to be told. */
export const CALL_CHANNEL = 'call';
export const EVENT_CHANNEL = 'event';
/** The system's dialog for a folder. */
export const FOLDER_CHANNEL = 'choose-folder';
/** The main process's signs of life. */
export const LIFE_CHANNEL = 'alive';
