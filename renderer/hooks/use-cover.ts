import { createContext, useContext, useLayoutEffect } from 'react';

const CoverContext = createContext<(isCovered: boolean) => void>(() => undefined);

/** Gives what is inside the word that makes the navigation inert. */
export const CoverProvider = CoverContext;

/** The screen takes the place of the navigation while `isCovering`: nothing of that can be reached meanwhile. */
export function useCover(isCovering: boolean): void {
  const cover = useContext(CoverContext);
  useLayoutEffect(() => {
    if (!isCovering) return;
    cover(true);
    return () => cover(false);
  }, [isCovering, cover]);
}
