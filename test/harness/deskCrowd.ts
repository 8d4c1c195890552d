import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { TcpNetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** Streams that desk lets one token have. */
const OF_ONE = 8;

/** Tokens of viewers, written where desk will read them at its start, so that a crowd need not log in one by one. */
export function crowdTokens(memory: string, count: number): readonly string[] {
  const tokens = Array.from({ length: count }, (_, n) => `crowd-token-${n}`);
  const now = Date.now();
  const kept = tokens.map((token, n) => ({
    ...{ id: `t${n}`, label: `crowd ${n}`, role: 'viewer', madeBy: 'test', lastUsed: now },
    ...{ token: createHash('sha256').update(token).digest('base64url'), since: now, until: now + 86_400_000 },
  }));
  mkdirSync(memory, { recursive: true });
  writeFileSync(
    join(memory, 'access.json'),
    JSON.stringify({ version: 2, claim: null, sessions: [], tokens: kept }),
  );
  return tokens;
}

/** One who follows the stream of events; with `reads` false the socket is left full. */
export type Follower = { readonly socket: TLSSocket; readonly heard: () => string; cut: boolean };

/** A crowd on desk's stream: each from an address of the loopback of its own, as far as there are any. */
export class DeskCrowd {
  readonly followers: Follower[] = [];
  readonly #port: number;
  readonly #tokens: readonly string[];

  constructor(port: number, tokens: readonly string[]) {
    this.#port = port;
    this.#tokens = tokens;
  }

  /** Opens so many more, `at once` at a time; resolves when each has its head or was refused. */
  async join(count: number, reads: (n: number) => boolean, atOnce = 20): Promise<void> {
    const before = this.followers.length;
    for (let first = 0; first < count; first += atOnce)
      await Promise.all(
        Array.from({ length: Math.min(atOnce, count - first) }, (_, n) =>
          this.#open(before + first + n, reads(first + n)),
        ),
      );
  }

  leave(): void {
    for (const { socket } of this.followers) socket.destroy();
  }

  #open(n: number, reads: boolean): Promise<void> {
    const token = this.#tokens[Math.floor(n / OF_ONE) % this.#tokens.length] ?? '';
    const options: ConnectionOptions & Pick<TcpNetConnectOpts, 'localAddress'> = {
      ...{ host: '127.0.0.1', port: this.#port, rejectUnauthorized: false },
      localAddress: `127.0.${1 + Math.floor(n / 200)}.${1 + (n % 200)}`,
    };
    const socket = connect(options);
    let text = '';
    const follower: Follower = { socket, heard: () => text, cut: false };
    this.followers.push(follower);
    socket.setEncoding('utf8');
    socket.on('close', () => {
      follower.cut = true;
    });
    return new Promise((resolve) => {
      socket.on('error', () => resolve());
      socket.once('data', (head: string) => {
        text += head;
        if (reads)
          socket.on('data', (more: string) => {
            text = (text + more).slice(-200_000);
          });
        else socket.pause();
        resolve();
      });
      socket.on('close', () => resolve());
      socket.write(`GET /api/live/stream HTTP/1.1\r\nhost: box\r\nauthorization: Bearer ${token}\r\n\r\n`);
    });
  }
}
