import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { z } from 'zod';
import type { Problem, Result } from '../../drivers/result.ts';
import { type JsonLine, LineSplitter, type NdjsonAnswer, toLine } from '../../gateway/core/ndjson.ts';

const LINE_BYTES = 4 * 1024 * 1024;

/** What stands behind a backchannel: the commands it takes, what it does about them, and what it tells by itself. */
export type BackchannelHost<Command extends { readonly verb: string }, Push extends object> = {
  readonly commands: z.ZodType<Command>;
  /** Carries one out. `subscribe` changes nothing: from then on the connection hears every push. */
  obey(command: Command): Promise<Result<unknown, Problem>>;
  /** Calls `push` with all that happens; returns how to stop that. */
  listen(push: (told: Push) => void): () => void;
};

/** Serves the backchannel of one simulator on a unix socket. */
export class BackchannelServer<Command extends { readonly verb: string }, Push extends object> {
  readonly #path: string;
  readonly #stage: BackchannelHost<Command, Push>;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string, stage: BackchannelHost<Command, Push>) {
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
    const send = (message: NdjsonAnswer | Push) => {
      if (socket.writable) socket.write(toLine(message));
    };
    const splitter = new LineSplitter(LINE_BYTES);
    socket.on('data', (chunk) => {
      for (const line of splitter.push(chunk)) void this.#answer(line, send, endings);
    });
  }

  async #answer(
    line: JsonLine,
    send: (message: NdjsonAnswer | Push) => void,
    endings: (() => void)[],
  ): Promise<void> {
    const { id: given, ...body } = fieldsOf(line);
    const id = typeof given === 'number' ? given : 0;
    const command = this.#stage.commands.safeParse(body);
    if (!command.success) {
      send({ id, ok: false, error: misunderstood(command.error) });
      return;
    }
    if (command.data.verb === 'subscribe') endings.push(this.#stage.listen(send));
    const result = await this.#stage.obey(command.data);
    send({ id, ...(result.ok ? { ok: true, value: result.value ?? null } : result) });
  }
}

function misunderstood({ issues }: z.ZodError): Problem {
  const what = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return { code: 'bad-command', what, hint: 'protocol.ts of the simulator names the verbs' };
}

function fieldsOf(line: JsonLine): Record<string, unknown> {
  if (line.kind !== 'json' || typeof line.value !== 'object' || line.value === null) return {};
  return { ...line.value };
}
