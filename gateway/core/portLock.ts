import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** Held until released or until the process ends, however it ends. */
export type PortLock = { release(): Promise<void> };

/**
 * Takes a serial adapter for this process, or answers null when another process of ours has it. The kernel's own
 * exclusive mode (TIOCEXCL) does not stop root, and a lock file outlives a crash; a name in the abstract socket
 * namespace does neither. Links to the same adapter (`/dev/serial/by-id/…`) are one lock. Outside Linux only the
 * kernel's mode protects.
 */
export async function lockPort(path: string): Promise<PortLock | null> {
  if (process.platform !== 'linux') return { release: async () => {} };
  const server = createServer((socket) => socket.destroy());
  const taken = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(true));
    server.listen({ path: `\0lifeline-port:${realpathSync(path)}` }, () => resolve(false));
  });
  if (taken) return null;
  server.unref();
  return { release: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
