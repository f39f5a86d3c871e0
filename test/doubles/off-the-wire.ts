import type { RefusalCode } from '../../core/refusal.ts';

/** Codes that no customer ever reads: what her own wallet refuses, and what is said at the till and in the app. */
export const OFF_THE_WIRE: readonly RefusalCode[] = [
  'bad_envelope',
  'malformed_frame',
  'frames_differ',
  'till_locked',
  'wrong_passphrase',
  'no_keychain',
  'bad_amount',
  'not_late',
  'not_allowed',
  'wrong_pin',
  'pin_in_use',
  'owner_pin_wanted',
  'bad_settings',
  'bad_policy',
  'backup_failed',
  'practice_only',
  'app_only',
  'bad_words',
  'weak_passphrase',
  'node_unusable',
  'shop_exists',
  'no_shop',
];
