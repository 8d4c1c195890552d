import { Malformed } from './fields.ts';
import type { LiftHappening } from './liftHappening.ts';
import type { LiftEvent } from './model.ts';
import {
  details,
  fieldsOf,
  figure,
  listOf,
  moment,
  nullable,
  type PlainShape,
  type PlainShapes,
  truth,
  whole,
  word,
} from './plainShape.ts';

type What = LiftHappening['what'];
type Details<W extends What> = Omit<Extract<LiftHappening, { what: W }>, 'what'>;

const count = nullable(whole);
const trip: PlainShapes<Details<'trip'>> = {
  ...{ from: whole, to: whole, started: moment, durationMs: whole, distanceMm: count, vmaxMmS: whole },
  ...{ levelErrorMm: nullable(figure), loadPct: nullable(figure), mode: count, atLanding: nullable(truth) },
};
const fault = {
  ...{ class: count, vendor: word, code: whole, sub: count, level: count, suffix: nullable(word) },
  ...{ name: nullable(fieldsOf({ en: word, zh: word })), floor: count },
};

/** What each kind is told with. A kind that is added to `LiftHappening` is missing here until it is described. */
const KINDS: { readonly [W in What]: PlainShapes<Details<W>> } = {
  trip,
  'trips-unseen': { from: moment, to: moment, floorBefore: count, floorAfter: whole, least: whole },
  door: {
    ...{ door: whole, floor: count, started: moment, durationMs: whole, openMs: count, dwellMs: count },
    ...{ closeMs: count, reversals: whole, blockedMs: count, plusMinusMs: whole },
  },
  'doors-unseen': { door: whole, from: moment, to: moment, least: whole },
  'door-balked': { door: whole, floor: count, from: moment, to: moment },
  mode: { from: count, to: whole, since: moment },
  'fault-on': { ...fault, since: moment, notBefore: nullable(moment) },
  'fault-off': { ...fault, since: moment, until: moment, exact: truth },
  'fault-missed': { vendor: word, code: whole, sub: whole, date: whole, time: whole },
  power: { from: count, to: whole, since: moment },
  'comm-lost': { device: word, since: moment },
  'comm-back': { device: word, since: moment, silentMs: count },
  'counter-reset': { counter: word, before: whole, after: whole },
  'trips-missing': { missing: whole, unseen: whole },
  test: { actor: word, automatic: nullable(truth), passed: nullable(truth), note: nullable(word) },
  condition: { condition: word, on: truth, floor: count, since: moment },
  rescue: { step: word, by: word, actor: word, phase: whole },
  'visit-begun': { since: moment },
  visit: { from: moment, to: moment, inspectionMs: whole },
  entrapment: { from: whole, to: whole, cause: word, basis: whole },
  'sensor-fault': { sensor: word, door: count, floor: count, found: truth, since: moment },
  day: { day: word, record: details },
  dossier: { occurrence: word, rule: word, snapshot: details, trips: listOf(fieldsOf(trip)) },
};

const SHAPES = new Map<string, PlainShape<object>>(
  Object.entries(KINDS).map(([what, shapes]) => [what, fieldsOf<object>(shapes)]),
);

/** How a happening travels in an event: whole milliseconds and millimetres, nothing that is not of its kind. */
export function liftDetails({ what, ...told }: LiftHappening): Pick<LiftEvent, 'what' | 'details'> {
  return { what, details: (SHAPES.get(what) ?? details)(told) as LiftEvent['details'] };
}

/** What a lift event tells; null for a kind that is not known here, and for one that does not tell what its kind does. */
export function liftHappening({ what, details: told }: LiftEvent): LiftHappening | null {
  const shape = SHAPES.get(what);
  if (shape === undefined) return null;
  try {
    return { what, ...shape(told) } as LiftHappening;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
