import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { z } from 'zod';
import type { Problem, Result } from '../../drivers/result.ts';
import { eachLine, type Reply } from './wire.ts';

/** What stands behind a backchannel: the commands it takes, what it does about them, and what it tells by itself. */
export type Stage<Command extends { readonly verb: string }, Push extends object> = {
  readonly commands: z.ZodType<Command>;
  /** Carries one out. `subscribe` changes nothing: from then on the connection hears every push. */
  obey(command: Command): Promise<Result<unknown, Problem>>;
  /** Calls `push` with all that happens; returns how to stop that. */
  listen(push: (told: Push) => void): () => void;
};

/** Serves the backchannel of one simulator on a unix socket. */
export class BackchannelServer<Command extends { readonly verb: string }, Push extends object> {
  readonly #path: string;
  readonly #stage: Stage<Command, Push>;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string, stage: Stage<Command, Push>) {
    this.#path = path;
    this.#stage = stage;
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
    const send = (message: Reply | Push) => {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
    };
    eachLine(socket, async (line) => {
      const { id, ...body } = parsed(line);
      const number = typeof id === 'number' ? id : 0;
      const command = this.#stage.commands.safeParse(body);
      if (!command.success) {
        send({ id: number, ok: false, error: misunderstood(command.error) });
        return;
      }
      if (command.data.verb === 'subscribe') endings.push(this.#stage.listen(send));
      const result = await this.#stage.obey(command.data);
      send({ id: number, ...(result.ok ? { ok: true, value: result.value ?? null } : result) });
    });
  }
}

function misunderstood({ issues }: z.ZodError): Problem {
  const what = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return { code: 'bad-command', what, hint: 'protocol.ts of the simulator names the verbs' };
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
