/**
 * Where the owner may leave the passphrase, so that the till settles in time with nobody there. It is the operating
 * system's, for one user of one machine: without that user's login what is kept is of no use.
 */
export interface Keychain {
  /** Whether what is kept would really be encrypted. */
  isAvailable(): boolean;
  /** undefined where nothing is kept, or what is kept cannot be read. Never throws. */
  load(): string | undefined;
  /** On return it is on the disk. Throws where it cannot be. */
  keep(passphrase: string): void;
  forget(): void;
}
