import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type InTurn, inTurn } from '../../renderer/hooks/till/in-turn.ts';

const PAUSE_MS = 60;
const WORK_MS = 20;

describe('a question that events ask', () => {
  let begun: number[];
  let answered: number;
  let questions: InTurn;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    begun = [];
    answered = 0;
    questions = inTurn(async () => {
      begun.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, WORK_MS));
      answered += 1;
    }, PAUSE_MS);
  });
  afterEach(() => vi.useRealTimers());

  test('is asked at once: somebody waits for the answer', () => {
    questions.ask();
    expect(begun).toEqual([0]);
  });

  test('is asked once more for all that happened meanwhile, and not before a pause', async () => {
    for (const after of [0, 5, 5, 30]) {
      await vi.advanceTimersByTimeAsync(after);
      questions.ask();
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toEqual([0, WORK_MS + PAUSE_MS]);
  });

  test('is answered however fast events come', async () => {
    for (let at = 0; at < 1000; at += 10) {
      questions.ask();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(answered).toBeGreaterThanOrEqual(12);
    expect(answered).toBeLessThanOrEqual(13);
  });

  test('is asked no more once nobody is there to see the answer', async () => {
    questions.ask();
    questions.ask();
    questions.stop();
    await vi.advanceTimersByTimeAsync(1000);
    questions.ask();
    expect(begun).toEqual([0]);
  });
});
