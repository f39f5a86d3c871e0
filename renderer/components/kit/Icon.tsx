import type { IconName } from '../../labels/icon-names.ts';

/** Strokes on a grid of 24; drawn in the colour of the text beside them. */
const PATHS: Readonly<Record<IconName, string>> = {
  back: 'M20 12H4m6-6-6 6 6 6',
  backspace: 'M21 5H9l-6 7 6 7h12V5zM12 9l6 6m0-6-6 6',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4l2-2zm4 4h4',
  blocks: 'M4 8l8-4 8 4-8 4-8-4zm0 0v8l8 4 8-4V8m-8 4v8',
  channels: 'M4 7h11m0 0-3-3m3 3-3 3M20 17H9m0 0 3-3m-3 3 3 3',
  charge: 'M5 3h14v18H5zM8 7h8M8 12h.01M12 12h.01M16 12h.01M8 16h.01M12 16h.01M16 16h.01',
  check: 'M4 13l5 5L20 6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3 3',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  cross: 'M6 6l12 12M18 6 6 18',
  customer: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21a8 8 0 0 1 16 0',
  download: 'M12 4v11m-5-5 5 5 5-5M4 20h16',
  freeze: 'M12 3v18M4 7.5l16 9M20 7.5l-16 9',
  hourglass: 'M6 3h12M6 21h12M8 3v4l4 5 4-5V3M8 21v-4l4-5 4 5v4',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v5m0-9h.01',
  key: 'M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10zm-3.5 8.5L3 21h4v-3h3',
  lock: 'M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3',
  next: 'M4 12h16m-6-6 6 6-6 6',
  sales: 'M6 3h12v18l-3-2-3 2-3-2-3 2V3zm3 5h6m-6 4h6',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5 12 5 5',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.5 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  status: 'M3 12h4l3-8 4 16 3-8h4',
  swap: 'M7 4v16m0 0-3-3m3 3 3-3M17 20V4m0 0-3 3m3-3 3 3',
  warning: 'M12 3 2 20h20L12 3zm0 7v5m0 2.5h.01',
};

/** Beside a word that says the same; hidden from screen readers, which read the word. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
