import { decodePoint, type Profile, type Reading, RegisterImage } from '../../../drivers/index.ts';
import type { Instant } from '../../../drivers/reading.ts';
import { gbtExport } from '../../../gateway/lift/gbt24476.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import { recordSoFar } from '../../../gateway/lift/health/health.ts';
import { type LiftDeed, LiftWatch } from '../../../gateway/lift/liftWatch.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import { shippedThresholds } from '../../../gateway/site/thresholds/shipped.ts';
import { Story } from '../../guard/detect/story.ts';
import { catalog, installationOf } from '../../site/fixture.ts';
import { boxWords, controllerWords } from './registers.ts';
import type { Incident } from './script.ts';
import { advance, befall, FLOORS, type World, worldAt, written } from './world.ts';

/** Registers by address. */
export type Words = ReadonlyMap<number, number>;

/** What came of an incident, with seconds. */
export type Told = {
  readonly alarms: readonly { atS: number; rule: string; cause: string; severity: string }[];
  readonly phases: readonly (readonly [string, number])[];
  readonly deeds: readonly (readonly [LiftDeed, number])[];
  readonly record: DailyRecord | null; // of the day so far
  readonly codes: readonly number[]; // of GB/T 24476, at the end
};

const RANK = { both: ['controller', 'box'], box: ['box'], controller: ['controller'] } as const;
const PROFILES = { controller: 'monarch-nice3000plus', box: 'lift-sensor-box-19reg' } as const;
const DAY = '2026-01-01';

function houseOf({ devices, below, doors, rated, heights, openings }: Incident): Installation {
  return installationOf({
    gateway: { id: 'test' },
    buses: [
      { id: 'controller', connection: { type: 'serial', path: '/dev/ttyS8', baud: 38400 } },
      { id: 'box', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } },
    ].filter(({ id }) => (RANK[devices] as readonly string[]).includes(id)),
    devices: RANK[devices].map((id) => ({
      ...{ id, profile: PROFILES[id], bus: id, unit: id === 'box' ? 247 : 1 },
      ...(id === 'controller' ? { gapMs: 20 } : {}),
      parameters: parametersOf(id, { below, doors }),
    })),
    lifts: [
      {
        ...{
          id: 'lift-a',
          devices: RANK[devices],
          ratedSpeed: rated / 1000,
          travel: (heights[5] ?? 0) / 1000,
          ...(openings === undefined ? {} : { openings }),
        },
        floors: Array.from({ length: FLOORS }, (_, n) => (n < below ? `B${below - n}` : `${n - below + 1}`)),
      },
    ],
  });
}

/** What commissioning found out; of what a profile asks for, and no more. */
function parametersOf(id: 'controller' | 'box', { below, doors }: Pick<Incident, 'below' | 'doors'>) {
  const known: Record<string, number> =
    id === 'box'
      ? { directionSense: 1, doorBitOpen: 1, floorsBelow: below }
      : {
          directionSense: 1,
          doorZoneTerminal: 1,
          safetyChainBits: 7,
          doors,
          currentScale: 1,
          positionZero: 1,
        };
  const asked = profileOf(PROFILES[id]).lift?.commissioning ?? {};
  return Object.fromEntries(Object.entries(known).filter(([name]) => name in asked));
}

function profileOf(id: string): Profile {
  const profile = catalog.profiles.get(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}

/** Decodes registers with the shipped profile; what did not change is not decoded again. */
class Decoder {
  readonly #id: 'controller' | 'box';
  readonly #points: Profile['points'];
  readonly #first: number;
  readonly #words = new Map<number, number>();
  readonly #decoded = new Map<string, Pick<Reading, 'value' | 'quality'>>();

  constructor(id: 'controller' | 'box') {
    this.#id = id;
    const { points } = profileOf(PROFILES[id]);
    // the box's map is known by the number of the register; where it begins is the profile's to say
    this.#first = id === 'box' ? Math.min(...points.map(({ address }) => address)) : 0;
    this.#points = id === 'box' ? points : points.filter((point) => point.class === 'state');
  }

  readings(words: Words, at: Instant): Reading[] {
    const changed = new Set<number>();
    const image = new RegisterImage();
    for (const [n, word] of words) {
      const address = n + this.#first;
      image.set('holding', address, word);
      if (this.#words.get(address) !== word) changed.add(address).add(address - 1);
      this.#words.set(address, word);
    }
    return this.#points.map((point) => {
      if (changed.has(point.address) || !this.#decoded.has(point.id)) {
        const { value, quality } = decodePoint(point, image, { parameters: {} });
        this.#decoded.set(point.id, { value, quality });
      }
      const { value = null, quality = 'no-communication' } = this.#decoded.get(point.id) ?? {};
      return { point: `${this.#id}/${point.id}`, value, quality, at };
    });
  }

  silent(at: Instant): Reading[] {
    return this.#points.map(({ id }) => ({
      ...{ point: `${this.#id}/${id}`, value: null, quality: 'no-communication', at },
    }));
  }
}

/** Registers with the one that is stuck. */
function held(words: Words, id: string, { word }: { readonly word: World['word'] }): Words {
  if (word === null || word.of !== id) return words;
  const was = words.get(word.address) ?? 0;
  return new Map(words).set(word.address, (was & ~word.mask) | (word.value & word.mask));
}

/** Lets an incident happen in front of a gateway. */
export function tell(incident: Incident): Told {
  const house = houseOf(incident);
  const [lift] = house.lifts;
  if (lift === undefined) throw new Error('no lift');
  const [first, ...others] = lift.sources.map(({ id, profile, parameters }) => ({
    ...{ id, profile, parameters, labels: lift.labels },
  }));
  if (first === undefined) throw new Error('no device');
  const setting = {
    ...{ id: 'lift-a', devices: [first, ...others] as const, eBike: null },
    plan: { ratedMmS: lift.ratedMmS, topFloor: lift.topFloor, topMm: lift.topMm, openings: lift.openings },
    ...{ tables: shippedLiftTables(), thresholds: shippedThresholds() },
  };
  const pointOf = new Map(lift.device.points.map(({ id, profile }) => [profile.role, id]));
  const rules = new Story(house);
  const decoders = RANK[incident.devices].map((id) => [id, new Decoder(id)] as const);
  const phases: [string, number][] = [];
  const deeds: [LiftDeed, number][] = [];
  const world = worldAt(incident);
  const script = written(incident);
  const last = new Map<string, Words>();
  let [watch, boot, next, bootS, day] = [new LiftWatch(setting), 'first', 0, 0, DAY];

  const at = (): Instant => ({ boot, mono: 1000 * (world.timeS - bootS + 1) });
  const take = (turn: ReturnType<LiftWatch['tick']>) => {
    for (const deed of turn.deeds) {
      deeds.push([deed, world.timeS]);
      if (deed.kind === 'entrapment-step') phases.push([deed.change.to, world.timeS]);
    }
    const readings = turn.values.flatMap(({ name, value, quality }) => {
      const point = pointOf.get(name);
      return point === undefined ? [] : [{ point, value, quality }];
    });
    if (readings.length > 0) rules.readAll(world.timeS, readings);
  };
  for (; world.timeS < incident.until; advance(world)) {
    for (; (script[next]?.[0] ?? Number.POSITIVE_INFINITY) <= world.timeS; next++) {
      const change = script[next]?.[1] ?? {};
      befall(world, change);
      if (change.restart) {
        [boot, bootS] = [`${boot}-again`, world.timeS];
        watch = new LiftWatch(setting, JSON.parse(JSON.stringify(watch.memory)));
      }
      if (change.day !== undefined) day = change.day;
      if (change.reset) take(watch.told({ kind: 'reset', at: at() }, day));
      if (change.told !== undefined) take(watch.told({ kind: change.told, at: at() }, day));
    }
    for (const [id, decoder] of decoders) {
      const phase = id === 'box' ? 0.25 : 0;
      const beat = (world.timeS + phase) / incident.everyS;
      const spread = id === 'controller' ? incident.spreadS : undefined;
      if (spread === undefined && !Number.isInteger(beat)) continue;
      const fresh = id === 'box' ? boxWords(world, incident.below) : controllerWords(world);
      const words = (world.frozen.includes(id) && last.get(id)) || held(fresh, id, world);
      last.set(id, words);
      const gone = world.silent.includes(id);
      const all = gone ? decoder.silent(at()) : decoder.readings(words, at());
      // every register in its turn, once in `spreadS`
      const turns = spread === undefined ? 1 : Math.round(spread / 0.25);
      const now = Math.round(world.timeS / 0.25) % turns;
      const heard = all.filter((_, n) => Math.floor((n * turns) / all.length) === now);
      if (heard.length > 0) take(watch.accept(heard, at(), day));
    }
    if (Number.isInteger(world.timeS)) take(watch.tick(at(), day));
  }
  const alarms = rules.effects.flatMap(({ atS, effect }) => {
    if (effect.kind !== 'transition') return [];
    const { rule, cause, severity } = effect.transition;
    return [{ atS, rule: rule.replace('lift-a.', ''), cause: String(cause), severity: String(severity) }];
  });
  const table = setting.tables.get('gbt24476');
  if (table === undefined) throw new Error('no table');
  const { Message_Code: codes } = gbtExport(watch.shown(), table, {
    registration: null,
    time: () => null,
  }).status;
  return { alarms, phases, deeds, codes, record: recordSoFar(watch.memory.health, watch.memory.lift) };
}
