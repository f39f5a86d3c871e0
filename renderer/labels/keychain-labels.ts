import type { StatusView } from '../../core/bridge/views/status.ts';

/** none: there is no keychain. atHand: the passphrase is in a file, or there is none. */
type KeychainState = 'offer' | 'kept' | 'none' | 'atHand';

export function keychainState({
  isLocked,
  keepsPassphrase,
}: Pick<StatusView, 'isLocked' | 'keepsPassphrase'>): KeychainState {
  if (keepsPassphrase === true) return 'kept';
  if (!isLocked) return 'atHand';
  return keepsPassphrase === false ? 'offer' : 'none';
}
