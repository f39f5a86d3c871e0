/**
 * How long a test waits for one thing: far above what anything takes, so that a machine that is busy with something
 * else fails no test. What takes longer is broken.
 */
export const PATIENCE_MS = 90_000;
