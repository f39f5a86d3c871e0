import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framesOf, joinFrames, readFrame, SINGLE_FRAME } from '../../core/protocol/bbqr.ts';
import { utf8 } from '../../core/protocol/bytes.ts';
import { MAX_PSBT_BYTES } from '../../core/protocol/psbt.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { forAll } from '../properties/for-all.ts';

const noise = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7919) % 251);
const whole = (fileType: string, bytes: Uint8Array) => ({
  kind: 'whole',
  fileType,
  isDeflated: false,
  bytes,
});

describe('bytes as BBQr frames [QRX-1]', () => {
  test('are one code while a phone can read it off a screen, then several', () => {
    const [largest = '', ...none] = framesOf(noise(901), 'J');
    expect(none).toEqual([]);
    expect(largest.length).toBeLessThanOrEqual(SINGLE_FRAME);
    expect(framesOf(noise(902), 'J').length).toBe(2);
  });

  test('have a header that says encoding, file type, how many there are and which it is', () => {
    const frames = framesOf(noise(20_000), 'P');
    expect(frames.length).toBe(40);
    expect(frames[0]).toMatch(/^B\$2P1400[A-Z2-7]+$/);
    expect(frames.at(-1)).toMatch(/^B\$2P1413/);
  });

  test('but for the last are equally long, so that all are codes of one size', () => {
    const frames = framesOf(noise(3000), 'P');
    expect(new Set(frames.slice(0, -1).map(({ length }) => length)).size).toBe(1);
    expect(frames.at(-1)?.length).toBeLessThanOrEqual(frames[0]?.length ?? 0);
  });

  test('fit into the alphanumeric mode of QR', () => {
    for (const frame of framesOf(noise(3000), 'J')) expect(frame).toMatch(/^[0-9A-Z$]+$/);
  });

  test('are put together again in any order, however often each was seen', () => {
    const some = fc.record({
      bytes: fc.uint8Array({ minLength: 1, maxLength: 4000 }),
      order: fc.infiniteStream(fc.nat()),
    });
    forAll(some, ({ bytes, order }) => {
      const frames = framesOf(bytes, 'P');
      const keys = frames.map(() => order.next().value ?? 0);
      const shuffled = frames
        .map((frame, at) => [frame, keys[at] ?? 0] as const)
        .sort(([, one], [, other]) => one - other)
        .flatMap(([frame]) => [frame, frame]);
      expect(accepted(joinFrames(shuffled))).toEqual(whole('P', bytes));
    });
  });
});

describe('frames that were read', () => {
  const frames = framesOf(noise(3000), 'P');
  const [first = '', second = '', third = ''] = frames;

  test('are counted while some are missing', () => {
    expect(accepted(joinFrames([third, first, third]))).toEqual({
      kind: 'part',
      have: 2,
      total: frames.length,
    });
  });

  test('may be in hex, or deflated, which others inflate', () => {
    expect(accepted(joinFrames(['B$HJ0100C3A4']))).toEqual(whole('J', utf8('ä')));
    expect(accepted(joinFrames(['B$ZP0100AAAA']))).toMatchObject({ isDeflated: true });
  });

  test('of two things are refused: another file type, encoding, number, or content', () => {
    const other = framesOf(noise(3001).reverse(), 'P');
    for (const strange of [
      second.replace('B$2P', 'B$2J'),
      second.replace('B$2', 'B$H'),
      second.replace(/^(B\$2P)../, '$109'),
      other[0] ?? '',
    ]) {
      expectRefusal(joinFrames([first, strange]), 'frames_differ', {});
    }
  });

  test.each([
    ['nothing', ''],
    ['another text', 'dogecoin:D1'],
    ['an unknown encoding', 'B$XP0100AAAA'],
    ['a file type that is none', 'B$2p0100AAAA'],
    ['a number above that of all', 'B$2P0101AAAA'],
    ['no frames at all', 'B$2P0000AAAA'],
    ['no data', 'B$2P0100'],
    ['too few digits', 'B$2P01'],
    ['more than a QR code holds', `B$2P0100${'A'.repeat(4300)}`],
  ])('that are %s are refused', (_, text) => {
    expect(readFrame(text)).toMatchObject({ ok: false, refusal: { code: 'malformed_frame' } });
    expect(joinFrames([text])).toMatchObject({ ok: false, refusal: { code: 'malformed_frame' } });
  });

  test.each([
    ['small letters', 'B$2P0100aaaa'],
    ['base32 that is not canonical', 'B$2P0100AB'],
    ['an odd number of hex digits', 'B$HP0100ABC'],
  ])('with %s are refused', (_, text) => {
    expect(joinFrames([text])).toMatchObject({ ok: false, refusal: { code: 'malformed_frame' } });
  });

  test('are refused before they are decoded when they hold more than the largest PSBT [LIM-1]', () => {
    const most = framesOf(new Uint8Array(MAX_PSBT_BYTES), 'P');
    expect(accepted(joinFrames(most))).toMatchObject({ kind: 'whole' });
    const long = Array.from({ length: 80 }, (_, at) => {
      const index = at.toString(36).toUpperCase().padStart(2, '0');
      return `B$2PZZ${index}${'A'.repeat(4200)}`;
    });
    expect(joinFrames(long)).toMatchObject({ ok: false, refusal: { code: 'psbt_too_large' } });
  });

  test('never throw, whatever they are', () => {
    const frame = fc
      .tuple(fc.constantFrom('B$2P', 'B$HJ', 'B$ZP', 'B$'), fc.string())
      .map((it) => it.join(''));
    forAll(fc.array(fc.oneof(frame, fc.string(), fc.constantFrom(...frames))), (texts) => {
      expect(joinFrames(texts)).toHaveProperty('ok');
    });
  });
});
