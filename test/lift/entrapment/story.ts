import { z } from 'zod';
import { MODE, type Mode } from '../../../drivers/lift/car.ts';
import { DOOR, type DoorStatus } from '../../../drivers/lift/door.ts';
import { CHAIN, ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import type { Known, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import { BASIS } from '../../../gateway/lift/detection/entrapment/basis.ts';
import { NOTHING_TOLD } from '../detection/lift.ts';

const keys = <Name extends string>(codes: Readonly<Record<Name, unknown>>) =>
  z.enum(Object.keys(codes) as [Name, ...Name[]]);
const field = z.enum(['moving', 'door', 'zone', 'mode', 'seen', 'button', 'power']);

const change = z.strictObject({
  door: keys<DoorStatus>(DOOR).optional(),
  moving: z.boolean().optional(),
  zone: z.boolean().optional(),
  seen: z.boolean().optional(),
  mode: keys<Mode>(MODE).optional(),
  power: keys(POWER).optional(),
  chain: keys(CHAIN).optional(),
  fault: z.int().optional(), // its level
  button: z.boolean().optional(),
  openButton: z.boolean().optional(),
  calls: z.boolean().optional(),
  trapped: z.enum(['no', 'at-level', 'off-level']).optional(),
  silent: z.union([z.literal('all'), z.array(field)]).optional(),
  doubt: z.array(field).optional(),
  reset: z.literal(true).optional(),
  restart: z.literal(true).optional(),
});

const yesNo = z.enum(['yes', 'no']).transform((word) => word === 'yes');

export const storiesSchema = z.array(
  z.strictObject({
    name: z.string(),
    sees: z.enum(['person', 'load', 'no']).default('person'),
    verdict: yesNo.default(false),
    tells: z.strictObject({ zone: yesNo.default(true), door: yesNo.default(true) }).prefault({}),
    steps: z.array(z.tuple([z.number(), change])),
    until: z.number().optional(),
    expect: z.array(z.tuple([z.number(), keys(ENTRAPMENT)])),
    basis: z.array(keys(BASIS)).optional(),
    known: z.boolean().default(true),
  }),
);
export type Story = z.infer<typeof storiesSchema>[number];

/** What stands at a moment of a story. */
export type World = Omit<z.infer<typeof change>, 'reset' | 'restart'>;

export const AT_FIRST: World = {
  ...{ door: 'opened', moving: false, zone: true, seen: false, mode: 'normal', power: 'mains' },
  ...{ chain: 'closed', fault: 0, button: false, openButton: false, calls: false, trapped: 'no' },
  ...{ silent: [], doubt: [] },
};

/** The lift of a story as its devices would tell it at that moment; null while none of them is heard. */
export function lookAt(
  world: World,
  { sees, verdict, tells }: Pick<Story, 'sees' | 'verdict' | 'tells'>,
  at: Instant,
): LiftSnapshot | null {
  const { silent, doubt = [] } = world;
  if (silent === 'all') return null;
  const told = <T>(name: string, value: T | undefined): Known<T> => {
    const is = (names: readonly string[] | undefined) => names?.includes(name) === true;
    if (is(silent) || value === undefined) return { value: null, quality: 'no-communication', at };
    return { value, quality: is(doubt) ? 'substituted' : 'good', at };
  };
  const [door] = NOTHING_TOLD.doors;
  if (door === undefined) throw new Error('a lift has a door');
  const { fault = 0 } = world;
  return {
    ...NOTHING_TOLD,
    at,
    floor: told('moving', 3),
    moving: told('moving', world.moving),
    speedMmS: told('moving', world.moving === true ? 800 : 0),
    doorZone: tells.zone ? told('zone', world.zone) : null,
    mode: told('mode', world.mode),
    occupancy: sees === 'no' ? null : told('seen', world.seen === true ? 'occupied' : 'empty'),
    occupancySource: sees === 'no' ? 'none' : sees,
    doors: tells.door ? [{ ...door, status: told('door', world.door) }] : [],
    safetyChain: told('mode', world.chain),
    power: told('power', world.power),
    alarmButton: told('button', world.button),
    openButton: told('mode', world.openButton),
    trapped: verdict ? told('button', world.trapped) : null,
    carCalls: told('mode', world.calls === true ? [1] : []),
    hallUp: told('mode', []),
    hallDown: told('mode', []),
    faults: told(
      'mode',
      fault === 0
        ? []
        : [{ class: 'safetyInterlock', vendor: 'monarch', code: 41, sub: null, level: fault, suffix: 'A' }],
    ),
  };
}
