import type { CSSProperties } from 'react';

/** An amount as large as its line allows: the more characters, the smaller. Spoken when it changes. */
export function BigAmount({ text, isQuiet = false }: { text: string; isQuiet?: boolean }) {
  const style = { '--characters': text.length } as CSSProperties;
  return (
    <p className="big-amount" style={style} {...(!isQuiet && { 'aria-live': 'polite' })}>
      <span>{text}</span>
    </p>
  );
}
