import type { CSSProperties } from 'react';

/** A text that never leaves its cell: the more characters, the smaller. */
export function Fitted({ text }: { text: string }) {
  return (
    <span className="fitted" title={text} style={{ '--characters': text.length } as CSSProperties}>
      <span>{text}</span>
    </span>
  );
}
