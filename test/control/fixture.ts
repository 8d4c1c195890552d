import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Reading } from '../../drivers/reading.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import type { ControlPush } from '../../gateway/control/protocol.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { LineSplitter, toLine } from '../../gateway/core/ndjson.ts';
import { ok } from '../../gateway/core/result.ts';
import { OneSocket, type OneSocketOptions } from '../harness/oneSocket.ts';
import { removeFolder } from '../harness/removeFolder.ts';

export const clock = systemClock({ boot: 'b007b007b007b007' });

/** Waits until `check` holds. */
export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 10 });

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'lifeline-control-'));
  return { path, [Symbol.dispose]: () => removeFolder(path) };
}

/** Takes the verbs of a courier, and `alarms`, unless it is said to be another socket. */
export function makeServer(path: string, options: Partial<OneSocketOptions> = {}): OneSocket {
  return new OneSocket({
    path,
    clock,
    ...(options.name === undefined
      ? { socket: { verbs: ['hello', 'subscribe', 'delivered', 'acknowledge', 'alarms'] } }
      : {}),
    handlers: {
      delivered: async (request) => ok(request.deliveries.length),
      alarms: async () => ok([]),
    },
    snapshot: () => null,
    ...options,
  });
}

/** A bare socket that speaks lines: what a hostile or broken client would use. */
export function rawClient(path: string) {
  const socket: Socket = connect(path);
  const splitter = new LineSplitter(10_000_000);
  const lines: unknown[] = [];
  let closed = false;
  socket.on('data', (chunk) => {
    for (const line of splitter.push(chunk)) lines.push(line.kind === 'json' ? line.value : line.kind);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  return {
    socket,
    lines,
    get closed() {
      return closed;
    },
    say: (message: unknown) => socket.write(typeof message === 'string' ? message : toLine(message)),
    pushes: () => lines.filter((line): line is ControlPush => Object(line).push !== undefined),
  };
}

export function reading(point: string, value: number): Reading {
  return { point, value, quality: 'good', at: { boot: clock.boot, mono: value } };
}

export function alarm(rule: string, detail = ''): Alarm {
  const at = { boot: clock.boot, mono: 0 };
  return {
    rule,
    occurrence: `${rule}#${clock.boot}-1${detail}`,
    cause: 'raised',
    from: 'normal',
    to: 'unacknowledged-active',
    condition: 'unacknowledged-active',
    severity: 'red',
    point: 'gas/concentration',
    device: 'gas',
    value: 30,
    limit: 20,
    unit: '%LEL',
    quality: 'good',
    onset: at,
    declared: at,
    actor: null,
    reason: null,
    until: null,
    announcement: 1,
    group: null,
    since: at,
    durable: true,
  };
}
