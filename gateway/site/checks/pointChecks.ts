import type { Catalog } from '../../../drivers/catalog.ts';
import type { Problem } from '../../core/result.ts';
import { devicesAndLifts } from '../deviceEntries.ts';
import type { SiteDraft } from '../schema/draft.ts';
import type { Path, SiteText } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake } from './checking.ts';
import type { FoundPoint } from './measurement.ts';

/** The point that `<device>/<point>` at `path` names, or why there is none that is polled; nothing where that was said already. */
export function findPoint(
  reference: string,
  path: Path,
  draft: SiteDraft,
  catalog: Catalog,
  text: SiteText,
): FoundPoint | Problem[] {
  const [deviceId = '', pointId = ''] = reference.split('/');
  const device = devicesAndLifts(draft).find((entry) => entry.value.id === deviceId)?.value;
  if (device === undefined) {
    const ids = [...draft.ids.devices, ...draft.ids.lifts].map((entry) => entry.value);
    if (ids.includes(deviceId)) return []; // a misshapen device
    const named = { device: deviceId, suggestion: suggested(deviceId, ids) };
    return [mistake(text, path, 'site.unknown-device', named)];
  }
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) return [];
  const point = profile.points.find(({ id }) => id === pointId);
  if (point === undefined) {
    const known = profile.points.map(({ id }) => id);
    const named = { device: deviceId, profile: profile.id, point: pointId };
    const suggestion = suggested(pointId, known);
    return [mistake(text, path, 'site.unknown-point/of-device', { ...named, suggestion })];
  }
  if (device.points[pointId]?.enabled !== false) return { point, device };
  return [mistake(text, path, 'site.disabled-point', { point: reference })];
}
