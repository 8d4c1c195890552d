import type { ControlAsk, ControlClientOptions } from '../../gateway/control/client.ts';
import type { ControlPush } from '../../gateway/control/protocol.ts';
import { err, type Problem, type Result } from '../../gateway/core/result.ts';
import type { GuardConnection } from '../../gateway/courier/courierWorld.ts';
import type { Random } from '../../simulators/random.ts';
import type { GuardProcess } from './guardProcess.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import { Wire } from './wire.ts';

const HOP_MS = [0.05, 3] as const;
const RETRY_MS = 500;
const PATIENCE_MS = 3_000;
const GONE: Problem = { code: 'control.unreachable', what: 'guard does not answer' };

/** Courier's connection to guard: comes back for ever, and breaks with either of them. */
export class GuardsEnd implements GuardConnection {
  alive = false;
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #owner: Owner;
  readonly #guard: () => GuardProcess | null;
  readonly #options: ControlClientOptions;
  readonly #unanswered = new Set<(answer: Result<unknown, Problem>) => void>();
  #to: GuardProcess | null = null;
  #wires: { readonly there: Wire; readonly back: Wire } | null = null;
  #stopped = false;

  /** `guard`: the one that runs now. */
  constructor(
    scheduler: Scheduler,
    random: Random,
    owner: Owner,
    guard: () => GuardProcess | null,
    options: ControlClientOptions,
  ) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#owner = owner;
    this.#guard = guard;
    this.#options = options;
  }

  start(): void {
    this.#scheduler.at(RETRY_MS * this.#random(), this.#owner, 'connect to guard', () => this.#connect());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#broken();
  }

  request(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    const [guard, wires] = [this.#to, this.#wires];
    if (guard === null || wires === null) return Promise.resolve(err(GONE));
    const { promise, resolve } = Promise.withResolvers<Result<unknown, Problem>>();
    const patience = this.#scheduler.at(PATIENCE_MS, this.#owner, 'patience with guard', () =>
      this.#broken(),
    );
    const settle = (answer: Result<unknown, Problem>): void => {
      if (!this.#unanswered.delete(settle)) return;
      patience.cancel();
      resolve(answer);
    };
    this.#unanswered.add(settle);
    wires.there.send(() => {
      void guard
        .handle(structuredClone(ask), { socket: 'courier', client: 'courier' })
        .then((answer) => wires.back.send(() => settle(answer)));
    });
    return promise;
  }

  /** Guard says something unasked. */
  push(push: ControlPush): void {
    const said = structuredClone(push);
    this.#wires?.back.send(() => this.#options.onPush?.(said));
  }

  /** The other end is gone. */
  hungUp(): void {
    this.#scheduler.at(0, this.#owner, 'guard hung up', () => this.#broken());
  }

  #connect(): void {
    const guard = this.#guard();
    if (this.#stopped) return;
    if (guard?.serving !== true) {
      this.start();
      return;
    }
    this.#to = guard;
    const wire = (to: Owner, name: string): Wire =>
      new Wire(this.#scheduler, this.#random, to, name, () => HOP_MS);
    this.#wires = { there: wire(guard.owner, 'to guard'), back: wire(this.#owner, 'from guard') };
    guard.ends.add(this);
    for (const topic of this.#options.topics ?? []) {
      const push = guard.snapshot(topic);
      if (push !== null) this.push(push);
    }
    this.alive = true;
    this.#options.onAlive?.(true);
  }

  #broken(): void {
    this.#to?.ends.delete(this);
    this.#to = null;
    this.#wires?.there.cut();
    this.#wires?.back.cut();
    this.#wires = null;
    for (const settle of [...this.#unanswered]) settle(err(GONE));
    if (this.alive) {
      this.alive = false;
      this.#options.onAlive?.(false);
    }
    if (!this.#stopped) this.start();
  }
}
