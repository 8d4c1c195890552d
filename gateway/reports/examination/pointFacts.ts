import { SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { Device, Installation, Point, ValueProvenance } from '../../site/installation.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import type { Text } from '../../text/language.ts';

/** One side of a rule that watches a point: its levels, and where each of them comes from. */
export type ExaminedLimit = {
  readonly side: LimitSide;
  readonly unit: string;
  readonly from_baseline: boolean; // how far it has moved since commissioning, not where it is
  readonly window_s: number | null; // within which it has to move so far
  readonly levels: Readonly<Partial<Record<Severity, number>>>;
  readonly bases: readonly LimitBasis[];
};
export type LimitBasis = {
  readonly severities: readonly Severity[];
  readonly clause: string | null;
  readonly source: Text | null; // null: the installer chose it
  readonly confidence: ValueProvenance['confidence'];
};

/** What a site says of a point. None of it is in a journal. */
export type PointFacts = {
  readonly limits: readonly ExaminedLimit[];
  readonly baseline: number | null;
  readonly temperature: string | null; // the point that shows what a drift may come from
};
export const NO_FACTS: PointFacts = { limits: [], baseline: null, temperature: null };

/** The fields of rules that hold levels, by what it takes to reach them. */
const SIDES = {
  high: 'high',
  low: 'low',
  rising: 'rises',
  falling: 'falls',
  step: 'step',
  fall: 'falls',
} as const;
export type LimitSide = (typeof SIDES)[keyof typeof SIDES];

/** What a site says of each of its points, by id. */
export function pointFacts(site: Installation): Map<string, PointFacts> {
  return new Map(
    [...site.points.values()].map((point) => {
      const rules = site.rules.filter((rule) => 'point' in rule && rule.point === point.id);
      const device = site.devices.get(point.deviceId);
      return [
        point.id,
        {
          limits: rules.flatMap((rule) => limitsOf(rule, site.provenance.get(rule.id)?.values ?? [])),
          baseline: device?.baseline[point.profile.id] ?? null,
          temperature: temperatureOf(point, rules, device),
        },
      ];
    }),
  );
}

function limitsOf(rule: Rule, origins: readonly ValueProvenance[]): ExaminedLimit[] {
  return Object.entries(SIDES).flatMap(([field, side]): ExaminedLimit[] => {
    const levels = (rule as Readonly<Record<string, unknown>>)[field] as ExaminedLimit['levels'] | undefined;
    if (levels === undefined || !('unit' in rule)) return [];
    const severities = SEVERITIES.filter((severity) => levels[severity] !== undefined);
    const bases = severities.map((severity) => basisOf(severity, field, origins));
    return [
      {
        ...{ side, unit: rule.unit, levels, bases: joined(bases) },
        from_baseline: rule.kind === 'change' && (side === 'rises' || side === 'falls'),
        window_s: 'windowS' in rule ? rule.windowS : null,
      },
    ];
  });
}

function basisOf(severity: Severity, field: string, origins: readonly ValueProvenance[]): LimitBasis {
  const origin = origins.find(({ path }) => path === `${field}.${severity}`);
  const { clause = null, source = null, confidence = 'site' } = origin ?? {};
  return { severities: [severity], clause, source: confidence === 'site' ? null : source, confidence };
}

/** Levels that come from the same place are told together. */
function joined(bases: readonly LimitBasis[]): LimitBasis[] {
  const key = ({ severities: _, ...basis }: LimitBasis) => JSON.stringify(basis);
  return [...Map.groupBy(bases, key).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ ...same[0], severities: same.flatMap(({ severities }) => severities) }],
  );
}

/** What a rule takes out as the effect of temperature, else the thermometer of the same device. */
function temperatureOf(point: Point, rules: readonly Rule[], device: Device | undefined): string | null {
  for (const rule of rules)
    if (rule.kind === 'change' && rule.compensation !== undefined) return rule.compensation.temperature;
  const own = device?.points.find(({ id, profile }) => id !== point.id && isTemperature(profile.role));
  return own?.id ?? null;
}

function isTemperature(role: string | undefined): boolean {
  return role?.startsWith('temperature') === true;
}
