import { describe, expect, it } from 'vitest';
import {
  answered,
  type Breaker,
  expire,
  lost,
  spared,
  unknownBreaker,
} from '../../../gateway/guard/bus/schedule/breaker.ts';

const RULE = { patienceMs: 3000, backoff: { firstMs: 500, capMs: 5000 }, retryFirst: false };

function through(breaker: Breaker, ...steps: ('answer' | number)[]): Breaker {
  return steps.reduce<Breaker>(
    (state, step) => (step === 'answer' ? answered(state, 0) : lost(state, RULE, step)),
    breaker,
  );
}

describe('the breaker of a device', () => {
  it('is unknown, online with the first answer, failing with the first loss, offline with the third', () => {
    const online = through(unknownBreaker(0), 'answer');
    expect(online.state).toBe('online');
    expect(through(online, 100).state).toBe('failing');
    expect(through(online, 100, 200).state).toBe('failing');
    expect(through(online, 100, 200, 300)).toMatchObject({ state: 'offline', since: 300 });
  });

  it('asks again at once after one loss, then ever more slowly up to a limit', () => {
    let breaker = through(unknownBreaker(0), 'answer');
    const waits = [];
    for (let i = 0; i < 8; i++) {
      breaker = lost(breaker, RULE, 1000);
      waits.push(breaker.retryAt - 1000);
    }
    expect(waits).toEqual([0, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  it('gives up when patience ends although fewer exchanges were lost', () => {
    const failing = through(unknownBreaker(0), 'answer', 1000);
    expect(expire(failing, RULE, 3999).state).toBe('failing');
    expect(expire(failing, RULE, 4000).state).toBe('offline');
    expect(expire(through(failing, 'answer'), RULE, 9999).state).toBe('failing');
  });

  it('never gives up a device with safety reads before the retry that is not held back', () => {
    const rule = { ...RULE, retryFirst: true };
    const failing = through(unknownBreaker(0), 'answer', 20_000);
    expect(expire(failing, rule, 99_000).state).toBe('failing');
    expect(expire(lost(failing, rule, 20_800), rule, 23_000).state).toBe('offline');
    const again = through(failing, 'answer', 25_000); // its retry may be held back: patience ends as ever
    expect(expire(again, rule, 28_000).state).toBe('offline');
  });

  it('forgives one loss in ten seconds, answered or not yet', () => {
    const failing = through(unknownBreaker(0), 'answer', 20_000);
    expect(spared(failing, 20_000)).toBe(true);
    expect(spared(through(failing, 'answer'), 21_000)).toBe(true);
    expect(spared(through(failing, 21_000), 21_000)).toBe(false);
    expect(spared(through(failing, 'answer', 25_000), 25_000)).toBe(false);
    expect(spared(through(failing, 'answer', 25_000), 30_000)).toBe(true);
  });

  it('trusts a device again after three answers in a row', () => {
    const offline = through(unknownBreaker(0), 1, 2, 3);
    expect(through(offline, 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 4).state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 4, 'answer', 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 'answer').state).toBe('online');
  });
});
