import type { Profile } from '../../../drivers/profile/schema.ts';
import type { SerialFormat } from '../../core/serialFormat.ts';
import type { Identification } from '../scan/fingerprint.ts';
import { LAST_UNIT } from '../scan/usualUnits.ts';
import { type ChangePlan, planChange, planRate, type Whereabouts } from '../settings/changePlan.ts';
import { type ChangeFailure, isChanged, newChange, type SettingChange } from '../settings/settingChange.ts';

/**
 * Factory-fresh sensors that are connected one after the other, each of which comes with the same address: what has been done,
 * and what is next. Pure, and data alone: it is kept on the box after every input, so that another phone, or the next day, goes
 * on where this one stopped.
 */
export type SensorOrder = {
  readonly line: string;
  readonly profile: string;
  readonly from: Whereabouts; // where each of them is found, at the rate of the line
  /** The format they come with, where its rate is not the line's: each is set to that first. Null: they come with the line's. */
  readonly fresh: SerialFormat | null;
  readonly atFresh: boolean; // the one in hand answers there
  /** Two have the address of `from`, which is somebody's here: one of the two gets that of the sensor in hand. */
  readonly twin: boolean;
  readonly sensors: readonly OrderedSensor[];
  readonly at: number; // the one in hand; all are done when it is their number
  readonly phase: OrderPhase;
  readonly paused: boolean;
  /** Addresses that two took at once: one of the two still has to get another. */
  readonly marked: readonly number[];
};

export type OrderedSensor = {
  readonly unit: number; // the address it gets
  readonly name: string;
  readonly place: string | null;
  readonly change: SettingChange | null; // how far giving it its address has come
  readonly certainty: Identification['confidence'] | 'by-hand' | null;
  readonly outcome: 'open' | 'addressed' | 'left-out';
};

/**
 * - `connect`: waits for somebody at the factory address
 * - `shared`: two answer there; waits until one is taken off
 * - `recognise`: is it what was ordered?
 * - `other`: it is not, or nobody can tell: somebody has to say
 * - `change`: its address is written, saved, read back
 * - `by-hand`: its address cannot be written; waits for it at the new one
 * - `name`: it has its address; a person names it, and it is looked at meanwhile
 * - `twins`: two answer at an address that was given: two that were connected at once and spoke in step took it both. Seen while it
 *   was named, or when the second was connected again while the next one was waited for (`back`)
 * - `failed`: a step failed; again, or leave it out
 */
export type OrderPhase =
  | { readonly kind: 'connect' | 'shared' | 'recognise' | 'change' | 'by-hand' | 'name' | 'done' }
  | {
      readonly kind: 'twins';
      readonly unit: number;
      readonly back: 'name' | 'connect';
      readonly calm: number; // looks in a row at which one answered
    }
  | { readonly kind: 'other'; readonly seen: Identification }
  | { readonly kind: 'failed'; readonly failure: ChangeFailure };

/** Who answers at an address. Two that speak in step and say the same are taken for one. */
export type AddressLook = 'nobody' | 'one' | 'shared';

/** Two in step may be whole by chance: only after so many looks in a row one is said to be alone again. */
const CALM_LOOKS = 4;

export type OrderInput =
  /** `fresh`: nobody answered at the rate of the line, and so somebody was looked for at the one they come with. */
  | { readonly kind: 'looked'; readonly answer: AddressLook; readonly fresh?: boolean }
  /** At an address that was given earlier, while the next one is waited for. */
  | { readonly kind: 'looked-at-given'; readonly unit: number; readonly answer: AddressLook }
  | { readonly kind: 'recognised'; readonly what: Identification }
  | { readonly kind: 'changed'; readonly change: SettingChange }
  /** What it is called, by the one who stands before it; with that it is done, and whoever names it later is too late. */
  | { readonly kind: 'named'; readonly name: string; readonly place: string | null }
  /** The one that is connected alone has the address of another: it gets the one of the sensor in hand. */
  | { readonly kind: 'move-twin' }
  /** Somebody unknown answers at the address it was to get: it gets this one. */
  | { readonly kind: 'another-address'; readonly unit: number }
  | { readonly kind: 'it-is-right' | 'again' | 'leave-out' | 'pause' | 'resume' };

/** What whoever runs the order does next; none while a person is waited for. */
export type OrderTask =
  | {
      readonly kind: 'look';
      readonly at: Whereabouts;
      /** Looked at when nobody is there: the same address as it comes, and addresses that were given. */
      readonly fresh: Whereabouts | null;
      readonly given: readonly number[];
    }
  | { readonly kind: 'recognise'; readonly at: Whereabouts }
  | { readonly kind: 'change'; readonly change: SettingChange };

/**
 * @param from where each of them is found, at the rate of the line
 * @param taken addresses of the line that are in use: they are never moved, and never given
 * @param comes `fresh`: with another rate; `twin`: two have the address of `from`
 */
export function newOrder(
  asked: { readonly line: string; readonly profile: string; readonly count: number; readonly name: string },
  from: Whereabouts,
  taken: ReadonlySet<number>,
  first = 11,
  { fresh = null, twin = false }: Partial<Pick<SensorOrder, 'fresh' | 'twin'>> = {},
): SensorOrder {
  const free: number[] = [];
  for (let unit = first; free.length < asked.count && unit <= LAST_UNIT; unit++)
    if (!taken.has(unit) && unit !== from.unit) free.push(unit);
  const sensors = free.map((unit, i): OrderedSensor => {
    const name = asked.name.replace('{n}', String(i + 1));
    return { unit, name, place: null, change: null, certainty: null, outcome: 'open' };
  });
  const { line, profile } = asked;
  const order = { line, profile, from, fresh, atFresh: false, twin, sensors, at: 0, paused: false };
  return settled({ ...order, phase: { kind: 'connect' }, marked: twin ? [from.unit] : [] });
}

/** The lowest address above those of an order that is nobody's; null: there is none. */
export function nextFree({ sensors, from }: SensorOrder, taken: ReadonlySet<number>): number | null {
  const last = Math.max(...sensors.map(({ unit }) => unit));
  for (let unit = last + 1; unit <= LAST_UNIT; unit++)
    if (!taken.has(unit) && unit !== from.unit) return unit;
  return null;
}

export function inHand({ sensors, at }: SensorOrder): OrderedSensor | null {
  return sensors[at] ?? null;
}

/** What is to be done now without anybody. */
export function taskOf(order: SensorOrder): OrderTask | null {
  const sensor = inHand(order);
  if (order.paused || sensor === null) return null;
  const { from, phase } = order;
  switch (phase.kind) {
    case 'connect': {
      const fresh = order.fresh === null ? null : { ...from, format: order.fresh };
      return { kind: 'look', at: from, fresh, given: givenUnits(order) };
    }
    case 'shared':
      return lookAt(heldAt(order));
    case 'by-hand':
    case 'name':
      return lookAt({ ...from, unit: sensor.unit });
    case 'twins':
      return lookAt({ ...from, unit: phase.unit });
    case 'recognise':
      return { kind: 'recognise', at: heldAt(order) };
    case 'change':
      return sensor.change === null ? null : { kind: 'change', change: sensor.change };
    default:
      return null;
  }
}

function lookAt(at: Whereabouts): OrderTask {
  return { kind: 'look', at, fresh: null, given: [] };
}

/** Where the sensor in hand answers before it has its address. */
function heldAt({ from, fresh, atFresh }: SensorOrder): Whereabouts {
  return atFresh && fresh !== null ? { ...from, format: fresh } : from;
}

/** The order after an input. One that does not belong to its phase (an old phone's tap) changes nothing. */
export function stepOrder(order: SensorOrder, input: OrderInput, profile: Profile): SensorOrder {
  if (input.kind === 'pause' || input.kind === 'resume') return { ...order, paused: input.kind === 'pause' };
  const sensor = inHand(order);
  if (sensor === null) return order;
  const { phase } = order;
  switch (input.kind) {
    case 'looked':
      return looked(order, sensor, input);
    case 'looked-at-given':
      if (phase.kind !== 'connect' || input.answer !== 'shared') return order;
      return { ...withMark(order, input.unit), phase: twins(input.unit, 'connect') };
    case 'recognised':
      if (phase.kind !== 'recognise') return order;
      return fits(input.what, order.profile)
        ? begun(withSensor(order, { certainty: input.what.confidence }), profile)
        : { ...order, phase: { kind: 'other', seen: input.what } };
    case 'it-is-right':
      return phase.kind === 'other' ? begun(withSensor(order, { certainty: 'by-hand' }), profile) : order;
    case 'changed':
      return phase.kind === 'change' ? changed(order, input.change, profile) : order;
    case 'named': {
      if (phase.kind !== 'name') return order;
      const { name, place } = input;
      return following(withSensor(order, { name, place, outcome: 'addressed' }));
    }
    case 'move-twin': {
      const unit = twinToMove(order);
      if (unit === null) return order;
      const before = order.sensors.find((one) => one.unit === unit)?.certainty ?? null;
      const certainty = order.twin ? 'by-hand' : before; // who sorts two out says what they are
      return begun(withSensor(order, { certainty }), profile, { ...order.from, unit });
    }
    case 'another-address':
      if (!isTaken(order)) return order;
      return waiting(withSensor(order, { unit: input.unit, change: null }));
    case 'again':
      if (
        phase.kind === 'failed' &&
        sensor.change !== null &&
        sensor.change.done > writesFrom(sensor.change.plan)
      )
        return { ...order, phase: { kind: 'change' } };
      return phase.kind === 'failed' || phase.kind === 'other'
        ? waiting(withSensor(order, { change: null }))
        : order;
    case 'leave-out':
      // while its address is written nobody knows where it is: that ends by itself, in an address or in a failure
      return phase.kind === 'name' || phase.kind === 'twins' || phase.kind === 'change'
        ? order
        : following(withSensor(order, { outcome: 'left-out' }));
  }
}

/** One is left at an address that two have. */
export function isParted({ phase }: SensorOrder): boolean {
  return phase.kind === 'twins' && phase.calm >= CALM_LOOKS;
}

/** Somebody unknown has the address that the sensor in hand was to get. */
export function isTaken(order: SensorOrder): boolean {
  const { phase } = order;
  if (phase.kind !== 'failed' || phase.failure.why !== 'taken') return false;
  return inHand(order)?.change?.plan.setting === 'unit';
}

function looked(
  order: SensorOrder,
  { unit }: OrderedSensor,
  { answer, fresh = false }: Extract<OrderInput, { kind: 'looked' }>,
): SensorOrder {
  const { phase } = order;
  switch (phase.kind) {
    case 'connect':
    case 'shared':
      if (answer === 'nobody') return { ...order, atFresh: false, phase: { kind: 'connect' } };
      return {
        ...order,
        atFresh: phase.kind === 'shared' ? order.atFresh : fresh,
        phase: { kind: answer === 'one' ? 'recognise' : 'shared' },
      };
    case 'by-hand':
      return answer === 'one' ? { ...order, phase: { kind: 'name' } } : order;
    case 'name':
      return answer === 'shared' ? { ...withMark(order, unit), phase: twins(unit, 'name') } : order;
    case 'twins': {
      if (answer === 'shared') return phase.calm === 0 ? order : { ...order, phase: { ...phase, calm: 0 } };
      // of two that are sorted out somebody has to say that the right one is left
      const sorting = order.twin && phase.back === 'connect';
      const calm = sorting && answer === 'nobody' ? 0 : Math.min(phase.calm + 1, CALM_LOOKS);
      if (sorting) return calm === phase.calm ? order : { ...order, phase: { ...phase, calm } };
      return { ...order, phase: calm < CALM_LOOKS ? { ...phase, calm } : { kind: phase.back } };
    }
    default:
      return order;
  }
}

function twins(unit: number, back: 'name' | 'connect'): OrderPhase {
  return { kind: 'twins', unit, back, calm: 0 };
}

/** Waits for the next one; of two that are sorted out: until one is off and somebody says so. */
function waiting(order: SensorOrder): SensorOrder {
  const phase: OrderPhase = order.twin ? twins(order.from.unit, 'connect') : { kind: 'connect' };
  return { ...order, atFresh: false, phase };
}

/** Addresses that this order gave: whoever was given one together with another turns up there again. */
function givenUnits({ sensors }: SensorOrder): number[] {
  return sensors.flatMap(({ unit, outcome }) => (outcome === 'addressed' ? [unit] : []));
}

/** The address of which one has to be taken away: seen twice just now, or marked before. None while something else is under way. */
export function twinToMove({ phase, marked }: SensorOrder): number | null {
  if (phase.kind === 'twins') return phase.back === 'connect' ? phase.unit : null;
  return phase.kind === 'connect' ? (marked[0] ?? null) : null;
}

/** The sensor in hand is what was ordered: the line's rate is written, then its address, or that is set by hand where it cannot be. */
function begun(order: SensorOrder, profile: Profile, from = heldAt(order)): SensorOrder {
  const unit = inHand(order)?.unit ?? 0;
  const { baud } = order.from.format;
  const plan =
    from.format.baud === baud ? planChange(profile, 'unit', unit, from) : planRate(profile, baud, from);
  if (!plan.ok) return { ...order, phase: { kind: 'by-hand' } };
  return { ...withSensor(order, { change: newChange(plan.value) }), phase: { kind: 'change' } };
}

function changed(order: SensorOrder, change: SettingChange, profile: Profile): SensorOrder {
  const next = withSensor(order, { change });
  const { unit } = change.plan.from;
  const { failure } = change;
  // it has the line's rate; whoever still answers at the old one is the next
  if (change.plan.setting === 'baud' && (isChanged(change) || failure?.why === 'still-there'))
    return begun({ ...next, atFresh: false }, profile, change.plan.to);
  // somebody is still there: two were connected in the meantime, and the other is the next; or the owner of the address is back
  if (isChanged(change) || failure?.why === 'still-there')
    return { ...next, marked: order.marked.filter((one) => one !== unit), phase: { kind: 'name' } };
  if (failure === null) return next;
  if (failure.why !== 'shared') return { ...next, phase: { kind: 'failed', failure } };
  const isFresh = unit === order.from.unit && !order.twin;
  return {
    ...withSensor(next, { change: null }),
    phase: isFresh ? { kind: 'shared' } : twins(unit, 'connect'),
  };
}

function following(order: SensorOrder): SensorOrder {
  return settled({ ...order, at: order.at + 1 });
}

function settled(order: SensorOrder): SensorOrder {
  return order.at < order.sensors.length ? waiting(order) : { ...order, phase: { kind: 'done' } };
}

/** What was ordered fits, be it among others; nobody else fits for certain. */
function fits({ candidates }: Identification, profile: string): boolean {
  return candidates.some((one) => one.profile === profile);
}

function withMark(order: SensorOrder, unit: number): SensorOrder {
  return order.marked.includes(unit) ? order : { ...order, marked: [...order.marked, unit] };
}

function writesFrom({ steps }: ChangePlan): number {
  return steps.findIndex(({ kind }) => kind === 'write');
}

function withSensor(order: SensorOrder, change: Partial<OrderedSensor>): SensorOrder {
  const sensors = order.sensors.map((sensor, i) => (i === order.at ? { ...sensor, ...change } : sensor));
  return { ...order, sensors };
}
