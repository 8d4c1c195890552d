import { type Catalog, withProfile } from '../../drivers/catalog.ts';
import { LIFT_PROFILE } from '../../drivers/lift/liftProfile.ts';
import type { DraftEntry, SiteDraft } from './schema/draft.ts';
import type { SiteDevice, SiteLift } from './schema/siteSchema.ts';

/** A lift as a device that rules may be about. It hangs on no bus and is asked nothing. */
export function liftAsDevice({ id, name, place, zone, pack, packChanges }: SiteLift): SiteDevice {
  return {
    ...{ id, name, place, zone, pack, packChanges },
    profile: LIFT_PROFILE.id,
    ...{ bus: '', unit: 1, parameters: {}, baseline: {}, packSettings: {}, points: {} },
  };
}

/** Everything that has points rules may be about: devices, and lifts made of several. */
export function devicesAndLifts({ devices, lifts }: SiteDraft): readonly DraftEntry<SiteDevice>[] {
  const own = lifts.filter(({ value }) => !devices.some((device) => device.value.id === value.id)); // else said already
  return [...devices, ...own.map((lift) => ({ ...lift, value: liftAsDevice(lift.value) }))];
}

/** The catalogue, and the profile that lifts have. */
export function withLifts(catalog: Catalog): Catalog {
  return withProfile(catalog, LIFT_PROFILE);
}
