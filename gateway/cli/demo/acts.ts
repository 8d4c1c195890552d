import type { AlarmScreen, ScreenAlarm } from '../../control/alarmScreen.ts';
import type { ControlClient } from '../../control/client.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { DemoVoice } from './demoVoice.ts';
import type { Scene } from './scene.ts';
import type { DemoStage } from './stage.ts';
import { acknowledgeAll, airOut, cut, leak, press, restore } from './story.ts';

export type ActParts = {
  readonly stage: DemoStage;
  readonly scene: Scene;
  readonly guard: ControlClient;
  readonly clock: Clock;
  readonly voice: DemoVoice;
};

export const LIFT = { id: 'lift-1', world: 'a', top: 7 } as const;
/** A command has reached the board, and its pins the wiring, by then. */
const ACTS_MS = 800;

/** What a person at the keyboard can do, by key. Each resolves with what it has done, in words. */
export function acts({ stage, scene, guard, clock, voice }: ActParts): Record<string, () => Promise<string>> {
  const { say, nameOf } = voice;
  const { building, board } = stage;
  const gone = { heating: false, mains: false };
  const names = (alarms: readonly Pick<ScreenAlarm, 'device'>[]) =>
    [...new Set(alarms.map(({ device }) => nameOf(device)))].join(say('list.names'));
  const standing = async (): Promise<AlarmScreen['alarms']> => (await look(guard, scene))?.alarms ?? [];
  return {
    async g() {
      await leak(stage, 120);
      return say('done.leak');
    },
    async v() {
      await airOut(stage);
      return say('done.air');
    },
    async k() {
      gone.heating = !gone.heating;
      if (gone.heating)
        await building.demand({ verb: 'fault', device: 'heating', fault: { kind: 'silent' } });
      else await building.demand({ verb: 'clear', device: 'heating' });
      return say(gone.heating ? 'done.kill' : 'done.revive');
    },
    async n() {
      const cuts = scene.network === 'up';
      if (cuts) cut(stage, scene);
      else restore(stage, scene);
      return say(cuts ? 'done.cut' : 'done.restore');
    },
    async l() {
      const here = scene.lifts?.lifts[0]?.snapshot.floor?.value ?? 1;
      const from = here > LIFT.top / 2 ? 1 : LIFT.top;
      const to = LIFT.top + 1 - from;
      await building.demand({ verb: 'ride', lift: LIFT.world, from, to });
      return say('done.call', { from, to });
    },
    async p() {
      await building.demand({ verb: 'trap', lift: LIFT.world, where: 'between' });
      return say('done.trap');
    },
    async f() {
      await building.demand({ verb: 'free', lift: LIFT.world });
      const answer = await guard.request({ verb: 'lift-free', lift: LIFT.id, actor: 'demo' });
      return answer.ok ? say('done.free') : say('done.refused', { why: answer.error.what });
    },
    async w() {
      gone.mains = !gone.mains;
      await building.demand({ verb: 'mains', lift: LIFT.world, on: !gone.mains });
      return say(gone.mains ? 'done.mains-off' : 'done.mains-on');
    },
    async a() {
      const done = await acknowledgeAll(guard, 'demo');
      return done.length === 0
        ? say('done.nothing-to-acknowledge')
        : say('done.acknowledged', { names: names(done) });
    },
    async s() {
      const heard = scene.screen?.annunciation.sounding.length ?? 0;
      await press(stage, 'silence');
      return say(heard > 0 ? 'done.silence' : 'done.silence-nothing');
    },
    async r() {
      const kept = (await standing()).filter(({ latches, latched }) => latches && !latched);
      await press(stage, 'reset');
      return kept.length === 0 ? say('done.reset') : say('done.reset-held', { names: names(kept) });
    },
    async t() {
      await press(stage, 'test');
      return say('done.test');
    },
    async o() {
      if (scene.cabinet.effects?.gas === 'open') return say('done.valve-was-open');
      await board.demand({ verb: 'openValve' });
      await sleep(clock, ACTS_MS, 'valve');
      const screen = await look(guard, scene);
      if (scene.cabinet.effects?.gas !== 'shut') return say('done.valve-open');
      const holding = screen?.annunciation.outputs
        .filter(({ drives, acting }) => drives === 'gas-valve' && acting)
        .flatMap(({ because }) => because);
      const alarms = screen?.alarms.filter(({ occurrence }) => holding?.includes(occurrence)) ?? [];
      return alarms.length === 0
        ? say('done.valve-latched')
        : say('done.valve-alarm', { names: names(alarms) });
    },
  };
}

/** Looks at guard's screens of alarms and lifts; the scene keeps them. */
export async function look(guard: ControlClient, scene: Scene): Promise<AlarmScreen | null> {
  const [alarms, lifts] = await Promise.all([
    guard.request({ verb: 'alarms' }),
    guard.request({ verb: 'lifts' }),
  ]);
  scene.screen = alarms.ok ? (alarms.value as AlarmScreen) : null;
  scene.lifts = lifts.ok ? (lifts.value as Scene['lifts']) : null;
  return scene.screen;
}
