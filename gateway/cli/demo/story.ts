import type { Alarm } from '../../control/alarm.ts';
import type { AlarmScreen, ScreenAlarm } from '../../control/alarmScreen.ts';
import type { ControlClient } from '../../control/client.ts';

import type { Scene } from './scene.ts';
import type { DemoStage } from './stage.ts';

/** One thing that happens, and the second at which it does; with `when`, not before that holds. */
export type Beat = {
  readonly atS: number;
  readonly says: string;
  when?(): boolean;
  run(): Promise<unknown>;
};

/** The single sample that must not get lost between two reports. */
export const SPIKE = { point: 'gas-201/concentration', path: 'rooms.201.gas', value: 18.4 } as const;

/**
 * The sixty seconds with which the building begins once it stands: a spike too short to alarm, a leak through all
 * severities with its siren and its valve, an outage in the middle of it.
 */
export function sixtySeconds(stage: DemoStage, scene: Scene, guard: ControlClient): readonly Beat[] {
  const { building } = stage;
  return [
    {
      atS: 5,
      says: 'one single sample of gas in 201: too short to alarm, but it must be seen in a max',
      run: () => building.demand({ verb: 'spike', path: SPIKE.path, value: SPIKE.value }),
    },
    {
      atS: 9,
      says: 'gas leaks in kitchen 301',
      run: () => leak(stage, 240),
    },
    { atS: 19, says: 'the network is cut', run: async () => cut(stage, scene) },
    {
      atS: 21,
      says: 'the temperature board of the heating goes silent',
      run: () => building.demand({ verb: 'fault', device: 'heating', fault: { kind: 'silent' } }),
    },
    {
      atS: 24,
      says: 'a neighbour presses the silence button of the annunciator',
      run: () => press(stage, 'silence'),
    },
    { atS: 26, says: 'someone airs kitchen 301', run: () => airOut(stage) },
    {
      atS: 30,
      says: 'a guard on site acknowledges everything',
      run: () => acknowledgeAll(guard, 'demo story'),
    },
    {
      atS: 34,
      says: 'the network is back: alarms first, then what was measured',
      run: async () => restore(stage, scene),
    },
    {
      atS: 40,
      says: 'the temperature board answers again',
      run: () => building.demand({ verb: 'clear', device: 'heating' }),
    },
    {
      atS: 46,
      says: 'the gas is gone; the guard on site presses the reset button of the annunciator',
      when: () => !scene.alarms.some(isGasThere),
      run: () => press(stage, 'reset'),
    },
    {
      atS: 49,
      says: 'and opens the gas valve by hand',
      when: () => scene.readings.get('annunciator/gas_valve')?.value === false,
      run: () => stage.board.demand({ verb: 'openValve' }),
    },
  ];
}

function isGasThere({ device, to }: Alarm): boolean {
  return device === 'gas-301' && (to === 'unacknowledged-active' || to === 'acknowledged-active');
}

/** Somebody presses a button of the annunciator. */
export function press({ board }: DemoStage, button: 'silence' | 'reset' | 'test'): Promise<unknown> {
  return board.demand({ verb: 'press', contact: button });
}

export function cut(stage: DemoStage, scene: Scene): void {
  stage.cutNetwork();
  scene.network = 'cut';
}

export function restore(stage: DemoStage, scene: Scene): void {
  stage.restoreNetwork();
  scene.network = 'up';
}

const SHUT = 0.5; // air changes an hour, as a closed kitchen has them

/** Gas flows into the kitchen, whose window is shut. */
export async function leak({ building }: DemoStage, lelPerMinute: number): Promise<void> {
  await building.demand({ verb: 'ventilate', room: '301', airChangesPerHour: SHUT });
  await building.demand({ verb: 'leak', room: '301', lelPerMinute });
}

export async function airOut({ building }: DemoStage): Promise<void> {
  await building.demand({ verb: 'repair', what: '301' });
  await building.demand({ verb: 'ventilate', room: '301', airChangesPerHour: 600 });
}

/** Acknowledges what stands unacknowledged, one occurrence at a time: nothing unseen is acknowledged. @returns what was */
export async function acknowledgeAll(guard: ControlClient, actor: string): Promise<ScreenAlarm[]> {
  const answer = await guard.request({ verb: 'alarms' });
  const waiting = answer.ok ? (answer.value as AlarmScreen).alarms.filter(({ to }) => WAITING.has(to)) : [];
  const done: ScreenAlarm[] = [];
  for (const alarm of waiting) {
    const { occurrence, announcement, severity } = alarm;
    const seen = { announcement, severity };
    if ((await guard.request({ verb: 'acknowledge', occurrence, seen, actor })).ok) done.push(alarm);
  }
  return done;
}

const WAITING: ReadonlySet<string> = new Set([
  'unacknowledged-active',
  'returned-unacknowledged',
  'latched-unacknowledged',
]);
