import type { Problem } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** Uplinks over which telemetry may be lost behind the gateway's back. None of it refuses a site. */
export function uplinkWarnings({ uplinks }: Pick<Installation, 'uplinks'>): Problem[] {
  return uplinks.flatMap(({ id, release, expiryS }) =>
    expiryS === undefined || release === 'ack'
      ? []
      : [{ ...siteProblem('site.expires-at-broker', { expiry: expiryS }), where: `uplinks: ${id}` }],
  );
}
