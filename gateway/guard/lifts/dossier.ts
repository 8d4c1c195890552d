import type { Known, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { Transition } from '../../control/alarm.ts';
import type { Trip } from '../../lift/trips.ts';
import type { LiftHappening } from '../../telemetry/wire/liftHappening.ts';
import type { Plain } from '../../telemetry/wire/plain.ts';
import { tripDetails } from './liftRows.ts';

/**
 * What is worth knowing of an alarm of a lift beside its samples: everything the devices told at that moment, and the last
 * trips. The samples of the minute before and after are the evidence of the same occurrence.
 */
export function dossierOf(
  { occurrence, rule }: Pick<Transition, 'occurrence' | 'rule'>,
  snapshot: LiftSnapshot,
  trips: readonly Trip[],
): LiftHappening {
  return { what: 'dossier', occurrence, rule, snapshot: told(snapshot), trips: trips.map(tripDetails) };
}

/** Every field that a device tells: its value, and its quality where that is not good. What no device tells is left out. */
function told(part: object): Record<string, Plain> {
  const entries = Object.entries(part).flatMap(([name, value]): [string, Plain][] => {
    if (value === null || name === 'at') return [];
    if (isKnown(value))
      return [[name, value.quality === 'good' ? plain(value.value) : [plain(value.value), value.quality]]];
    return [[name, plain(value)]];
  });
  return Object.fromEntries(entries);
}

function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return told(value);
  return value as Plain;
}

function isKnown(value: unknown): value is NonNullable<Known<unknown>> {
  return typeof value === 'object' && value !== null && 'quality' in value && 'value' in value;
}
