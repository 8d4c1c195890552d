import type { Instant } from '../../../drivers/reading.ts';
import type { Maintenance, Scope } from '../../control/alarm.ts';
import type { Installation } from '../../site/installation.ts';
import type { Watch } from './ruleWatch.ts';

/** Put aside by a person, for a time. */
export type Shelf = { readonly until: number; readonly actor: string; readonly reason: string }; // until: mono

/** Not to be relied on until somebody puts it in service again. */
export type OutOfService = { readonly actor: string; readonly reason: string };

/** What hides the condition of an alarm. Beneath it the alarm goes on being judged and told, and is not announced. */
export type Mask = {
  readonly state: 'shelved' | 'suppressed' | 'out-of-service';
  readonly reason: string;
  readonly until: number | null; // mono
};

/** Of several masks the one that is shown: out of service before shelved before suppressed. */
export function maskOf(
  shelf: Shelf | null,
  outOfService: OutOfService | null,
  period: Maintenance | null,
): Mask | null {
  if (outOfService !== null) return { state: 'out-of-service', reason: outOfService.reason, until: null };
  if (shelf !== null) return { state: 'shelved', reason: shelf.reason, until: shelf.until };
  if (period !== null) return { state: 'suppressed', reason: period.reason, until: period.until };
  return null;
}

/** What a transition tells of the mask. */
export function maskTold(mask: Mask | null, { boot }: Instant) {
  const until = mask?.until ?? null;
  return { reason: mask?.reason ?? null, until: until === null ? null : { boot, mono: until } };
}

/**
 * The period that suppresses the alarms of a rule now, or null. Of several the one that ends last: so long it lasts
 * whatever the others do.
 */
export function coverOf(
  periods: readonly Maintenance[],
  watch: Watch,
  devices: Installation['devices'],
): Maintenance | null {
  const zone = devices.get(watch.device)?.zone;
  return periods
    .filter(({ scope }) => covers(scope, watch.device, zone))
    .reduce<Maintenance | null>(
      (last, period) => (last === null || period.until > last.until ? period : last),
      null,
    );
}

function covers(scope: Scope, device: string, zone: string | undefined): boolean {
  if (scope.zones.length === 0 && scope.devices.length === 0) return true;
  return scope.devices.includes(device) || (zone !== undefined && scope.zones.includes(zone));
}
