import type { Mosquitto } from './mosquitto.ts';
import { Postgres } from './postgres.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** What a platform's broker is set to, as deploy/platform does: many on their way to a process that commits many at once, and no end of what waits. */
export const PLATFORM_BROKER: readonly string[] = ['max_inflight_messages 4000', 'max_queued_messages 0'];

/** The small stack on a stage: mosquitto, PostgreSQL, and processes of `lifeline ingest`. */
export class IngestStage {
  readonly broker: Mosquitto;
  readonly postgres: Postgres;
  readonly #stage: Stage;

  private constructor(stage: Stage, broker: Mosquitto, postgres: Postgres) {
    this.#stage = stage;
    this.broker = broker;
    this.postgres = postgres;
  }

  static async open(stage: Stage, postgres = new Postgres()): Promise<IngestStage> {
    stage.onClose(() => postgres.remove());
    await postgres.start();
    return new IngestStage(stage, await stage.broker(PLATFORM_BROKER), postgres);
  }

  /** A process of ingest that hears what is published; `session` tells it from others. `more` goes into its configuration. */
  async ingest(session = 'one', more: object = {}): Promise<Program> {
    const config = this.#stage.write(`ingest-${session}.yaml`, {
      database: { url: this.postgres.url },
      source: { type: 'mqtt', url: this.broker.url, session },
      ...more,
    });
    const program = await this.#stage.program('gateway/cli', 'ingest', config).ready();
    // it is ready without a broker too: what is published before it has subscribed is not for it
    await until('ingest has subscribed', () =>
      program.words.some((line) => /broker: (subscribed|well again)/.test(line)),
    );
    return program;
  }

  query<R extends Record<string, unknown>>(text: string, ...values: readonly unknown[]): Promise<R[]> {
    return this.postgres.query<R>(text, values);
  }
}
