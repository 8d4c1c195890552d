import type { Problem } from '../../gateway/core/result.ts';
import { ok } from '../../gateway/core/result.ts';
import { runCourier } from '../../gateway/courier/courier.ts';
import type { Courier } from '../../gateway/courier/courierOptions.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import type { Random } from '../../simulators/random.ts';
import { BrokerClient } from './brokerClient.ts';
import type { BrokerNode } from './brokerNode.ts';
import type { GuardProcess, Machine } from './guardProcess.ts';
import { GuardsEnd } from './guardsEnd.ts';
import type { Owner } from './scheduler.ts';

/** What a courier of the simulation runs on. */
export type CourierGround = {
  readonly machine: Machine;
  readonly broker: BrokerNode;
  readonly random: Random;
  readonly installation: Installation;
  /** Where the journal is found, whichever guard writes it. */
  readonly journal: string;
  readonly guard: () => GuardProcess | null;
};

/** One run of courier: the real one, in a world of the scheduler's making. */
export class CourierProcess {
  readonly owner: Owner;
  readonly problems: Problem[] = [];
  readonly #ground: CourierGround;
  readonly #clients = new Set<BrokerClient>();
  #courier: Courier | null = null;
  #end: GuardsEnd | null = null;

  constructor(ground: CourierGround, run: number) {
    this.owner = `courier-${run}`;
    this.#ground = ground;
  }

  async start(): Promise<void> {
    const { machine, broker, random, installation, journal, guard } = this.#ground;
    const { scheduler, folders } = machine;
    const clock = scheduler.clock(this.owner, machine.boot, () => machine.utcOffset);
    const carried = { ...installation, journal: { ...installation.journal, folder: journal } };
    const courier = await runCourier({
      ...{ site: '', run: folders.run, clock },
      log: { info: () => {}, problem: (problem) => this.problems.push(problem) },
      world: {
        guard: (options) => {
          this.#end = new GuardsEnd(scheduler, random, this.owner, guard, options);
          return this.#end;
        },
        guardsSite: () => ({ first: async () => ok(carried), follow: () => {}, stop: () => {} }),
        broker: {
          random,
          connect: (_url, options) => {
            const client = new BrokerClient(broker, this.owner, options);
            this.#clients.add(client);
            client.on('close', () => this.#clients.delete(client));
            return client.asClient;
          },
        },
      },
    });
    if (courier.ok) this.#courier = courier.value;
  }

  async stop(): Promise<void> {
    await this.#courier?.stop();
  }

  /** Ends it at once; what it had sent is on its way. */
  kill(): void {
    this.#ground.machine.scheduler.end(this.owner);
    for (const client of this.#clients) client.killed();
    void this.#end?.stop();
  }
}
