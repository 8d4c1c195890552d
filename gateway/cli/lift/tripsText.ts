import type { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { type FloorLabels, floorText } from '../../reports/lift/findingShown.ts';
import type { Entry, LiftHistory } from '../../reports/lift/history.ts';
import type { Stamp } from '../../reports/lift/stamp.ts';
import type { LiftHappening } from '../../telemetry/wire/liftHappening.ts';
import { SCREEN_COLUMNS, type ScreenColumn, table, wrapped } from '../columns.ts';
import type { LiftVoice } from './voice.ts';

type Of<W extends LiftHappening['what']> = Extract<LiftHappening, { what: W }>;
type Trip = Of<'trip'>;
type Unseen = Of<'trips-unseen'>;

/** A trip, or a time in which there may have been some, with its times dated. */
export type TripShown =
  | (Trip & { readonly at: Stamp })
  | (Unseen & { readonly at: Stamp; readonly until: Stamp });

/** The last trips of a lift, and the times between them that nobody watched. Oldest first. */
export function lastTrips({ entries, date }: LiftHistory, last: number): TripShown[] {
  const told = entries.filter(({ happening: { what } }) => what === 'trip' || what === 'trips-unseen');
  const trips = told.flatMap(({ happening }, i) => (happening.what === 'trip' ? [i] : []));
  const first = trips.at(-last) ?? 0;
  return told.slice(trips.length <= last ? 0 : first).flatMap((entry) => shown(entry, date));
}

function shown({ happening, at }: Entry, date: LiftHistory['date']): TripShown[] {
  const dated = (stamp: Stamp) => (stamp.utc === null ? { ...stamp, after: at.after } : stamp);
  if (happening.what === 'trip') return [{ ...happening, at: dated(date(happening.started)) }];
  if (happening.what !== 'trips-unseen') return [];
  return [{ ...happening, at: dated(date(happening.from)), until: dated(date(happening.to)) }];
}

/** How trips are shown: with what is written at the floors, or null where nobody could say. */
export type TripsShown = {
  readonly name: string;
  readonly trips: readonly TripShown[];
  readonly labels: FloorLabels | null;
};

/** Trips as a table for 80 columns. */
export function tripsText(
  history: Pick<LiftHistory, 'lift'>,
  { name, trips, labels }: TripsShown,
  times: CivilTimes,
  voice: LiftVoice,
): string {
  const { tell, paint } = voice;
  const count = trips.filter(({ what }) => what === 'trip').length;
  const called = { name, id: history.lift };
  if (trips.length === 0) return tell('trips.none', called);
  const [head = '', ...rows] = table(
    columns(voice),
    trips.map((trip) => (trip.what === 'trip' ? cells(trip, labels ?? {}, times, voice) : [])),
  );
  const lines = trips.flatMap((trip, i) => {
    if (trip.what === 'trips-unseen')
      return wrapped(`· ${unseenText(trip, labels ?? {}, times, voice)}`, SCREEN_COLUMNS, '  ').map((line) =>
        paint('yellow', line),
      );
    const row = rows[i] ?? '';
    return trip.atLanding === false ? [row, paint('yellow', `  ↳ ${tell('trips.off-landing')}`)] : [row];
  });
  const notes = [
    ...(trips.some(({ at }) => at.unsure) ? [tell('trips.unsure-note')] : []),
    ...(labels === null ? [tell('trips.floors-note')] : []),
  ].flatMap((note) => wrapped(note, SCREEN_COLUMNS, '  '));
  return [paint('heading', tell('trips.heading', { ...called, count })), head, ...lines, ...notes].join('\n');
}

function columns({ tell }: LiftVoice): ScreenColumn[] {
  return [
    { heading: tell('trips.column.time'), number: false },
    { heading: tell('trips.column.way'), number: false },
    { heading: tell('trips.column.duration'), number: true },
    { heading: tell('trips.column.distance'), number: true },
    { heading: tell('trips.column.vmax'), number: true },
    { heading: tell('trips.column.level'), number: true },
    { heading: tell('trips.column.load'), number: true },
  ];
}

const NOT_KNOWN = '–';

function cells(
  trip: Trip & { at: Stamp },
  labels: FloorLabels,
  times: CivilTimes,
  voice: LiftVoice,
): string[] {
  const figure = (value: number | null, scale = 1, decimals = 0) =>
    value === null ? NOT_KNOWN : (value / scale).toFixed(decimals);
  return [
    stampText(trip.at, times, voice),
    voice.tell('trips.way', { from: floorText(trip.from, labels), to: floorText(trip.to, labels) }),
    figure(trip.durationMs, 1000, 1),
    figure(trip.distanceMm, 1000, 1),
    figure(trip.vmaxMmS, 1000, 2),
    figure(trip.levelErrorMm),
    figure(trip.loadPct),
  ];
}

function unseenText(
  { at, until, least, floorBefore, floorAfter }: Unseen & { at: Stamp; until: Stamp },
  labels: FloorLabels,
  times: CivilTimes,
  voice: LiftVoice,
): string {
  const span = { from: stampText(at, times, voice), to: stampText(until, times, voice) };
  if (least === 0) return voice.tell('trips.unseen', span);
  const floors = { before: floorText(floorBefore, labels), after: floorText(floorAfter, labels) };
  return voice.tell('trips.unseen-least', { ...span, least, ...floors });
}

/** `2026-11-25 10:15:06`, marked where the clock was not synchronised; what is not dated says after what it was. */
function stampText({ utc, unsure, after }: Stamp, times: CivilTimes, { tell }: LiftVoice): string {
  if (utc !== null) return `${unsure ? '~' : ''}${times.moment(utc)}`;
  return after === null ? tell('trips.undated') : tell('trips.after', { time: times.moment(after) });
}
