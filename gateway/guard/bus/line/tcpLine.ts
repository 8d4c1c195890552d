import { withCrc } from '../../../../drivers/crc.ts';
import { deadlineMs, exchangeMs } from '../../../alarmTime/wire.ts';
import type { Clock, Timer } from '../../../core/clock.ts';
import { err, type Problem, type Result } from '../../../core/result.ts';
import type { Connection } from '../../../site/schema/siteSchema.ts';
import { mbapBody, SealedPort } from '../port/sealedPort.ts';
import type { DeviceTiming, ExchangeResult, LineClient, Port, Request } from '../types.ts';
import { decodeMbap, encodeMbap, type MbapFrame } from './mbap.ts';
import { ModbusClient } from './modbusClient.ts';
import { ExchangeQueue } from './queue.ts';
import { NO_LIFTS, refusedBody } from './readOnly.ts';
import { questionOf } from './shape.ts';

type TcpConnection = Extract<Connection, { type: 'modbus-tcp' }>;
type Job = { readonly request: Request; readonly timing: DeviceTiming };
type Waiting = { readonly transaction: number; settle(end: End): void };
type End = { readonly kind: 'body'; readonly body: Uint8Array } | { readonly kind: 'timeout' | 'portLost' };

/**
 * A Modbus TCP endpoint. Replies are matched by transaction number, so a late one is told from the next and no unit
 * needs a quarantine. The request and reply objects are `modbus-serial`'s, the framing is not: its TCP client counts
 * transactions to 256 and keeps the old ones, so that a reply late by 256 requests is given to another question. Ours
 * counts to 65 536, and knows which question is open.
 */
export class TcpLine implements LineClient {
  onLost: LineClient['onLost'] = () => {};
  onLate: LineClient['onLate'] = () => {};
  readonly #port: Port;
  readonly #lifts: ReadonlySet<number>;
  readonly #clock: Clock;
  readonly #connection: TcpConnection;
  readonly #modbus = new ModbusClient();
  readonly #queue = new ExchangeQueue<Job>((job) => this.#converse(job));
  readonly #unitOf = new Map<number, number>(); // transaction given up → unit asked
  readonly #late = new Map<number, number>();
  readonly #heardAt = new Map<number, number>();
  #received: Uint8Array = new Uint8Array(0);
  #transaction = 0;
  #wanted = false;
  #waiting: Waiting | undefined;

  /** @param lifts units to which nothing but reads is ever sent */
  constructor(port: Port, connection: TcpConnection, clock: Clock, lifts = NO_LIFTS) {
    this.#port = lifts.size === 0 ? port : new SealedPort(port, lifts, mbapBody);
    this.#lifts = lifts;
    this.#connection = connection;
    this.#clock = clock;
  }

  async open(): Promise<Result<void, Problem>> {
    this.#port.onBytes = (bytes) => this.#receive(bytes);
    this.#port.onLost = (problem) => this.#lost(problem);
    this.#wanted = true;
    const opened = await this.#port.open();
    if (!opened.ok) return opened;
    if (!this.#wanted) {
      await this.#port.close();
      return err({ code: 'port.lost', what: 'the line was closed while it was being opened' });
    }
    this.#received = new Uint8Array(0);
    this.#unitOf.clear(); // late replies died with the connection
    this.#queue.resume();
    return opened;
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#end();
    await this.#port.close();
  }

  exchange(request: Request, timing: DeviceTiming, priority = false): Promise<ExchangeResult> {
    return this.#queue.add({ request, timing }, priority);
  }

  /** Always: a late reply cannot be mistaken. */
  readyAt(): number {
    return 0;
  }

  costMs(request: Request, timing: DeviceTiming): number {
    return exchangeMs(this.#connection, request, timing);
  }

  heardAt(unit: number): number {
    return this.#heardAt.get(unit) ?? Number.NEGATIVE_INFINITY;
  }

  readonly lateSeen = (unit: number): number => this.#late.get(unit) ?? 0;

  async #converse({ request, timing }: Job): Promise<ExchangeResult> {
    const frame = this.#modbus.ask(request);
    const body = frame.subarray(0, -2);
    const refused = refusedBody(body, this.#lifts);
    const result: ExchangeResult =
      refused !== null
        ? { kind: 'refused', problem: refused }
        : this.#resultOf(request, frame, await this.#ask(request, timing, body));
    this.#modbus.silence();
    return result;
  }

  #ask(request: Request, timing: DeviceTiming, body: Uint8Array): Promise<End> {
    this.#transaction = (this.#transaction + 1) % 0x10000;
    const transaction = this.#transaction;
    this.#unitOf.delete(transaction);
    const timeoutMs = deadlineMs(this.#connection, request, timing);
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const settle = (end: End) => {
        timer?.cancel();
        this.#waiting = undefined;
        resolve(end);
      };
      timer = this.#clock.after(timeoutMs, 'modbus tcp reply', () => {
        this.#unitOf.set(transaction, request.unit);
        settle({ kind: 'timeout' });
      });
      this.#waiting = { transaction, settle };
      this.#port.write(encodeMbap({ transaction, body }));
    });
  }

  #resultOf(request: Request, frame: Uint8Array, end: End): ExchangeResult {
    if (end.kind !== 'body') return { kind: end.kind };
    const reply = withCrc(end.body);
    const { reply: expected, exception } = questionOf(request, frame);
    if (reply.length === exception.length && isPrefix(exception.prefix, reply))
      return { kind: 'exception', code: reply[2] ?? 0 };
    if (reply.length !== expected.length || !isPrefix(expected.prefix, reply)) return { kind: 'mismatch' };
    const values = this.#modbus.answer(reply);
    if (values === null) return { kind: 'mismatch' };
    return { kind: 'ok', values, at: { boot: this.#clock.boot, mono: this.#clock.mono() } };
  }

  #receive(bytes: Uint8Array): void {
    const decoded = decodeMbap(Buffer.concat([this.#received, bytes]));
    if (decoded === null) {
      void this.close();
      this.onLost(NOT_MODBUS_TCP);
      return;
    }
    this.#received = decoded.rest;
    for (const frame of decoded.frames) this.#match(frame);
  }

  #match({ transaction, body }: MbapFrame): void {
    if (this.#waiting?.transaction === transaction) {
      this.#waiting.settle({ kind: 'body', body });
      return;
    }
    const unit = this.#unitOf.get(transaction);
    if (unit === undefined) return;
    this.#unitOf.delete(transaction);
    this.#late.set(unit, this.lateSeen(unit) + 1);
    this.onLate(unit);
  }

  #lost(problem: Problem): void {
    this.#end();
    this.onLost(problem);
  }

  #end(): void {
    this.#queue.dismiss();
    this.#waiting?.settle({ kind: 'portLost' });
  }
}

function isPrefix(prefix: Uint8Array, bytes: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

const NOT_MODBUS_TCP: Problem = {
  code: 'port.not-modbus-tcp',
  what: 'what answers there does not speak Modbus TCP',
  hint: 'a converter in transparent mode needs the connection type rtu-over-tcp',
};
