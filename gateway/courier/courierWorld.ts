import { join } from 'node:path';
import { ControlClient, type ControlClientOptions } from '../control/client.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { LinkOptions } from '../mqtt/mqttLink.ts';
import { GuardsSite } from './guardsSite.ts';

/** Guard, as far as courier is concerned. */
export type GuardConnection = Pick<ControlClient, 'start' | 'stop' | 'alive' | 'request'>;

/** All that courier reaches outside of its own process but for files. A simulated world gives its own. */
export type CourierWorld = {
  guard(options: ControlClientOptions): GuardConnection;
  guardsSite(): Pick<GuardsSite, 'first' | 'follow' | 'stop'>;
  /** How a broker is connected to. */
  readonly broker: Pick<LinkOptions, 'connect' | 'random'>;
};

/** The real one. `site`: path of the site file; `run`: folder of guard's socket. */
export function courierWorld({
  site,
  run,
  clock,
  log,
}: {
  readonly site: string;
  readonly run: string;
  readonly clock: Clock;
  readonly log: Log;
}): CourierWorld {
  return {
    guard: (options) => new ControlClient(join(run, 'courier.sock'), clock, options),
    guardsSite: () => new GuardsSite(site, clock, log),
    broker: {},
  };
}
