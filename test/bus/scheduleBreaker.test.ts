import { describe, expect, it } from 'vitest';
import { answered, type Breaker, expire, lost, unknownBreaker } from '../../gateway/bus/schedule/breaker.ts';

const RULE = { patienceMs: 3000, backoff: { firstMs: 500, capMs: 5000 } };

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

  it('trusts a device again after three answers in a row', () => {
    const offline = through(unknownBreaker(0), 1, 2, 3);
    expect(through(offline, 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 4).state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 4, 'answer', 'answer').state).toBe('failing');
    expect(through(offline, 'answer', 'answer', 'answer').state).toBe('online');
  });
});
