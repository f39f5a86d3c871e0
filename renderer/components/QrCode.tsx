import { create } from 'qrcode';
import { useMemo } from 'react';

/** Modules of white on every side: scanners look for them (ISO/IEC 18004). */
const QUIET_ZONE = 4;

function pathOf(text: string): { readonly path: string; readonly side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
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

/** Dark on white in every theme: phones refuse inverted codes. As large as the place it is put in. */
export function QrCode({ text, name }: { text: string; name: string }) {
  const { path, side } = useMemo(() => pathOf(text), [text]);
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
