import { describe, expect, it } from 'vitest';
import {
  answered,
  type Breaker,
  expire,
  heardLate,
  lost,
  spared,
  unknownBreaker,
} from '../../../gateway/guard/bus/schedule/breaker.ts';

const RULE = {
  ...{ patienceMs: 3000, paceMs: 600, retryFirst: false },
  backoff: { firstMs: 500, capMs: 1500 },
};

function through(breaker: Breaker, ...steps: ('answer' | number)[]): Breaker {
  return steps.reduce<Breaker>(
    (state, step) => (step === 'answer' ? answered(state, 0) : lost(state, RULE, step)),
    breaker,
  );
}

describe('the breaker of a device', () => {
  it('is unknown, online with the first answer, failing with the first loss, offline with the fourth', () => {
    const online = through(unknownBreaker(0), 'answer');
    expect(online.state).toBe('online');
    expect(through(online, 100).state).toBe('failing');
    expect(through(online, 100, 200, 300).state).toBe('failing');
    expect(through(online, 100, 200, 300, 400)).toMatchObject({ state: 'offline', since: 400 });
  });

  it('wants six losses in a row of a device that loses a reply now and then', () => {
    const lossy = through(unknownBreaker(0), 'answer', 1000, 'answer', 20_000, 'answer', 40_000, 'answer');
    expect(through(lossy, 60_000, 61_000, 62_000, 63_000, 64_000).state).toBe('failing');
    expect(through(lossy, 60_000, 61_000, 62_000, 63_000, 64_000, 65_000).state).toBe('offline');
    expect(through(lossy, 400_000, 401_000, 402_000, 403_000).state).toBe('offline'); // well for six minutes
  });

  it('does not count on when a late reply has shown that it lives', () => {
    const failing = through(unknownBreaker(0), 'answer', 1000, 2000, 3000);
    const heard = heardLate(failing, 3200);
    expect(lost(heard, RULE, 4000).state).toBe('failing');
    expect(expire(heard, RULE, 9100).state).toBe('failing'); // and its patience begins anew
    const offline = lost(lost(failing, RULE, 4000), RULE, 9000);
    expect(offline).toMatchObject({ state: 'offline', retryAt: 10_000 });
    expect(heardLate(offline, 9100)).toMatchObject({ state: 'offline', retryAt: 9100 });
  });

  it('asks again at once after one loss, at its pace after more, and once given up ever more slowly up to a limit', () => {
    let breaker = through(unknownBreaker(0), 'answer');
    const waits = [];
    for (let i = 0; i < 8; i++) {
      breaker = lost(breaker, RULE, 1000);
      waits.push(breaker.retryAt - 1000);
    }
    expect(waits).toEqual([0, 600, 600, 500, 1000, 1500, 1500, 1500]);
  });

  it('gives up when patience ends although fewer exchanges were lost', () => {
    const failing = through(unknownBreaker(0), 'answer', 1000);
    expect(expire(failing, RULE, 6999).state).toBe('failing'); // it was hardly asked
    expect(expire(failing, RULE, 7000).state).toBe('offline');
    expect(expire(through(failing, 'answer'), RULE, 9999).state).toBe('online');
    const lossy = through(unknownBreaker(0), 'answer', 1000, 'answer', 2000, 3000, 3100, 3200);
    expect(expire(lossy, RULE, 4999).state).toBe('failing');
    expect(expire(lossy, RULE, 5000).state).toBe('offline');
  });

  it('never gives up a device with safety reads before the retry that is not held back', () => {
    const rule = { ...RULE, retryFirst: true };
    const failing = through(unknownBreaker(0), 'answer', 20_000);
    expect(expire(failing, rule, 99_000).state).toBe('failing');
    expect(expire(lost(failing, rule, 20_800), rule, 26_000).state).toBe('offline');
    const again = through(failing, 'answer', 25_000); // its retry may be held back: patience ends as ever
    expect(expire(again, rule, 31_000).state).toBe('offline');
  });

  it('forgives one loss in ten seconds', () => {
    const failing = through(unknownBreaker(0), 'answer', 20_000);
    expect(spared(failing, 20_000)).toBe(true);
    expect(spared(through(failing, 21_000), 21_000)).toBe(false);
    expect(spared(through(failing, 'answer', 25_000), 25_000)).toBe(false);
    expect(spared(through(failing, 'answer', 25_000), 30_000)).toBe(true);
  });

  it('trusts a device that was offline after three answers in a row, and gives it up again with the first loss before', () => {
    const offline = through(unknownBreaker(0), 1, 2, 3, 4);
    expect(through(offline, 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 4).state).toBe('offline');
    expect(through(offline, 'answer', 'answer', 4, 'answer', 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 'answer').state).toBe('online');
  });
});
