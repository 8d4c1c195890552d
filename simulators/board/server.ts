import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { eachLine } from '../backchannel/lines.ts';
import { type BoardPush, type BoardReply, commandSchema } from './protocol.ts';
import type { Rig } from './rig.ts';

/** Serves the backchannel of one simulated board on a unix socket. */
export class BoardServer {
  readonly #path: string;
  readonly #rig: Rig;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string, rig: Rig) {
    this.#path = path;
    this.#rig = rig;
  }

  async start(): Promise<void> {
    rmSync(this.#path, { force: true }); // left by a simulator that was killed
    const server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#path, resolve);
    });
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    const endings: (() => void)[] = [];
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      for (const end of endings) end();
    });
    eachLine(socket, async (line) => {
      const { id, ...body } = parsed(line);
      const command = commandSchema.safeParse(body);
      const number = typeof id === 'number' ? id : 0;
      if (!command.success) {
        const what = command.error.issues
          .map(({ message, path }) => `${path.join('.')}: ${message}`)
          .join('; ');
        send(socket, { id: number, ok: false, error: { code: 'bad-command', what } });
        return;
      }
      if (command.data.verb === 'subscribe') endings.push(this.#rig.listen((push) => send(socket, push)));
      send(socket, { id: number, ok: true, value: await this.#rig.obey(command.data) });
    });
  }
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function send(socket: Socket, message: BoardReply | BoardPush): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
