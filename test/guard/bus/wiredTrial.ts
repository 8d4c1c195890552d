import { systemClock } from '../../../gateway/core/clock.ts';
import { SerialPort } from '../../../gateway/core/serialPort.ts';
import type { Place } from './lateTrial.ts';
import { PseudoTerminal } from './line/pseudoTerminal.ts';

const FORMAT = { baud: 9600, parity: 'none', stopBits: 1 } as const;

/** A trial over a real pseudo-terminal, in real time. */
export async function wired<T>(run: (place: Place) => Promise<T>): Promise<T> {
  const clock = systemClock();
  const terminal = new PseudoTerminal();
  await terminal.plug();
  const place: Place = {
    clock,
    near: new SerialPort(terminal.path, FORMAT, clock),
    connection: { type: 'serial', path: terminal.path, adapterMs: 2, ...FORMAT },
    write: (bytes) => terminal.send(bytes),
    onBytes: () => {},
    pass: (ms) => new Promise((resolve) => clock.after(ms, 'trial', () => resolve())),
    until: (promise) => promise,
  };
  terminal.onBytes = (bytes) => {
    // a busy host may hand over several requests at once
    for (let at = 0; at < bytes.length; at += 8) place.onBytes(bytes.subarray(at, at + 8), clock.mono());
  };
  try {
    return await run(place);
  } finally {
    await terminal.dispose();
  }
}
