import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Exchange } from '../line/exchange.ts';
import type { Simulation } from '../simulation.ts';
import { eachLine } from './lines.ts';
import { obey } from './obey.ts';
import { type AnswerPush, commandSchema, type Reply } from './protocol.ts';

/** Serves the backchannel of one simulation on a unix socket. */
export class BackchannelServer {
  readonly #path: string;
  readonly #simulation: Simulation;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string, simulation: Simulation) {
    this.#path = path;
    this.#simulation = simulation;
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
      const { reply, subscribes } = await this.#answer(line);
      if (subscribes) endings.push(this.#simulation.listen((exchange) => send(socket, pushOf(exchange))));
      send(socket, reply);
    });
  }

  async #answer(line: string): Promise<{ reply: Reply; subscribes: boolean }> {
    const request = parsed(line);
    const id = typeof request.id === 'number' ? request.id : 0;
    const { id: _, ...body } = request;
    const command = commandSchema.safeParse(body);
    if (!command.success) {
      const what = command.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ');
      const error = {
        code: 'bad-command',
        what,
        hint: 'see simulators/backchannel/protocol.ts for the verbs',
      };
      return { reply: { id, ok: false, error }, subscribes: false };
    }
    const result = await obey(this.#simulation, command.data);
    const reply: Reply = result.ok
      ? { id, ok: true, value: result.value ?? null }
      : { id, ok: false, error: result.error };
    return { reply, subscribes: command.data.verb === 'subscribe' };
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

function pushOf(exchange: Exchange): AnswerPush | undefined {
  if (exchange.outcome !== 'clean') return undefined;
  const { line, device, at, functionCode, address, values } = exchange;
  return { push: 'answer', line, device, at, functionCode, address, values };
}

function send(socket: Socket, message: Reply | AnswerPush | undefined): void {
  if (message !== undefined && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
