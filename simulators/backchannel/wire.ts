import type { Socket } from 'node:net';
import type { Problem } from '../../drivers/result.ts';

/** What a command is answered with. Anything else that comes is a push: `{ push, … }`. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Problem };

/** Calls `take` with every line of text that arrives on a socket, however the bytes are cut. */
export function eachLine(socket: Socket, take: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') take(line);
  });
}
