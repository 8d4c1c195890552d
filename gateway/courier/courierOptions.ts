import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { CourierWorld } from './courierWorld.ts';
import type { UplinkOptions } from './uplink.ts';

/** Beside them how patient uplinks are: between attempts, and with a broker that acknowledges nothing. */
export type CourierOptions = Pick<UplinkOptions, 'retryMs' | 'stalledMs'> & {
  /** Path of the site file. */
  readonly site: string;
  /** Run folder: `courier.sock` of guard is there. */
  readonly run: string;
  readonly memory?: string | undefined; // folder for what must not be taken twice; default: the run folder
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves when courier is not wanted any more, while it may still wait for guard's first site. */
  readonly ended?: Promise<unknown>;
  readonly world?: CourierWorld; // default: the real one
};

export type Courier = { readonly gateway: string; stop(): Promise<void> };
