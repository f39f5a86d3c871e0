import { useCallback, useSyncExternalStore } from 'react';

export type ScreenName =
  | 'charge'
  | 'invoice'
  | 'sales'
  | 'channels'
  | 'channel'
  | 'warnings'
  | 'status'
  | 'settings'
  | 'setup';

export interface Route {
  readonly screen: ScreenName;
  /** Of the invoice or the channel. */
  readonly id: string;
}

export type Go = (screen: ScreenName, id?: string) => void;

const SCREENS: readonly string[] = [
  'charge',
  'invoice',
  'sales',
  'channels',
  'channel',
  'warnings',
  'status',
  'settings',
  'setup',
];

/** "#/channel/ab12" is the channel ab12; anything unknown is the Charge screen, where a till begins. */
export function routeOf(hash: string): Route {
  const [, screen = '', id = ''] = hash.split('/');
  if (!SCREENS.includes(screen)) return { screen: 'charge', id: '' };
  return { screen: screen as ScreenName, id: decodeURIComponent(id) };
}

export function hashOf(screen: ScreenName, id = ''): string {
  return id === '' ? `#/${screen}` : `#/${screen}/${encodeURIComponent(id)}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Where the window is, kept in the address, so that going back and reloading lead where people expect. */
export function useRoute(): Route & { readonly go: Go } {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const go = useCallback<Go>((screen, id = '') => {
    window.location.hash = hashOf(screen, id);
  }, []);
  return { ...routeOf(hash), go };
}
