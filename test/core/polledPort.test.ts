import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPort, writePort } from '../../gateway/core/polledPort.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

/** A pipe that does not block, and a poller that says when the test says so. */
function aPipe(restsUntil = () => 0) {
  const path = join(mkdtempSync(join(tmpdir(), 'lifeline-pipe-')), 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(fd));
  let waits: ((error: Error | null) => void)[] = [];
  const port = {
    fd: fd as number | null,
    poller: { once: (_event: 'readable', call: (error: Error | null) => void) => waits.push(call) },
  };
  const heard: number[][] = [];
  const failures: string[] = [];
  const clock = new VirtualClock();
  readPort(
    port,
    clock,
    (bytes) => heard.push([...bytes]),
    (error) => failures.push(error.message),
    restsUntil,
  );
  const readable = (error: Error | null = null) => {
    const calls = waits;
    waits = [];
    for (const call of calls) call(error);
  };
  return { fd, port, clock, heard, failures, readable, asked: () => waits.length };
}

describe('a port that is polled', () => {
  it('gives what has come, whole, and is asked again; what it gave is not written over by what comes next', () => {
    const pipe = aPipe();
    writeSync(pipe.fd, Uint8Array.of(1, 2, 3));
    pipe.readable();
    writeSync(pipe.fd, Uint8Array.of(4));
    pipe.readable();
    expect(pipe.heard).toEqual([[1, 2, 3], [4]]);
    expect(pipe.asked()).toBe(1);
  });

  it('that is to rest is not asked before that is over, and gives then what has come', async () => {
    let until = 20;
    const pipe = aPipe(() => until);
    writeSync(pipe.fd, Uint8Array.of(1, 2));
    pipe.readable();
    writeSync(pipe.fd, Uint8Array.of(3, 4));
    expect(pipe.asked()).toBe(0);
    await pipe.clock.advance(19);
    expect(pipe.asked()).toBe(0);
    await pipe.clock.advance(1);
    until = 0;
    pipe.readable();
    expect(pipe.heard).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(pipe.asked()).toBe(1);
  });

  it('that was closed while it rests is not asked again', async () => {
    const pipe = aPipe(() => 20);
    writeSync(pipe.fd, Uint8Array.of(1));
    pipe.readable();
    pipe.port.fd = null;
    await pipe.clock.advance(100);
    expect(pipe.asked()).toBe(0);
    expect(pipe.clock.pending()).toEqual([]);
  });

  it('that has nothing after all is waited for', () => {
    const pipe = aPipe();
    pipe.readable();
    expect(pipe.failures).toEqual([]);
    expect(pipe.asked()).toBe(1);
  });

  it('that is readable and gives nothing, as one that was hung up, is asked now and then', async () => {
    const pipe = aPipe();
    const nothing = openSync('/dev/null', 'r');
    onTestFinished(() => closeSync(nothing));
    pipe.port.fd = nothing;
    pipe.readable();
    expect(pipe.asked()).toBe(0);
    await pipe.clock.advance(1_000);
    expect(pipe.asked()).toBe(1);
  });

  it('that fails says so once, and one that was closed says nothing', () => {
    const failing = aPipe();
    failing.readable(new Error('gone'));
    expect(failing.failures).toEqual(['gone']);
    expect(failing.asked()).toBe(0);
    const closed = aPipe();
    closed.port.fd = null;
    closed.readable(new Error('Bad file descriptor'));
    expect(closed.failures).toEqual([]);
    expect(closed.asked()).toBe(0);
    const closing = aPipe();
    closing.readable(Object.assign(new Error('Canceled'), { canceled: true })); // as `serialport` has it
    expect(closing.failures).toEqual([]);
    expect(closing.asked()).toBe(0);
  });

  it('takes what fits at once, and says how much that was', () => {
    const { port } = aPipe();
    expect(writePort(port, Uint8Array.of(1, 2))).toBe(2);
    const most = writePort(port, new Uint8Array(1_000_000));
    expect(most).toBeLessThan(1_000_000);
    expect(writePort(port, new Uint8Array(5_000))).toBe(0);
    expect(writePort({ ...port, fd: null }, Uint8Array.of(1))).toBe(0);
  });
});
