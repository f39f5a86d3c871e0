import { writeFileSync } from 'node:fs';
import { create } from 'qrcode';

const WIDTH = 640;
const HEIGHT = 480;
const FILM_RATE = 20;
/** Pictures that each code is shown for: a quarter of a second, as on a phone. */
const EACH = 5;
const GREY = 150;

/** One picture of a phone with a code on it: the Y plane of YUV 4:2:0, the colours of which are grey. */
function pictureOf(text: string, version: number): Buffer {
  const { modules } = create(text, { errorCorrectionLevel: 'L', version });
  const { size, data } = modules;
  const scale = Math.floor(440 / (size + 8));
  const side = (size + 8) * scale;
  const [left, top] = [(WIDTH - side) >> 1, (HEIGHT - side) >> 1];
  const picture = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 128);
  picture.fill(GREY, 0, WIDTH * HEIGHT);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [Math.floor(y / scale) - 4, Math.floor(x / scale) - 4];
      const isInside = row >= 0 && column >= 0 && row < size && column < size;
      const isDark = isInside && data[row * size + column] !== 0;
      picture[(top + y) * WIDTH + left + x] = isDark ? 30 : 225;
    }
  }
  return picture;
}

/** Writes what Chromium's camera shows instead of a camera, over and over: a customer's codes in turn (YUV4MPEG2). */
export function writeFilm(path: string, texts: readonly string[]): void {
  const version = Math.max(...texts.map((text) => create(text, { errorCorrectionLevel: 'L' }).version));
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FILM_RATE}:1 Ip A1:1 C420jpeg\n`)];
  for (const text of texts) {
    const picture = pictureOf(text, version);
    for (let count = 0; count < EACH; count += 1) parts.push(Buffer.from('FRAME\n'), picture);
  }
  writeFileSync(path, Buffer.concat(parts));
}
