import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** One that has not agreed on how to encrypt after so long is cut. */
export const HANDSHAKE_MS = 10_000;
/** So many agree at once; of one address so many, which may be a whole building behind a router. A browser opens six. */
const MOST_AT_ONCE = 96;
const MOST_OF_ONE = 32;

/**
 * Holds a server to so many handshakes at once. What each of them takes is several times what a connection takes that stands, and it is
 * taken for whoever comes: a thousand at once were 300 MB, which the allocator keeps. Who is turned away comes again.
 */
export function boundHandshakes(server: Server): void {
  const open = new Map<string, string>(); // by address and port: the address
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    const name = nameOf(socket);
    const own = [...open.values()].filter((address) => address === remoteAddress).length;
    if (open.size >= MOST_AT_ONCE || own >= MOST_OF_ONE) return void socket.destroy();
    open.set(name, remoteAddress);
    socket.once('close', () => open.delete(name));
  });
  server.on('secureConnection', (socket) => open.delete(nameOf(socket)));
}

function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
