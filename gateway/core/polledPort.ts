import { readSync, writeSync } from 'node:fs';
import type { Clock } from './clock.ts';

/** An open port of Linux or macOS as `serialport` has it: a descriptor that does not block, and who says when it has something. */
export type PolledPort = {
  readonly fd: number | null; // null: closed
  readonly poller: {
    once(event: 'readable', call: (error: Error | null) => void): unknown;
  };
};

const MOST_BYTES = 4096;
/** A port that was hung up may be readable and have nothing, for ever: it is not asked at the full cost of a processor. */
const NOTHING_MS = 100;

/**
 * Reads a port until it is closed: one call to the system for each time it has something. The stream of `serialport` makes two,
 * in another thread, and a dozen objects around them, for every few bytes that come: a fifth of what guard costs.
 *
 * @param failed called once, when the port can be read no more
 * @param restsUntil asked after each chunk: before then (mono) nothing that is worth a look can be there
 */
export function readPort(
  port: PolledPort,
  clock: Clock,
  take: (bytes: Uint8Array) => void,
  failed: (error: Error) => void,
  restsUntil: () => number = () => 0,
): void {
  const buffer = Buffer.allocUnsafe(MOST_BYTES);

  function readable(error: Error | null): void {
    const { fd } = port;
    if (fd === null) return;
    if (error !== null) {
      if (!('canceled' in error)) failed(error); // else it is being closed, and whoever does that knows why
      return;
    }
    let count: number | null;
    try {
      count = readSync(fd, buffer, 0, MOST_BYTES, null);
    } catch (fault) {
      const { code } = fault as NodeJS.ErrnoException;
      if (code !== 'EAGAIN' && code !== 'EINTR') {
        failed(fault as Error);
        return;
      }
      count = null; // somebody was wrong: it has nothing yet
    }
    if (count === 0) {
      clock.after(NOTHING_MS, 'port that has nothing', wait);
      return;
    }
    if (count !== null) take(new Uint8Array(buffer.subarray(0, count)));
    const restMs = restsUntil() - clock.mono();
    if (restMs > 0) clock.after(restMs, 'rest of a reply', wait, 'coarse');
    else wait();
  }

  /** What was taken may have closed it. */
  function wait(): void {
    if (port.fd !== null) port.poller.once('readable', readable);
  }

  wait();
}

/** Writes what the port takes at once, which of a request is all. @returns how many bytes it took; what is wrong is for whoever writes the rest to find */
export function writePort({ fd }: PolledPort, bytes: Uint8Array): number {
  try {
    return fd === null ? 0 : writeSync(fd, bytes);
  } catch {
    return 0;
  }
}

/** Whether a port can be read and written so: that of Windows cannot. */
export function isPolled(port: object | undefined): port is PolledPort {
  return port !== undefined && 'fd' in port && 'poller' in port;
}
