import type { CommissionView } from '../../http/api/commissionApi.ts';
import type { SiteNow } from '../../http/api/siteApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';

type RulePack = CommissionView['kinds'][number]['packs'][number];

export type EditOfSite = { readonly path: readonly string[]; readonly value?: unknown };

/** Takes changes of the site up on trial, made from the site as it is now. @returns why not; null: it is on trial */
export async function trySite(edits: readonly EditOfSite[], reason: string): Promise<AskFailure | null> {
  const site = await ask<SiteNow>('GET', '/api/site');
  if (!site.ok) return site;
  const { revision: base } = site.value;
  const applied = await ask<SiteNow>('POST', '/api/site/apply', { base, edits, reason });
  return applied.ok ? null : applied;
}

/** A device as it is added. Its id is made of kind, line and address: nobody else on the line has it. */
export function newDevice(
  sensor: { readonly unit: number; readonly name: string; readonly place: string | null },
  of: { readonly profile: string; readonly line: string; readonly pack: RulePack | null },
): EditOfSite {
  const { unit, name, place } = sensor;
  const { profile, line, pack } = of;
  const id = deviceIdOf(profile, line, unit);
  return {
    path: ['devices', id],
    value: {
      ...{ id, profile, bus: line, unit, name },
      ...(place === null ? {} : { place }),
      ...(pack === null ? {} : { pack: pack.id }),
      ...(pack === null || Object.keys(pack.changes).length === 0 ? {} : { packChanges: pack.changes }),
    },
  };
}

/** The id that a sensor gets when it is added. */
export function deviceIdOf(profile: string, line: string, unit: number): string {
  return `${profile}-${line}-${unit}`;
}
