import { describe, expect, test } from 'vitest';
import type { Direction, Mode } from '../../../drivers/lift/car.ts';
import type { DoorStatus } from '../../../drivers/lift/door.ts';
import type { FaultClass } from '../../../drivers/lift/faultClass.ts';
import type { Known, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import { VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { LiftPlan } from '../../../gateway/lift/detection/analysis.ts';
import {
  type DetectionInput,
  type DetectionState,
  NO_DETECTION,
  stepDetection,
} from '../../../gateway/lift/detection/detection.ts';
import { NOTHING_TOLD, THRESHOLDS } from './lift.ts';

type Shown = {
  readonly door?: DoorStatus | null;
  readonly speed?: number | null;
  readonly zone?: boolean | null;
  readonly floor?: number;
  readonly positionMm?: number;
  readonly direction?: Direction;
  readonly mode?: Mode;
  readonly calls?: boolean;
  readonly faults?: readonly FaultClass[];
};

const AT_LANDING: Shown = { door: 'closed', speed: 0, zone: true, floor: 3, mode: 'normal', calls: false };
const PLAN: LiftPlan = { ratedMmS: 1000, topFloor: 6, topMm: 14_500 };

function look(shown: Shown, at: Instant): LiftSnapshot {
  const told = <T>(value: T | null | undefined): Known<T> =>
    value === undefined ? null : { value, quality: value === null ? 'no-communication' : 'good', at };
  const [door] = NOTHING_TOLD.doors;
  if (door === undefined) throw new Error('a lift has a door');
  const { speed } = shown;
  return {
    ...NOTHING_TOLD,
    at,
    floor: told(shown.floor),
    speedMmS: told(speed),
    moving: told(typeof speed === 'number' ? Math.abs(speed) >= 100 : speed),
    doorZone: told(shown.zone),
    positionMm: told(shown.positionMm),
    direction: told(shown.direction),
    mode: told(shown.mode),
    doors: [{ ...door, status: told(shown.door) }],
    hallUp: told(shown.calls === undefined ? undefined : shown.calls ? [5] : []),
    faults: told(
      (shown.faults ?? []).map((of) => ({
        ...{ class: of, vendor: 'monarch', code: 1, sub: null, level: null, suffix: null },
      })),
    ),
  };
}

/** A lift that is looked at once a second. */
class Watched {
  #state: DetectionState = NO_DETECTION;
  #second = 0;
  #shown: Shown = AT_LANDING;
  readonly #plan: LiftPlan;
  readonly values = new Map<string, unknown>();
  readonly qualities = new Map<string, string>();
  /** When each point took which value, in seconds. */
  readonly told: [second: number, name: string, value: unknown][] = [];

  constructor(plan: LiftPlan = PLAN) {
    this.#plan = plan;
    this.show({}, 1);
  }

  show(change: Shown, seconds: number): this {
    this.#shown = { ...this.#shown, ...change };
    for (let i = 0; i < seconds; i++) {
      const at = this.#next();
      this.input({ kind: 'look', snapshot: look(this.#shown, at), at });
    }
    return this;
  }

  silent(seconds: number): this {
    for (let i = 0; i < seconds; i++) this.input({ kind: 'tick', at: this.#next() });
    return this;
  }

  input(input: DetectionInput): this {
    const { state, findings } = stepDetection(this.#state, input, this.#plan, THRESHOLDS);
    this.#state = state;
    for (const finding of findings) {
      if (finding.kind !== 'value') continue;
      const { name, value, quality } = finding.value;
      this.values.set(name, value);
      this.qualities.set(name, quality);
      this.told.push([this.#second, name, value]);
    }
    return this;
  }

  get now(): Instant {
    return { boot: 'test', mono: 1000 * this.#second };
  }

  /** Seconds from the first look at which the point took this value. */
  when(name: string, value: unknown): number | undefined {
    return this.told.find(([, of, is]) => of === name && is === value)?.[0];
  }

  #next(): Instant {
    this.#second++;
    return this.now;
  }
}

describe('unintended movement', () => {
  test.each([
    ['it leaves the door zone', { zone: false }],
    ['it is displaced by more than a door zone and still moves', { positionMm: 6_100, speed: 150 }],
    ['it runs faster than it may level', { speed: 400 }],
  ])('is told when the door stands open and %s', (_how, change) => {
    const lift = new Watched().show({ door: 'opened', positionMm: 5_800 }, 5).show(change, 3);
    expect(lift.values.get('lift.unintended-movement')).toBe(true);
  });

  test('is not levelling with an opening door, nor a door that is forced between landings', () => {
    const levelling = new Watched()
      .show({ speed: 150, door: 'opening' }, 3)
      .show({ speed: 0, door: 'opened' }, 9);
    expect(levelling.values.get('lift.unintended-movement')).toBe(false);
    const forced = new Watched()
      .show({ speed: 900, zone: false }, 5)
      .show({ speed: 0 }, 5)
      .show({ door: 'opened' }, 60);
    expect(forced.values.get('lift.unintended-movement')).toBe(false);
  });

  test('is not looked for while a mechanic inspects, and then is out of service instead of false', () => {
    const lift = new Watched()
      .show({ mode: 'inspection', door: 'opened' }, 3)
      .show({ zone: false, speed: 300 }, 9);
    expect(lift.values.get('lift.unintended-movement')).toBeNull();
    expect(lift.qualities.get('lift.unintended-movement')).toBe('out-of-service');
  });
});

describe('overspeed', () => {
  test('is told after three samples beyond 115 % and eased 15 s after', () => {
    const lift = new Watched().show({ speed: 1_200, zone: false }, 2);
    expect(lift.values.get('lift.overspeed')).toBe('no');
    lift.show({ speed: -1_200 }, 1);
    expect(lift.values.get('lift.overspeed')).toBe('over');
    lift.show({ speed: 0 }, 15);
    expect(lift.values.get('lift.overspeed')).toBe('over');
    lift.show({}, 1);
    expect(lift.values.get('lift.overspeed')).toBe('no');
  });

  test('the same sample seen three times is one sample', () => {
    const lift = new Watched();
    const at = { boot: 'test', mono: 2_000 };
    const snapshot = look({ ...AT_LANDING, speed: 1_300 }, at);
    for (const mono of [2_000, 2_300, 2_600, 2_900])
      lift.input({ kind: 'look', snapshot, at: { boot: 'test', mono } });
    expect(lift.values.get('lift.overspeed')).toBe('no');
  });

  test('a car ten per cent too fast for ten seconds is a warning', () => {
    const lift = new Watched().show({ speed: 1_120, zone: false }, 10);
    expect(lift.values.get('lift.overspeed')).toBe('no');
    expect(lift.show({}, 1).values.get('lift.overspeed')).toBe('high');
  });

  test('a lift whose rated speed nobody has said has no such point', () => {
    const lift = new Watched({ ...PLAN, ratedMmS: null }).show({ speed: 5_000 }, 9);
    expect(lift.values.get('lift.overspeed')).not.toBe('over');
    expect(lift.told.some(([, name, value]) => name === 'lift.overspeed' && value !== null)).toBe(false);
  });
});

describe('overtravel', () => {
  test('is told from the height where that is known', () => {
    const up = new Watched().show({ positionMm: 14_700, zone: false, floor: 6 }, 22);
    expect(up.values.get('lift.overtravel')).toBe('top');
    const down = new Watched().show({ positionMm: -200, zone: false, floor: 1 }, 22);
    expect(down.values.get('lift.overtravel')).toBe('bottom');
    const short = new Watched().show(
      { speed: 500, direction: 'up', floor: 6, positionMm: 14_000, zone: false },
      3,
    );
    expect(short.show({ speed: 0, direction: 'stopped' }, 60).values.get('lift.overtravel')).toBe('no');
  });

  test('else from the way it went and the floor it stands at', () => {
    const lift = new Watched({ ...PLAN, topMm: null }).show(
      { speed: 500, direction: 'up', floor: 6, zone: false },
      3,
    );
    lift.show({ speed: 0, direction: 'stopped' }, 19);
    expect(lift.values.get('lift.overtravel')).toBe('top');
    lift.show({ zone: true }, 6);
    expect(lift.values.get('lift.overtravel')).toBe('no');
  });
});

test('a stop outside the door zone is told after 15 s', () => {
  const lift = new Watched().show({ speed: 800, zone: false }, 9).show({ speed: 0 }, 60);
  expect(lift.when('lift.stop-outside-zone', true)).toBe(10 + 1 + 15);
});

test('a door open while moving is told, and a car that levels is not', () => {
  const lift = new Watched().show({ door: 'opened', speed: 300 }, 9);
  expect(lift.values.get('lift.door-open-moving')).toBe(false);
  expect(lift.show({ speed: 700 }, 3).values.get('lift.door-open-moving')).toBe(true);
});

describe('a door that opens again and again', () => {
  const cycle = (lift: Watched) => lift.show({ door: 'opened' }, 5).show({ door: 'closed' }, 5);

  test('is told at the fifth time', () => {
    const lift = new Watched();
    for (let i = 0; i < 4; i++) cycle(lift);
    expect(lift.values.get('lift.door-cycling')).toBe(false);
    expect(cycle(lift).values.get('lift.door-cycling')).toBe(true);
  });

  test('is not one that opens at one landing after the other', () => {
    const lift = new Watched();
    for (let i = 0; i < 8; i++) cycle(lift).show({ speed: 900 }, 4).show({ speed: 0 }, 1);
    expect(lift.values.get('lift.door-cycling')).toBe(false);
  });
});

describe('a door held open', () => {
  test('is told after two minutes, also one that is only half open', () => {
    const lift = new Watched().show({ door: 'limitedOpened' }, 300);
    expect(lift.when('lift.door-held-open', true)).toBe(2 + 120);
  });

  test('goes on being counted over one lost answer, and begins anew after a silence', () => {
    const short = new Watched()
      .show({ door: 'opened' }, 60)
      .show({ door: null }, 3)
      .show({ door: 'opened' }, 120);
    expect(short.when('lift.door-held-open', true)).toBe(122);
    const long = new Watched()
      .show({ door: 'opened' }, 60)
      .show({ door: null }, 60)
      .show({ door: 'opened' }, 240);
    expect(long.when('lift.door-held-open', true)).toBe(1 + 60 + 60 + 1 + 120);
  });

  test('is no finding in a lift that is parked with its door open', () => {
    const lift = new Watched().show({ door: 'opened', mode: 'parking' }, 600);
    expect(lift.when('lift.door-held-open', true)).toBeUndefined();
  });
});

test('a call that nobody answers is told after two minutes', () => {
  const lift = new Watched().show({ calls: true }, 200);
  expect(lift.when('lift.no-response', true)).toBe(2 + 120);
  expect(lift.show({ speed: 900 }, 4).values.get('lift.no-response')).toBe(false);
});

test('a car that has not left its floor for a day is told, and silences of a minute are bridged', () => {
  const lift = new Watched();
  const hours = (from: number, to: number) => {
    for (let s = from; s <= to; s += 50) {
      const at = { boot: 'test', mono: 1000 * s };
      lift.input({ kind: 'look', snapshot: look(AT_LANDING, at), at });
    }
  };
  hours(50, 86_350);
  expect(lift.values.get('lift.long-still')).toBe(false);
  hours(86_400, 86_500);
  expect(lift.values.get('lift.long-still')).toBe(true);
});

describe('the test of the car alarm', () => {
  test('is overdue three days after the last good one', () => {
    const lift = new Watched();
    lift.input({ kind: 'test', agoS: 3 * 86_400 - 10, at: lift.now });
    expect(lift.show({}, 9).values.get('lift.test-overdue')).toBe(false);
    expect(lift.show({}, 3).values.get('lift.test-overdue')).toBe(true);
    lift.input({ kind: 'test', agoS: 0, at: lift.now });
    expect(lift.values.get('lift.test-overdue')).toBe(false);
  });

  test('is overdue where none was ever good, and not known after a restart until it is told', () => {
    const lift = new Watched();
    lift.input({ kind: 'test', agoS: null, at: lift.now });
    expect(lift.values.get('lift.test-overdue')).toBe(true);
    lift.input({ kind: 'tick', at: { boot: 'next', mono: 1 } });
    expect(lift.qualities.get('lift.test-overdue')).toBe('stale');
  });
});

test('an electric bicycle is told where something looks for one', () => {
  const lift = new Watched();
  lift.input({ kind: 'e-bike', present: true, at: lift.now });
  expect(lift.show({}, 3).values.get('lift.e-bike')).toBe(true);
});

test.each([
  ['unintendedCarMovement', 'lift.unintended-movement', true],
  ['overspeed', 'lift.overspeed', 'over'],
  ['overtravelTop', 'lift.overtravel', 'top'],
  ['overtravelBottom', 'lift.overtravel', 'bottom'],
  ['carStoppedOutsideLandingZone', 'lift.stop-outside-zone', true],
  ['doorOpenWhileMoving', 'lift.door-open-moving', true],
  ['repeatedDoorCycling', 'lift.door-cycling', true],
  ['doorHeldOpen', 'lift.door-held-open', true],
  ['noResponseToCall', 'lift.no-response', true],
] as const)('what a device finds itself (%s) is believed', (fault, point, value) => {
  // off its landing: a car in its zone is no overtravel, and none that was stopped for its speed, whatever code is shown
  const zone = !fault.startsWith('over');
  expect(new Watched().show({ faults: [fault], zone }, 200).values.get(point)).toBe(value);
});

test('a code of overspeed over a car that stands at its landing is no siren', () => {
  expect(new Watched().show({ faults: ['overspeed'] }, 200).values.get('lift.overspeed')).toBe('high');
});

describe('a lift that falls silent', () => {
  test('has no point that says all is well', () => {
    const lift = new Watched().show({}, 5).silent(30);
    for (const { name } of VIRTUAL_POINTS) {
      if (!lift.values.has(name) || ['lift.e-bike', 'lift.test-overdue'].includes(name)) continue;
      expect([name, lift.values.get(name), lift.qualities.get(name)]).toEqual([
        name,
        null,
        'no-communication',
      ]);
    }
  });

  test('is not silent while it answers without telling what is asked', () => {
    const blind = { door: null, speed: 0, zone: null, floor: 3 };
    const lift = new Watched().show(blind, 60);
    expect(lift.values.get('lift.entrapment')).toBeNull();
    expect(lift.qualities.get('lift.entrapment')).toBe('protocol-error');
    expect(lift.qualities.get('lift.door-held-open')).toBe('protocol-error');
  });

  test('keeps what was found, and says that it is old', () => {
    const lift = new Watched().show({ door: 'opened' }, 130).silent(3_600);
    expect(lift.values.get('lift.door-held-open')).toBe(true);
    expect(lift.qualities.get('lift.door-held-open')).toBe('stale');
  });
});
