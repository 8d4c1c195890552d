import type { Known, LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import type { LiftTells, ToldCode, ToldFaults, ToldFlag, ToldNumber } from '../../../drivers/lift/tells.ts';
import { assumed, combined, type LiftReadings } from '../liftReadings.ts';
import { faultOf } from './faults.ts';
import type { MappedSigns, Mapping } from './mapping.ts';

/** Fields of the profile are those of the neutral model: one that is not does not compile. */
type Fields = { [K in keyof LiftTells]: MappedSigns[K] };

/** The mapping that a profile describes itself, without code. */
export function fromProfile({ faults, ...fields }: LiftTells): Mapping {
  return (seen, table) => ({
    ...(told(fields, seen) as Fields),
    ...(faults === undefined ? {} : { faults: faultsOf(faults, seen, table) }),
  });
}

function told(spec: object, seen: LiftReadings): unknown {
  if (Array.isArray(spec)) return spec.map((one) => told(one, seen));
  if ('point' in spec) return field(spec as ToldNumber | ToldFlag | ToldCode, seen);
  return Object.fromEntries(Object.entries(spec).map(([name, below]) => [name, told(below, seen)]));
}

function field(spec: ToldNumber | ToldFlag | ToldCode, seen: LiftReadings): Known<unknown> {
  if ('means' in spec) return seen.told(spec.point, (value) => spec.means[String(value)] ?? null);
  if ('times' in spec) {
    const { point, none, times, only } = spec;
    const told = seen.told(point, (value) =>
      typeof value !== 'number' || none.includes(value) ? null : value * times,
    );
    if (only === undefined) return told;
    const { value, confirmed } = seen.commissioned(only.commissioned);
    return value === only.is ? assumed(told, confirmed) : null;
  }
  return seen.told(spec.point, (value) => {
    if (spec.is === undefined) return typeof value === 'boolean' ? value : null;
    return typeof value === 'number' ? spec.is.includes(value) : null;
  });
}

function faultsOf(
  { point, none, when, ...unknown }: ToldFaults,
  seen: LiftReadings,
  table: LiftTable | undefined,
): Known<readonly LiftFault[]> {
  const code = seen.told(point, (value) => (typeof value === 'number' ? value : null));
  const stands = (when === undefined ? [] : [when].flat()).map((bit) =>
    seen.told(bit, (value) => value === true),
  );
  return combined([code, ...stands], () => {
    const value = code?.value ?? 0;
    if (none.includes(value) || (stands.length > 0 && stands.every((bit) => bit?.value === false))) return [];
    const fault = faultOf(table, value);
    return [
      {
        ...fault,
        class: fault.class ?? unknown.class ?? null,
        vendor: table === undefined ? (unknown.vendor ?? fault.vendor) : fault.vendor,
      },
    ];
  });
}
