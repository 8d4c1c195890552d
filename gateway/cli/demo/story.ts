import type { ControlClient } from '../../control/client.ts';
import type { Alarm } from '../../detect/types.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/** One thing that happens, and the second at which it does. */
export type Beat = { readonly atS: number; readonly says: string; run(): Promise<unknown> };

/** The single sample that must not get lost between two reports. */
export const SPIKE = { point: 'gas-201/concentration', path: 'rooms.201.gas', value: 18.4 } as const;

/** The sixty seconds: a spike too short to alarm, a leak through all severities, an outage in the middle of it. */
export function sixtySeconds(stage: Stage, scene: Scene, guard: ControlClient): readonly Beat[] {
  const { building } = stage;
  return [
    {
      atS: 8,
      says: 'one single sample of gas in 201: too short to alarm, but it must be seen in a max',
      run: () => building.ask('spike', { path: SPIKE.path, value: SPIKE.value }),
    },
    {
      atS: 12,
      says: 'gas leaks in kitchen 301',
      run: () => building.ask('leak', { room: '301', lelPerMinute: 240 }),
    },
    { atS: 22, says: 'the network is cut', run: async () => cut(stage, scene) },
    {
      atS: 24,
      says: 'the temperature board of the heating goes silent',
      run: () => building.ask('fault', { device: 'heating', fault: { kind: 'silent' } }),
    },
    { atS: 30, says: 'someone airs kitchen 301', run: () => stopLeak(stage) },
    {
      atS: 34,
      says: 'a guard on site acknowledges everything',
      run: () => acknowledgeAll(guard, 'demo story'),
    },
    {
      atS: 38,
      says: 'the network is back: alarms first, then what was measured',
      run: async () => restore(stage, scene),
    },
    {
      atS: 44,
      says: 'the inclinometer answers again',
      run: () => building.ask('clear', { device: 'tilt-south' }),
    },
  ];
}

export function cut(stage: Stage, scene: Scene): void {
  stage.cutNetwork();
  scene.network = 'cut';
}

export function restore(stage: Stage, scene: Scene): void {
  stage.restoreNetwork();
  scene.network = 'up';
}

export async function stopLeak({ building }: Stage): Promise<void> {
  await building.ask('repair', { what: '301' });
  await building.ask('ventilate', { room: '301', airChangesPerHour: 600 });
}

/** Acknowledges what stands unacknowledged, one occurrence at a time: there is no acknowledging of everything unseen. */
export async function acknowledgeAll(guard: ControlClient, actor: string): Promise<void> {
  const answer = await guard.request({ verb: 'alarms' });
  if (!answer.ok) return;
  for (const { occurrence, to } of answer.value as readonly Alarm[])
    if (to === 'unacknowledged-active' || to === 'returned-unacknowledged')
      await guard.request({ verb: 'acknowledge', occurrence, actor });
}
