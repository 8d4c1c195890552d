import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** One that has not agreed on how to encrypt after so long is cut. */
export const HANDSHAKE_MS = 10_000;
/** So many agree at once. A browser opens six. */
export const MOST_HANDSHAKES = 256;

/**
 * Holds a server to so many handshakes at once. What each of them takes is several times what a connection takes that stands, and it is
 * taken for whoever comes: a thousand at once were 300 MB, which the allocator keeps. Who is turned away comes again.
 */
export function boundHandshakes(server: Server): void {
  const open = new Set<string>(); // by address and port
  server.on('connection', (socket: Socket) => {
    if (open.size >= MOST_HANDSHAKES) return void socket.destroy();
    const name = nameOf(socket);
    open.add(name);
    socket.once('close', () => open.delete(name));
  });
  server.on('secureConnection', (socket) => open.delete(nameOf(socket)));
}

function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
