import { useEffect } from 'react';
import { useSession } from './till/use-session.tsx';

/** Names the window after what is on the screen: it is the first that a screen reader says, and what a task bar shows. */
export function useTitle(title: string): void {
  const { shopName } = useSession().session.settings;
  useEffect(() => {
    document.title = `${title} – ${shopName}`;
  }, [title, shopName]);
}
