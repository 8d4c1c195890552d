import type { VolatileEvent } from '../journal/types.ts';
import type { ControlPush } from './protocol.ts';

export type VolatilePush = Extract<ControlPush, { push: 'volatile' }>;

/** Events that are told before they are on the disk, as they go over the socket. */
export function volatilePush(events: readonly VolatileEvent[]): VolatilePush {
  return {
    push: 'volatile',
    events: events.map(({ epoch, seq, at, body }) => ({
      ...{ epoch, seq, at },
      body: Buffer.from(body).toString('base64'),
    })),
  };
}
