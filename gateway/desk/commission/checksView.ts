import type { Reading } from '../../../drivers/reading.ts';
import { BUMP_LEGS, type BumpTest, openLeg } from '../../commission/check/bumpTest.ts';
import { openRideStep } from '../../commission/check/liftRide.ts';
import { ZERO_WINDOW_MS } from '../../commission/check/zero.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { BumpView, CommissionView, PointChecks } from '../http/api/commissionApi.ts';
import { keyOf, type RunningTest, testsOf } from './buildingChecks.ts';
import { aimOf } from './bumpAim.ts';
import type { BumpRun, CommissionChecks } from './commissionChecks.ts';
import type { DoneChecks, DoneZero } from './doneChecks.ts';
import { isStructural, plausibilityOf } from './plausibility.ts';

/** The tests that a building has, as they stand. */
export function buildingView(
  installation: Installation | null,
  running: readonly RunningTest[],
  { building, powerFrom }: DoneChecks,
): CommissionView['checks']['building'] {
  return testsOf(installation).map((test) => {
    const { outcome = null, why = null, detail = null, utc = null } = building[keyOf(test)] ?? {};
    const run = running.find((one) => keyOf(one) === keyOf(test));
    const step = run?.ride == null ? null : openRideStep(run.ride);
    return {
      ...{ ...test, outcome, why, detail, utc },
      ride: step === null ? null : { step, seen: run?.ride?.seen === true },
      running: run !== undefined || (test.test === 'power' && powerFrom !== null),
    };
  });
}

/** What the page shows of checks: results, what runs, and what is known of each point beside. */
export type ChecksShown = Pick<CommissionChecks, 'zeros' | 'bump' | 'recovering' | 'done'> & {
  readonly readings: ReadonlyMap<string, Reading>;
};

/** Zeros and bump tests as the page shows them: of what is there for safety, and of what was looked at. */
export function checksView(
  { zeros, bump, recovering, done, readings }: ChecksShown,
  installation: Installation | null,
  now: number,
): Pick<CommissionView['checks'], 'points' | 'bump' | 'baselines'> {
  const points = [...(installation?.points.values() ?? [])].filter(
    ({ id, class: priority }) => priority === 'safety' || id in done.zeros || id in done.bumps,
  );
  return {
    points: points.map((known): PointChecks => {
      const { id, unit } = known;
      const run = zeros.find(({ point }) => point === id);
      const waits = recovering.find(({ point }) => point === id);
      const [zero, last] = [done.zeros[id], done.bumps[id]];
      return {
        ...{ point: id, unit },
        zeroing:
          run === undefined
            ? null
            : {
                leftMs: Math.max(0, Math.round(run.from + ZERO_WINDOW_MS - now)),
                ...{ count: run.values.length, actor: run.actor },
              },
        zero: zero === undefined ? null : zeroView(zero, baselineWanted(known, zero, installation)),
        plausible: installation === null ? null : plausibilityOf(known, installation, readings),
        zeroable: isZeroable(known),
        atRest: isStructural(known.profile.role),
        bumpable: installation !== null && aimOf(id, installation) !== null,
        bump:
          waits !== undefined
            ? runView(waits)
            : last === undefined
              ? null
              : bumpView(id, last.test, { ...last }),
      };
    }),
    bump: bump === null ? null : runView(bump),
    baselines: baselinesWanted(done, installation),
  };
}

/** By device what the site would subtract, where it subtracts something else. */
function baselinesWanted(
  { zeros }: DoneChecks,
  installation: Installation | null,
): CommissionView['checks']['baselines'] {
  return [...(installation?.devices.values() ?? [])].flatMap((device) => {
    const wanted = device.points.flatMap((point) => {
      const zero = zeros[point.id];
      const value = zero === undefined ? null : baselineWanted(point, zero, installation);
      return value === null ? [] : [[point.id.slice(device.id.length + 1), value] as const];
    });
    if (wanted.length === 0) return [];
    return [{ device: device.id, baseline: { ...device.baseline, ...Object.fromEntries(wanted) } }];
  });
}

/** A quantity with a unit. Not gas: what a detector shows in clean air is put right in it, never hidden by a sum. */
function isZeroable({ unit, profile }: Point): boolean {
  return unit !== '' && profile.role?.startsWith('gas') !== true;
}

/** Whether what is measured of a building itself has no zero in force: its rules judge by how far it is from that. */
export function isZeroOpen(point: Point, { zeros }: DoneChecks, installation: Installation): boolean {
  const { id, deviceId } = point;
  const judged = installation.rules.some((rule) => 'point' in rule && rule.point === id);
  if (!judged || !isStructural(point.profile.role) || !isZeroable(point)) return false;
  if (installation.devices.get(deviceId)?.baseline[id.slice(deviceId.length + 1)] !== undefined) return false;
  const done = zeros[id];
  return done?.zero.kind !== 'taken' || baselineWanted(point, done, installation) !== null;
}

/** What the site would have to subtract for this zero to be 0; null where it does, and where nothing was taken. */
function baselineWanted(
  { id, deviceId }: Point,
  { zero, baseline }: DoneZero,
  installation: Installation | null,
): number | null {
  if (zero.kind !== 'taken') return null;
  const inForce = installation?.devices.get(deviceId)?.baseline[id.slice(deviceId.length + 1)] ?? 0;
  const wanted = Number((baseline + zero.value).toPrecision(9));
  // one that was taken up since, by this zero or by hand, is not asked for again
  return inForce !== baseline || wanted === inForce ? null : wanted;
}

function zeroView(
  { zero, actor, utc, asFound }: DoneZero,
  baseline: number | null,
): NonNullable<PointChecks['zero']> {
  return {
    value: zero.kind === 'taken' ? zero.value : null,
    spread: zero.kind === 'too-few' ? null : zero.spread,
    allowed: zero.kind === 'moving' ? zero.allowed : null,
    why: zero.kind === 'taken' ? null : zero.kind,
    ...{ actor, utc, asFound, baseline },
  };
}

function runView(run: BumpRun): BumpView {
  return bumpView(run.point, run.test, { ...run, passed: null, utc: null });
}

function bumpView(
  point: string,
  test: BumpTest,
  { actor, gas, passed, utc }: Pick<BumpView, 'actor' | 'gas' | 'passed' | 'utc'>,
): BumpView {
  return {
    ...{ point, actor, gas, passed, utc, open: openLeg(test) },
    legs: BUMP_LEGS.map((leg) => {
      const { outcome = null, ms = null, detail = null } = test.legs[leg] ?? {};
      return { leg, outcome, ms, detail, limitMs: test.limits[leg] };
    }),
  };
}
