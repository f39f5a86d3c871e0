import { type RefObject, useEffect, useState } from 'react';

/** Rows beyond the edges that are drawn as well, so that quick scrolling meets no blank. */
const SPARE = 8;

interface RowWindow {
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

/** What scrolls the rows: the list itself, or on a low screen the page around it. */
function scrollerOf(frame: HTMLElement): HTMLElement {
  for (let one: HTMLElement | null = frame; one !== null; one = one.parentElement) {
    if (getComputedStyle(one).overflowY !== 'visible') return one;
  }
  return document.documentElement;
}

/** Follows the scrolling of what is inside of `frame`; draws again only when other rows come into view. */
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
      const scroller = scrollerOf(element);
      const top =
        scroller.getBoundingClientRect().top -
        (element.firstElementChild ?? element).getBoundingClientRect().top;
      const next = rowsInView(count, rowHeight, { top: Math.max(0, top), height: scroller.clientHeight });
      setRows((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    // A scroll does not bubble, but is captured on its way down.
    const heard = { capture: true, passive: true };
    document.addEventListener('scroll', look, heard);
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      document.removeEventListener('scroll', look, heard);
      resized.disconnect();
    };
  }, [frame, count, rowHeight]);
  // A list that became shorter must not be asked for rows that it no longer has.
  return { first: Math.min(rows.first, count), end: Math.min(rows.end, count) };
}
