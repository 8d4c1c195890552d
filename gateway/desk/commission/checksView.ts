import { BUMP_LEGS, type BumpTest, openLeg } from '../../commission/check/bumpTest.ts';
import { ZERO_WINDOW_MS } from '../../commission/check/zero.ts';
import type { Installation } from '../../site/installation.ts';
import type { BumpView, CommissionView, PointChecks } from '../http/api/commissionApi.ts';
import { aimOf } from './bumpAim.ts';
import type { CommissionChecks } from './commissionChecks.ts';
import type { DoneZero } from './doneChecks.ts';

/** Zeros and bump tests as the page shows them: of what is there for safety, and of what was looked at. */
export function checksView(
  { zeros, bump, done }: Pick<CommissionChecks, 'zeros' | 'bump' | 'done'>,
  installation: Installation | null,
  now: number,
): CommissionView['checks'] {
  const points = [...(installation?.points.values() ?? [])].filter(
    ({ id, class: priority }) => priority === 'safety' || id in done.zeros || id in done.bumps,
  );
  return {
    points: points.map(({ id, unit }): PointChecks => {
      const run = zeros.find(({ point }) => point === id);
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
        zero: zero === undefined ? null : zeroView(zero),
        bumpable: installation !== null && aimOf(id, installation) !== null,
        bump: last === undefined ? null : bumpView(id, last.test, { ...last }),
      };
    }),
    bump: bump === null ? null : bumpView(bump.point, bump.test, { ...bump, passed: null, utc: null }),
  };
}

function zeroView({ zero, actor, utc }: DoneZero): NonNullable<PointChecks['zero']> {
  return {
    value: zero.kind === 'taken' ? zero.value : null,
    spread: zero.kind === 'too-few' ? null : zero.spread,
    allowed: zero.kind === 'moving' ? zero.allowed : null,
    why: zero.kind === 'taken' ? null : zero.kind,
    ...{ actor, utc },
  };
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
