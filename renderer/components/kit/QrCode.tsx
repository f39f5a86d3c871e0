import { create } from 'qrcode';
import { useMemo } from 'react';
import { useIsTillHere } from '../../hooks/till/use-presence.tsx';
import { useWords } from '../../hooks/use-words.tsx';

/** Modules of white on every side: scanners look for them (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const LEVEL = { errorCorrectionLevel: 'M' } as const;

interface Drawing {
  readonly path: string;
  readonly side: number;
}

function drawingOf(text: string, version?: number): Drawing {
  const { modules } = create(text, { ...LEVEL, ...(version !== undefined && { version }) });
  const { size, data } = modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (data[y * size + x] === 0) continue;
      let end = x;
      while (end < size && data[y * size + end] !== 0) end += 1;
      path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return { path, side: size + 2 * QUIET_ZONE };
}

/** Codes that are shown in turn have one size: a camera that has found one finds the next in its place. */
function drawingsOf(texts: readonly string[]): readonly Drawing[] {
  const version = Math.max(...texts.map((text) => create(text, LEVEL).version));
  return texts.map((text) => drawingOf(text, version));
}

/** Dark on white in every theme: phones refuse inverted codes. As large as the place it is put in. */
export function QrCode({ text, name }: { text: string; name: string }) {
  return <Drawn drawing={useMemo(() => drawingOf(text), [text])} name={name} />;
}

/** One code of several that are shown in turn. */
export function QrCodes({ texts, at, name }: { texts: readonly string[]; at: number; name: string }) {
  const drawings = useMemo(() => drawingsOf(texts), [texts]);
  const drawing = drawings[at % drawings.length];
  return drawing && <Drawn drawing={drawing} name={name} />;
}

function Drawn({ drawing: { path, side }, name }: { drawing: Drawing; name: string }) {
  const { t } = useWords();
  // A customer who scans it now waits for a till that takes nothing.
  if (!useIsTillHere()) return <div className="qr-none">{t('gone.qr')}</div>;
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={name}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
