import { expect, test } from 'vitest';
import { type DetectionState, NO_DETECTION, stepDetection } from '../../gateway/lift/detection/detection.ts';
import { type LiftEffect, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { NO_HEALTH, stepHealth } from '../../gateway/lift/health/health.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import type { ScriptedMishap } from '../../simulators/lift/images.ts';
import { liftSchema } from '../../simulators/lift/plan.ts';
import { newLift } from '../../simulators/lift/state.ts';
import type { EntrapmentFact } from '../../simulators/lift/truth.ts';
import { soak } from '../harness/soak.ts';
import { THRESHOLDS } from './detection/lift.ts';
import { watchedLift } from './watchedLift.ts';

// What is wrong with a lift is found, and nothing else is: a day of it, in the long run a month, in which what wears out does.

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const WHOLE = soak(1) > 1;
const at = (day: number, hour: number) => START + (24 * day + hour) * HOUR_MS;
const [BEGIN_MS, END_MS] = WHOLE ? [START, at(30, 0)] : [at(1, 7), at(1, 19)];
const PLAN = { ratedMmS: 1_000, topFloor: 7, topMm: 17_400 };

const WEAR: readonly ScriptedMishap[] = [
  { atMs: at(8, 6), mishap: { verb: 'slowDoor', lift: 'a', floor: 4, share: 0.1, perDay: 0.02 } },
  { atMs: at(8, 6), mishap: { verb: 'driftLevel', lift: 'a', floor: 3, mm: 10, mmPerDay: 1 } },
];
const SCRIPT: readonly ScriptedMishap[] = [
  ...(WHOLE ? WEAR : []),
  { atMs: at(1, 8), mishap: { verb: 'stickLock', lift: 'a', floor: 1 } },
  { atMs: at(1, 8.2), mishap: { verb: 'ride', lift: 'a', from: 3, to: 1, kg: 70 } },
  { atMs: at(1, 11), mishap: { verb: 'trap', lift: 'a', where: 'level' } },
  { atMs: at(1, 11.5), mishap: { verb: 'free', lift: 'a' } },
  { atMs: at(1, 13), mishap: { verb: 'mute', lift: 'a', seconds: 600 } },
  { atMs: at(1, 17), mishap: { verb: 'trap', lift: 'a', where: 'between' } },
  { atMs: at(1, 17.5), mishap: { verb: 'free', lift: 'a' } },
];
/** The mechanic who puts the lock right puts the wear right with it: that one comes before it begins. */
const REPAIR_MS = at(1, 10);

/** When something is the matter, and what may then be told of it. */
const TROUBLE = [
  {
    name: 'stuck lock',
    fromMs: at(1, 8),
    toMs: at(1, 10.02),
    says: ['lift.door-cycling', 'lift.door-held-open'],
  },
  { name: 'shut in', fromMs: at(1, 11), toMs: at(1, 11.55), says: ['lift.entrapment', 'lift.no-response'] },
  {
    ...{ name: 'shut in between landings', fromMs: at(1, 17), toMs: at(1, 17.7) },
    says: ['lift.entrapment', 'lift.no-response', 'lift.stop-outside-zone'],
  },
] as const;
const QUIET: readonly unknown[] = [null, false, 'no', 'none'];

type Told = { readonly atMs: number; readonly name: string; readonly value: unknown };

/** A lift and all that is found of it. */
function lived() {
  const begin = newLift(liftSchema.parse({ usageClass: 1 }), BEGIN_MS, 33, { meanC: 14, swingC: 6 });
  const run = watchedLift(begin, ['monarch-nice3000plus', 'lift-sensor-box-19reg'], {
    ...{ untilMs: END_MS, script: SCRIPT, repairsMs: [REPAIR_MS] },
  });
  let [state, health, detection] = [NEW_LIFT, NO_HEALTH, NO_DETECTION as DetectionState];
  const [told, effects]: [Told[], LiftEffect[]] = [[], []];
  const silent = { looks: 0, faultsKnown: 0 };
  let next = run.next();
  for (; next.done !== true; next = run.next()) {
    const { atMs, snapshot, log } = next.value;
    const lift = stepLift(state, snapshot, log);
    const found = stepDetection(
      detection,
      { kind: 'look', at: snapshot.at ?? { boot: 'test', mono: 0 }, snapshot },
      ...([PLAN, THRESHOLDS] as const),
    );
    const trapped = found.findings.flatMap((one) =>
      one.kind === 'entrapment' && one.change.to === 'confirmed'
        ? [{ kind: 'entrapment', floor: snapshot.floor?.value ?? null } as const]
        : [],
    );
    const day = new Date(atMs).toISOString().slice(0, 10);
    health = stepHealth(health, day, lift.state, [...lift.effects, ...trapped]).state;
    [state, detection] = [lift.state, found.state];
    effects.push(...lift.effects.filter(({ kind }) => kind === 'fault-on' || kind === 'door-balked'));
    for (const one of found.findings)
      if (one.kind === 'value') told.push({ atMs, name: one.value.name, value: one.value.value });
    if (atMs > at(1, 13) + 1_000 && atMs < at(1, 13) + 599_000) {
      silent.looks++;
      if (snapshot.faults?.value !== null) silent.faultsKnown++;
    }
  }
  // a day later nothing has happened: the last day is over
  health = stepHealth(health, 'the day after', state, []).state;
  return { told, effects, silent, findings: findingsOf(health), facts: accountOf(next.value) };
}

test(
  'every fault that is seeded is found, and nothing is found where there is none',
  () => {
    const { told, effects, silent, findings, facts } = lived();
    const alarms = told.filter(({ value }) => !QUIET.includes(value));
    const stray = alarms.filter(
      ({ atMs, name }) =>
        !TROUBLE.some(
          ({ fromMs, toMs, says }) =>
            atMs >= fromMs && atMs <= toMs && says.some((one: string) => one === name),
        ),
    );
    expect(stray).toEqual([]);
    for (const { name, fromMs, toMs, says } of TROUBLE)
      for (const point of says) {
        const within = alarms.filter((one) => one.name === point && one.atMs >= fromMs && one.atMs <= toMs);
        expect(within.length, `${name}: ${point}`).toBeGreaterThan(0);
      }

    // whoever was shut in was found within a minute and a half, and the alarm did not outlast it
    const shutIn = facts.filter((one): one is EntrapmentFact => one.kind === 'entrapment');
    expect(shutIn.map(({ level }) => level)).toEqual([true, false]);
    const phases = told.filter(({ name }) => name === 'lift.entrapment');
    for (const { fromMs, untilMs } of shutIn) {
      const confirmed = phases.find(({ atMs, value }) => value === 'confirmed' && atMs >= fromMs);
      expect((confirmed?.atMs ?? Number.POSITIVE_INFINITY) - fromMs).toBeLessThan(95_000);
      const resolved = phases.find(({ atMs, value }) => value === 'resolved' && atMs >= fromMs);
      expect(Math.abs((resolved?.atMs ?? 0) - (untilMs ?? 0))).toBeLessThan(10_000);
    }

    // a silent controller is no healthy one
    expect(silent.looks).toBeGreaterThan(250);
    expect(silent.faultsKnown).toBe(0);

    const codes = effects.flatMap((one) =>
      one.kind === 'fault-on' && one.fault.vendor === 'monarch' ? [one.fault.code] : [],
    );
    expect(codes).toEqual(facts.flatMap((fact) => (fact.kind === 'fault' ? [fact.code] : [])));
    const keys = findings.map(({ key, parameters: { floor } }) =>
      key === 'fault-once' ? key : `${key} ${floor ?? ''}`.trim(),
    );
    const expected = ['entrapments', 'fault-once', 'door-balks 7', 'not-watched'];
    const worn = ['door-opens-slower 4', 'door-closes-slower 4', 'relevels 3', 'no-visit', 'availability'];
    expect(keys).toEqual(expect.arrayContaining(WHOLE ? [...expected, ...worn.slice(0, 3)] : expected));
    // a door that does not lock turns back again and again
    const known = ['availability', 'door-reverses 1', ...expected, ...worn];
    expect(keys.filter((key) => !known.includes(key))).toEqual([]);
    expect(findings[0]?.key).toBe('entrapments');
  },
  WHOLE ? 1_200_000 : 180_000,
);
