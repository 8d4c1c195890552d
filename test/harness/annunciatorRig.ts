import { join } from 'node:path';
import modbus from 'modbus-serial';
import { encodeCommand, type NodeCommand, type NodeOutput } from '../../drivers/annunciator/node.ts';
import { type Child, startChild } from '../../gateway/cli/child.ts';
import { BoardClient } from '../../simulators/board/boardClient.ts';
import type { BoardContact, BoardPush } from '../../simulators/board/boardProtocol.ts';
import { decodeStatus } from '../firmware/status.ts';
import { commission } from './commission.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

type Drive = Extract<BoardPush, { push: 'pin' }>['drive'];
type Load = Extract<BoardPush, { push: 'pin' }>['load'];

const PRESSES = 8;
const HELD_S = 5;

/** A simulated Arduino in a process of its own; what its pins did is remembered. */
export class BoardProcess {
  readonly moves: Extract<BoardPush, { push: 'pin' }>[] = [];
  readonly effects: Extract<BoardPush, { push: 'effects' }>[] = [];
  readonly tty: string;
  readonly back: BoardClient;

  private constructor(tty: string, back: BoardClient) {
    this.tty = tty;
    this.back = back;
  }

  static async start(stage: Stage, ...wiring: readonly string[]): Promise<BoardProcess> {
    const [tty, socket] = [join(stage.folder, 'arduino'), join(stage.folder, 'board.sock')];
    await stage.program('simulators/board', '--link', tty, '--backchannel', socket, ...wiring).ready();
    const board = new BoardProcess(tty, await BoardClient.connect(socket));
    stage.onClose(() => board.back.close());
    await board.back.subscribe((push) => {
      if (push.push === 'pin') board.moves.push(push);
      else board.effects.push(push);
    });
    return board;
  }

  /**
   * Holds a button down until something came of it and, as people do, presses again when nothing does. @returns how often
   * it was pressed
   */
  async press(
    contact: BoardContact,
    what: string,
    look: () => boolean | Promise<boolean>,
    bounces = 0,
  ): Promise<number> {
    for (let times = 1; ; times++) {
      await this.back.send({ verb: 'contact', contact, closed: true, bounces });
      const heard = await until(what, look, HELD_S).catch((error) => {
        if (times === PRESSES) throw error;
        return false;
      });
      await this.back.send({ verb: 'contact', contact, closed: false, bounces });
      if (heard) return times;
    }
  }

  async drives(load: Load): Promise<Drive> {
    return (await this.back.state()).loads[load].drive;
  }

  /** The first move of a load to `drive` since `from` (CLOCK_MONOTONIC, ms). */
  moved(load: Load, drive: Drive, from: number): Promise<number> {
    return until(
      `${load} is ${drive}`,
      () => this.moves.find((move) => move.load === load && move.drive === drive && move.at >= from)?.at,
    );
  }
}

/** The node's program in a process of its own, and a Modbus master that nobody here wrote. */
export class NodeProcess {
  readonly words: string[] = [];
  readonly child: Child;
  readonly #client = new modbus.default();
  #beat = 0;

  private constructor(stage: Stage, board: BoardProcess, args: readonly string[]) {
    const state = join(stage.folder, 'node.json');
    commission(state);
    const places = ['--port', board.tty, '--tcp', '0', '--state', state];
    this.child = startChild('firmware/annunciator', [...places, ...args], (line) => {
      this.words.push(line);
      if (process.env.LIFELINE_TEST_WORDS !== undefined) process.stderr.write(`${line}\n`);
    });
    stage.onClose(() => this.kill());
  }

  static async start(stage: Stage, board: BoardProcess, ...args: readonly string[]): Promise<NodeProcess> {
    const node = new NodeProcess(stage, board, args);
    const { tcp } = (await node.child.ready) as { tcp: { port: number } };
    await node.#client.connectTCP('127.0.0.1', { port: tcp.port });
    node.#client.setID(1);
    node.#client.setTimeout(5000);
    node.#client.on('error', () => {}); // when the node is killed
    return node;
  }

  async status() {
    return decodeStatus((await this.#client.readInputRegisters(0, 13)).data);
  }

  /** Resolves when the board is ready, gone or starting. */
  async board(state: 'ready' | 'starting' | 'gone'): Promise<void> {
    const code = ['ready', 'starting', 'gone'].indexOf(state);
    await until(`the board is ${state}`, async () => (await this.status()).board === code);
  }

  async command(change: Partial<NodeCommand> = {}, acting: readonly NodeOutput[] = []): Promise<void> {
    const command: NodeCommand = {
      leaseMs: 10_000,
      tone: 'none',
      acting: new Set(acting),
      onLoss: { siren: 'hold', strobe: 'hold', 'fault-lamp': 'act', 'gas-valve': 'hold', fan: 'rest' },
      atRest: new Set(),
      beat: ++this.#beat & 0xffff,
      ...change,
    };
    await this.#client.writeRegisters(0, encodeCommand(command));
  }

  /** As a power cut to its computer would end it. */
  async kill(): Promise<void> {
    this.#client.destroy(() => {});
    this.child.process.kill('SIGKILL');
    await this.child.exited;
  }

  /** In order. @returns its exit status */
  async stop(): Promise<number> {
    await this.child.stop();
    return this.child.exited;
  }
}
