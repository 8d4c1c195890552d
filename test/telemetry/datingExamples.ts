import {
  birthHash,
  encodeEvent,
  encodeParts,
  encodeState,
  eventMessage,
  type TimeBase,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { birth, birthBytes, header, state } from './examples.ts';

// Which of several times wins: mappings as messages bring them, then moments of the boot and the dates they must be given.
// Dates are worked out by hand from the rules of `clock` in telemetry.cddl.

type Said = { readonly topic: string; readonly bytes: Uint8Array };
type Moment = readonly [mono: number, utc: number | null, clock: TimeBase['quality']];
export type DatingExample = {
  readonly name: string;
  readonly said: readonly Said[];
  /** The moments of the last message, in order. */
  readonly dates: readonly Moment[];
};

const UTC = 1_785_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const unknown: TimeBase = { mono: 0, utc: null, quality: 'unsynced' };

/** At `mono` the civil time was `UTC + mono + aheadMs`. */
const mapping = (quality: TimeBase['quality'], mono: number, aheadMs = 0): TimeBase => ({
  ...{ mono, utc: UTC + mono + aheadMs, quality },
});
type Word = (boot: string) => Said;
const said =
  (time: TimeBase): Word =>
  (boot) => ({ topic: 'state', bytes: encodeState({ ...state, boot, time }) });
const saidOf =
  (other: string, time: TimeBase): Word =>
  () =>
    said(time)(other);
const clockEvent =
  (time: TimeBase): Word =>
  (boot) => ({
    topic: 'event',
    bytes: eventMessage(
      { ...header, boot, time: unknown, durable: true },
      encodeEvent({ type: 'clock', boot, time, at: { boot, mono: time.mono } }),
    ),
  });

let boots = 0;

/** Each of a boot of its own, so that one decoder can be told them all. */
function example(
  name: string,
  before: readonly Word[],
  dates: readonly Moment[],
  time = unknown,
): DatingExample {
  boots++;
  const boot = `b007${String(boots).padStart(12, '0')}`;
  const times = dates.map(([mono]) => mono);
  const column = { channel: 1, values: times.map(() => 20), qualities: times.map(() => 'good' as const) };
  const part = { from: 0, to: times.at(-1) ?? 0, samples: [{ times, columns: [column] }], reports: [] };
  const tel = telemetryMessage(
    {
      ...{ ...header, boot, time, seq: boots, birth: birthHash(birthBytes) },
      ...{ first: 1, last: 1, sealed: true, slice: null, evidence: null },
    },
    encodeParts([part], birth.channels),
  );
  return { name, said: [...before.map((word) => word(boot)), { topic: 'tel', bytes: tel }], dates };
}

export const datingExamples: readonly DatingExample[] = [
  example(
    'nothing is known; another boot says nothing of this one',
    [saidOf('another-boot', mapping('ntp', 1000))],
    [[5000, null, 'unsynced']],
  ),
  example(
    'the header dates what was before it',
    [],
    [
      [1, UTC + 1, 'rtc'],
      [9000, UTC + 9000, 'rtc'],
    ],
    mapping('rtc', 10_000),
  ),
  example(
    'a better quality wins, however far away and however early it was said',
    [clockEvent(mapping('ntp', 10 * HOUR, 500)), said(mapping('rtc', 1000, -70_000))],
    [[9.5 * HOUR, UTC + 9.5 * HOUR + 500, 'ntp']],
    mapping('holdover', 9.5 * HOUR + 1, 2000),
  ),
  example(
    'of equal quality the nearest wins',
    [said(mapping('rtc', 1000, 100)), said(mapping('rtc', 5000, 200))],
    [
      [2999, UTC + 2999 + 100, 'rtc'],
      [3001, UTC + 3001 + 200, 'rtc'],
    ],
  ),
  example(
    'of two at one moment the better stays',
    [said(mapping('holdover', 1000, 100)), said(mapping('rtc', 1000, 900))],
    [[2000, UTC + 2000 + 100, 'holdover']],
  ),
  example(
    'between two synchronised ones the clock drifted evenly',
    [said(mapping('ntp', 0)), said(mapping('ntp', 1000 * HOUR, 1000))],
    [
      [250 * HOUR, UTC + 250 * HOUR + 250, 'ntp'],
      [1000 * HOUR, UTC + 1000 * HOUR + 1000, 'ntp'],
      [2000 * HOUR, UTC + 2000 * HOUR + 1000, 'ntp'],
    ],
  ),
  example(
    'synchronised later: an hour before is as good, a week before held, further back as poor as a battery clock',
    [said(mapping('ntp', 20 * DAY))],
    [
      [12 * DAY, UTC + 12 * DAY, 'rtc'],
      [14 * DAY, UTC + 14 * DAY, 'holdover'],
      [20 * DAY - HOUR, UTC + 20 * DAY - HOUR, 'ntp'],
    ],
  ),
  example(
    'what was lost counts as held from then on',
    [said(mapping('ntp', 1000)), said(mapping('holdover', 5000, 40))],
    [
      [4000, UTC + 4000, 'ntp'],
      [6000, UTC + 6000, 'holdover'],
    ],
  ),
];
