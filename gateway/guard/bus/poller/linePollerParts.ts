import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type { Line } from '../../../site/installation.ts';
import type { stagger } from '../schedule/releases.ts';
import type { BusEvents, LineClient } from '../types.ts';

/** What a line's poller is made of. */
export type LinePollerParts = {
  readonly line: Line;
  readonly client: LineClient;
  readonly clock: Clock;
  readonly events: BusEvents;
  readonly log: Log;
  readonly writable?: ReadonlySet<number>; // units of annunciators; to all others nothing is ever written
  /** How first polls are spread; a test brings them to a critical instant. */
  readonly spread?: typeof stagger;
  /** Whether devices are looked at when they are first heard. */
  readonly looks?: boolean;
};
