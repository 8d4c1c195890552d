import { z } from 'zod';
import type { Instant } from '../../drivers/reading.ts';
import type { Clock } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';

/**
 * What can be wrong with an uplink, as courier tells guard: a word of this list and no text, for what a broker says must not
 * stand on the screen of a building in its own words.
 */
export const UPLINK_TROUBLES = [
  'refused',
  'certificate',
  'no-tls',
  'unreachable',
  'no-broker',
  'lost',
  'stalled',
  'misbehaves',
  'taken-over',
  'unheard',
  'unacknowledged',
  'second-gateway',
  'not-set-up',
  'receiver-refuses', // of who is told of alarms
  'receiver-away',
] as const;
export type UplinkTrouble = (typeof UPLINK_TROUBLES)[number];

/** `forMs`: how long it has stood; null: all is well. */
export const uplinkRequest = z.strictObject({
  id: z.int(),
  verb: z.literal('uplink'),
  uplink: z.string().min(1).max(64),
  trouble: z.enum(UPLINK_TROUBLES).nullable(),
  forMs: z.number().min(0),
});

/** A problem that stands, and since when, where that is known. */
export type StandingProblem = Problem & { readonly since?: Instant };

/** What courier says of the uplinks, for the screens of the building. It lights no lamp: nothing here depends on a network. */
export class UplinkTroubles {
  readonly #clock: Clock;
  readonly #standing = new Map<string, { readonly trouble: UplinkTrouble; readonly since: Instant }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes courier's word of an uplink of the site (`known`); one that is not is refused. */
  take(
    { uplink, trouble, forMs }: Omit<z.infer<typeof uplinkRequest>, 'id' | 'verb'>,
    known: readonly string[],
  ): Result<null, Problem> {
    if (!known.includes(uplink))
      return err({ code: 'control.no-such-uplink', what: 'the site that guard runs on has no such uplink' });
    if (trouble === null) this.#standing.delete(uplink);
    else if (this.#standing.get(uplink)?.trouble !== trouble) {
      const { boot } = this.#clock;
      const mono = Math.max(0, this.#clock.mono() - forMs);
      this.#standing.set(uplink, { trouble, since: { boot, mono } });
    }
    return ok(null);
  }

  /** What stands now, of the uplinks that the site still has. */
  standing(known: readonly string[]): StandingProblem[] {
    return known.flatMap((uplink) => {
      const standing = this.#standing.get(uplink);
      if (standing === undefined) return [];
      const { trouble, since } = standing;
      return [{ ...siteProblem(`uplink.${trouble}`, { uplink }), since }];
    });
  }
}
