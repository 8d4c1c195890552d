import { withCrc } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { deadlineMs, exchangeMs, FORGET_MS } from '../../../alarmTime/wire.ts';
import type { Clock, Timer } from '../../../core/clock.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, type Problem, type Result } from '../../../core/result.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import { mbapBody, SealedPort } from '../port/sealedPort.ts';
import type { ExchangeResult, Habit, LineClient, Port } from '../types.ts';
import { decodeMbap, encodeMbap, type MbapFrame } from './mbap.ts';
import { ModbusClient } from './modbusClient.ts';
import { ExchangeQueue } from './queue.ts';
import { NO_LIFTS, refusedBody } from './readOnly.ts';
import { type Question, questionOf } from './shape.ts';

type TcpConnection = Extract<LineConnection, { type: 'modbus-tcp' }>;
type Job = { readonly request: Request; readonly timing: DeviceTiming };
type PendingRequest = {
  readonly transaction: number;
  readonly unit: number;
  readonly question: Question;
  readonly frame: Uint8Array;
  settle(end: End): void;
};
type End = { readonly kind: 'body'; readonly body: Uint8Array } | { readonly kind: 'timeout' | 'portLost' };
type GivenUp = { readonly unit: number; readonly askedAt: number };

/** How often in a row replies must be odd before that is called a habit. */
const HABIT = 3;
/** A gateway is waited for so much longer than it was ever seen to take, and no longer than this. */
const GATEWAY_MARGIN = 1.25;
const LONGEST_GATEWAY_MS = 10_000;
/** While nothing is known of that: so long after a question that was given up its reply is waited for, before another is asked. */
const FIRST_HOLD_MS = 1_500;
/** An endpoint that says nothing late so often works off its requests at once, or is silent: it is not waited for again. */
const FUTILE_HOLDS = 2;
const GONE: End = { kind: 'portLost' };

/**
 * A Modbus TCP endpoint. Replies are matched by transaction number, so a late one is told from the next and no unit
 * needs a quarantine. The request and reply objects are `modbus-serial`'s, the framing is not: its TCP client counts
 * transactions to 256 and keeps the old ones, so that a reply late by 256 requests is given to another question. Ours
 * counts to 65 536, and knows which question is open.
 *
 * Behind an endpoint may be a serial line that works off one request after the other. While it waits for a unit that is
 * dead it can do nothing else, so once it was seen to say "target does not answer" late, it is waited for as long as
 * that takes: the time really belongs to the dead unit, and nobody else is asked in vain meanwhile.
 */
export class TcpLine implements LineClient {
  onLost: LineClient['onLost'] = () => {};
  onLate: LineClient['onLate'] = () => {};
  onNotice: LineClient['onNotice'] = () => {};
  readonly #port: Port;
  readonly #lifts: ReadonlySet<number>;
  readonly #clock: Clock;
  readonly #connection: TcpConnection;
  readonly #modbus = new ModbusClient();
  readonly #queue = new ExchangeQueue<Job>((job) => this.#converse(job));
  readonly #givenUp = new Map<number, GivenUp>(); // by transaction
  readonly #late = new Map<number, number>();
  readonly #heardAt = new Map<number, number>();
  readonly #odd = new Map<number, { kind: Habit['kind']; count: number }>();
  #futileHolds = 0;
  #cameAtLast: (() => void) | undefined;
  #gatewayMs = 0; // how long it was seen to wait for a unit that is dead
  #owedUntil = Number.NEGATIVE_INFINITY; // where transaction numbers mean nothing
  #received: Uint8Array = new Uint8Array(0);
  #transaction = 0;
  #wanted = false;
  #open = false;
  #waiting: PendingRequest | undefined;

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
    this.#port.onNotice = (problem) => this.onNotice(problem);
    this.#port.onInterrupted = () => this.#askAgain();
    this.#wanted = true;
    const opened = await this.#port.open();
    if (!opened.ok) return opened;
    if (!this.#wanted) {
      await this.#port.close();
      return err(portProblem('port.lost'));
    }
    this.#received = new Uint8Array(0);
    this.#givenUp.clear(); // late replies died with the connection
    this.#open = true;
    this.#queue.resume();
    return opened;
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#end();
    await this.#port.close();
  }

  exchange(request: Request, timing: DeviceTiming): Promise<ExchangeResult> {
    return this.#queue.add({ request, timing });
  }

  /** Always, for a late reply cannot be mistaken; where transaction numbers mean nothing, when none can come any more. */
  readyAt(): number {
    return this.#connection.anyTransaction === true ? this.#owedUntil : 0;
  }

  costMs(request: Request, timing: DeviceTiming): number {
    return exchangeMs(this.#connection, request, timing);
  }

  habit(unit: number): Habit | undefined {
    const odd = this.#odd.get(unit);
    return odd !== undefined && odd.count >= HABIT ? { kind: odd.kind } : undefined;
  }

  heardAt(unit: number): number {
    return this.#heardAt.get(unit) ?? Number.NEGATIVE_INFINITY;
  }

  readonly lateSeen = (unit: number): number => this.#late.get(unit) ?? 0;

  async #converse({ request, timing }: Job): Promise<ExchangeResult> {
    const frame = this.#modbus.ask(request);
    const body = frame.subarray(0, -2);
    const refused = refusedBody(body, this.#lifts);
    const question = questionOf(request, frame);
    if (refused === null) await this.#hold();
    const result: ExchangeResult =
      refused !== null
        ? { kind: 'refused', problem: refused }
        : this.#resultOf(question, this.#open ? await this.#ask(request, question, timing, body) : GONE);
    this.#modbus.silence();
    if (result.kind === 'ok') this.#odd.delete(request.unit);
    return result;
  }

  /** What was asked before may still be under way behind the endpoint, and all else would only queue up there. */
  async #hold(): Promise<void> {
    const oldest = Math.min(...[...this.#givenUp.values()].map(({ askedAt }) => askedAt));
    const leftMs = oldest + FIRST_HOLD_MS - this.#clock.mono();
    if (this.#gatewayMs > 0 || this.#futileHolds >= FUTILE_HOLDS || !(leftMs > 0 && leftMs < FIRST_HOLD_MS))
      return;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.after(leftMs, 'modbus tcp late reply', () => {
        this.#futileHolds++;
        resolve();
      });
      this.#cameAtLast = () => {
        timer.cancel();
        resolve();
      };
    });
    this.#cameAtLast = undefined;
  }

  #ask(request: Request, question: Question, timing: DeviceTiming, body: Uint8Array): Promise<End> {
    this.#transaction = (this.#transaction + 1) % 0x10000;
    const transaction = this.#transaction;
    this.#givenUp.delete(transaction);
    const { unit } = request;
    const timeoutMs = Math.max(
      deadlineMs(this.#connection, request, timing),
      GATEWAY_MARGIN * this.#gatewayMs,
    );
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const askedAt = this.#clock.mono();
      const settle = (end: End) => {
        timer?.cancel();
        this.#waiting = undefined;
        resolve(end);
      };
      timer = this.#clock.after(timeoutMs, 'modbus tcp reply', () => {
        this.#givenUp.set(transaction, { unit, askedAt });
        // where transaction numbers mean nothing, its reply may be taken for another one
        if (this.#connection.anyTransaction === true) this.#owedUntil = this.#clock.mono() + FORGET_MS;
        settle({ kind: 'timeout' });
      });
      const frame = encodeMbap({ transaction, body });
      this.#waiting = { transaction, unit, question, frame, settle };
      this.#port.write(frame);
    });
  }

  /** The peer hung up on what is waited for: replies died with the connection. */
  #askAgain(): void {
    this.#received = new Uint8Array(0);
    if (this.#waiting !== undefined) this.#port.write(this.#waiting.frame);
  }

  #resultOf({ unit, reply: expected, exception }: Question, end: End): ExchangeResult {
    if (end.kind !== 'body') return { kind: end.kind };
    const reply = withCrc(end.body);
    if (reply.length === exception.length && isPrefix(exception.prefix, reply))
      return { kind: 'exception', code: reply[2] ?? 0 };
    if (reply.length !== expected.length || !isPrefix(expected.prefix, reply)) {
      this.#isOdd(unit, end.body[0] === unit ? 'length' : 'unit');
      return { kind: 'mismatch' };
    }
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
    const waiting = this.#waiting;
    if (waiting !== undefined && waiting.transaction === transaction) {
      waiting.settle({ kind: 'body', body });
      return;
    }
    const late = this.#givenUp.get(transaction);
    if (late !== undefined) {
      this.#givenUp.delete(transaction);
      this.#cameLate(late, body);
    } else if (waiting !== undefined && looksLike(waiting.question, body)) {
      // a gateway that does not give our number back: nothing else tells this reply from one that was given up
      if (this.#connection.anyTransaction === true) waiting.settle({ kind: 'body', body });
      else this.#isOdd(waiting.unit, 'transaction');
    }
  }

  #cameLate({ unit, askedAt }: GivenUp, body: Uint8Array): void {
    this.#futileHolds = 0;
    this.#cameAtLast?.();
    const now = this.#clock.mono();
    const code = (body[1] ?? 0) & 0x80 ? body[2] : undefined;
    if (code === PATH_UNAVAILABLE || code === TARGET_SILENT) {
      this.#gatewayMs = Math.min(LONGEST_GATEWAY_MS, Math.max(this.#gatewayMs, now - askedAt));
      return;
    }
    this.#late.set(unit, this.lateSeen(unit) + 1);
    this.#heardAt.set(unit, now);
    this.onLate(unit);
  }

  #isOdd(unit: number, kind: Habit['kind']): void {
    const before = this.#odd.get(unit);
    this.#odd.set(unit, { kind, count: before?.kind === kind ? before.count + 1 : 1 });
  }

  #lost(problem: Problem): void {
    this.#end();
    this.onLost(problem);
  }

  #end(): void {
    this.#open = false;
    this.#queue.dismiss();
    this.#cameAtLast?.();
    this.#waiting?.settle({ kind: 'portLost' });
  }
}

const PATH_UNAVAILABLE = 0x0a; // Modbus exceptions of a gateway (Application Protocol V1.1b3, §7)
const TARGET_SILENT = 0x0b;

function looksLike({ reply, exception }: Question, body: Uint8Array): boolean {
  const frame = withCrc(body);
  return [reply, exception].some(({ prefix, length }) => frame.length === length && isPrefix(prefix, frame));
}

function isPrefix(prefix: Uint8Array, bytes: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

const NOT_MODBUS_TCP = portProblem('port.not-modbus-tcp');
