import { describe, expect, it } from 'vitest';
import { InputQueue } from '../../gateway/guard/inputQueue.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

function aQueue(clock = new VirtualClock()) {
  const done: string[] = [];
  const failures: string[] = [];
  const queue = new InputQueue(clock, {
    begin: () => {},
    settle: () => done.push('settled'),
    failed: (input, error) => failures.push(`${input}: ${(error as Error).message}`),
  });
  return { clock, queue, done, failures };
}

describe('the inputs of guard', () => {
  it('are held until what the last run knew is there, then taken in their order', () => {
    const { queue, done } = aQueue();
    queue.put('a', () => done.push('a'));
    queue.put('b', () => done.push('b'));
    expect(done).toEqual([]);
    queue.open();
    expect(done).toEqual(['a', 'b', 'settled']);
  });

  it('never run inside each other: what one causes waits behind it', () => {
    const { queue, done } = aQueue();
    queue.open();
    queue.put('outer', () => {
      done.push('outer begins');
      queue.put('inner', () => done.push('inner'));
      done.push('outer ends');
    });
    expect(done).toEqual(['outer begins', 'outer ends', 'inner', 'settled']);
  });

  it('that throw cost nobody else their turn, and are told', () => {
    const { queue, done, failures } = aQueue();
    queue.put('bad', () => {
      throw new Error('broken');
    });
    queue.put('good', () => done.push('good'));
    queue.open();
    expect(done).toEqual(['good', 'settled']);
    expect(failures).toEqual(['bad: broken']);
  });

  it('of a flood are taken in slices, between which the event loop has its turn', async () => {
    const { clock, queue, done } = aQueue();
    queue.open();
    const elsewhere: number[] = [];
    clock.after(0, 'somebody else', () => elsewhere.push(done.length));
    queue.put('flood', () => {
      for (let i = 0; i < 100; i++)
        queue.put('one', () => {
          clock.stall(1); // each takes a millisecond
          done.push('one');
        });
    });
    expect(done.filter((one) => one === 'one').length).toBeLessThan(25);
    await clock.advance(200);
    expect(done.filter((one) => one === 'one')).toHaveLength(100);
    expect(elsewhere[0]).toBeLessThan(30);
  });

  it('of a flood that comes piece by piece in one turn of the event loop share a slice', async () => {
    const { clock, queue, done } = aQueue();
    queue.open();
    const slow = () => {
      clock.stall(1);
      done.push('one');
    };
    for (let i = 0; i < 100; i++) queue.put('one', slow); // a hundred sockets that are closed at once
    expect(done.filter((one) => one === 'one').length).toBeLessThan(25);
    await clock.advance(200);
    expect(done.filter((one) => one === 'one')).toHaveLength(100);
    await clock.advance(10);
    const before = done.length;
    queue.put('one', slow);
    expect(done.length).toBe(before + 2); // at once again, and settled
  });

  it('that somebody waits for are answered, with nothing when guard stops before their turn', async () => {
    const { queue, failures } = aQueue();
    const early = queue.ask('early', () => 1);
    queue.open();
    expect(await early).toBe(1);
    const bad = queue.ask('bad', () => {
      throw new Error('broken');
    });
    expect(await bad).toBe(null);
    expect(failures).toEqual(['bad: broken']);
    let late: Promise<number | null> | undefined;
    queue.put('last', () => {
      late = queue.ask('late', () => 2);
      queue.close();
    });
    expect(await late).toBe(null);
    expect(await queue.ask('after', () => 3)).toBe(null);
  });

  it('by a timer that was cancelled while it waited for its turn are not taken', async () => {
    const { clock, queue, done } = aQueue();
    queue.open();
    const timer = queue.clock.after(10, 'timer', () => done.push('timer'));
    clock.after(10, 'later, in the same turn', () => {});
    queue.put('long', () => {
      clock.stall(20);
      timer.cancel();
    });
    await clock.advance(50);
    expect(done).toEqual(['settled']);
  });
});
