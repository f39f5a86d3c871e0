import { Menu, nativeImage, Tray } from 'electron';
import type { TrayIcon } from './tray.ts';

/** Of the icon, in pixels. */
const SIDE = 22;
/** Blue, green, red: the gold of the till's buttons, and the dark of their words. */
const GOLD = [45, 183, 243];
const DARK = [30, 28, 27];

export function systemTrayIcon(): TrayIcon {
  const tray = new Tray(nativeImage.createFromBitmap(coin(), { width: SIDE, height: SIDE }));
  return {
    show: (title, menu) => {
      tray.setToolTip(title);
      tray.setContextMenu(Menu.buildFromTemplate([...menu]));
    },
    onClick: (open) => void tray.on('click', open),
    destroy: () => tray.destroy(),
  };
}

/** A gold coin with a dark rim, which shows on light and dark desktops; four bytes a pixel, the last its opacity. */
function coin(): Buffer {
  const middle = (SIDE - 1) / 2;
  const pixels = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const distance = Math.hypot((at % SIDE) - middle, Math.floor(at / SIDE) - middle);
    if (distance > middle) return [0, 0, 0, 0];
    return [...(distance > middle - 2 ? DARK : GOLD), 255];
  });
  return Buffer.from(pixels.flat());
}
