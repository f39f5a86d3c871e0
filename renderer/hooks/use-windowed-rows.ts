import { type RefObject, useEffect, useState } from 'react';

/** Rows beyond the edges that are drawn as well, so that quick scrolling meets no blank. */
const SPARE = 8;

export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Which of `count` rows of equal height must be drawn. */
export function rowsInView(
  count: number,
  rowHeight: number,
  view: { readonly top: number; readonly height: number },
): RowWindow {
  const first = Math.floor(view.top / rowHeight) - SPARE;
  const end = Math.ceil((view.top + view.height) / rowHeight) + SPARE;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}

/** Follows the scrolling of `frame`; draws again only when other rows come into view. */
export function useWindowedRows(
  frame: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [rows, setRows] = useState<RowWindow>({ first: 0, end: Math.min(count, 40) });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = () => {
      const next = rowsInView(count, rowHeight, { top: element.scrollTop, height: element.clientHeight });
      setRows((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [frame, count, rowHeight]);
  // A list that became shorter must not be asked for rows that it no longer has.
  return { first: Math.min(rows.first, count), end: Math.min(rows.end, count) };
}
