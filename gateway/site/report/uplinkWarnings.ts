import type { Problem } from '../../core/result.ts';
import type { Installation } from '../installation.ts';

/** Uplinks over which telemetry may be lost behind the gateway's back. None of it refuses a site. */
export function uplinkWarnings({ uplinks }: Pick<Installation, 'uplinks'>): Problem[] {
  return uplinks.flatMap(({ id, release, expiryS }) =>
    expiryS === undefined || release === 'ack'
      ? []
      : [
          {
            code: 'site.expires-at-broker',
            what: `the broker forgets telemetry that the platform has not fetched for ${expiryS} s, and here it counts as delivered`,
            where: `uplinks: ${id}`,
            hint: 'write release: ack, so that it is sent again until the platform has stored it; or take expiryS out. Meanwhile the platform finds the gap and can ask for a replay as long as the journal has the rows',
          },
        ],
  );
}
