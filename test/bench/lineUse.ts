import { connect } from 'node:net';
import { join } from 'node:path';
import type { LineHealth } from '../../gateway/control/health.ts';

/** What guard says of how busy its lines are, as it says it. */
export class LineUse {
  readonly #said: { readonly at: number; readonly health: LineHealth }[] = [];
  readonly #close: () => void;

  /** @param folder the run folder of a guard */
  constructor(folder: string) {
    const socket = connect(join(folder, 'desk.sock'));
    let rest = '';
    socket.on('error', () => {});
    socket.on('connect', () => {
      socket.write(`${JSON.stringify({ id: 1, verb: 'hello', client: 'bench' })}\n`);
      socket.write(`${JSON.stringify({ id: 2, verb: 'subscribe', topics: ['health'] })}\n`);
    });
    socket.on('data', (bytes) => {
      const lines = `${rest}${bytes}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(JSON.parse(line));
    });
    this.#close = () => socket.destroy();
  }

  close(): void {
    this.#close();
  }

  /** Mean share of the line's time that was used in the `ms` before now; guard says it of the last ten seconds. */
  mean(line: string, ms: number): number {
    const now = Number(process.hrtime.bigint()) / 1e6;
    const ends = Array.from({ length: Math.floor(ms / WINDOW_MS) }, (_, i) => now - i * WINDOW_MS);
    const shares = ends.map((end) => this.#at(line, end)?.utilisation ?? 0);
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  #at(line: string, end: number): LineHealth | undefined {
    return this.#said.findLast(({ at, health }) => health.line === line && at <= end)?.health;
  }

  #take(message: { readonly push?: string; readonly lines?: readonly LineHealth[] }): void {
    const at = Number(process.hrtime.bigint()) / 1e6;
    if (message.push === 'health') for (const health of message.lines ?? []) this.#said.push({ at, health });
  }
}

const WINDOW_MS = 10_000;
