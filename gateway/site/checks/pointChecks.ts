import type { Catalog } from '../../../drivers/catalog.ts';
import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { suggestion } from '../nearest.ts';
import type { Draft } from '../schema/shape.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import { sensed } from '../sensed.ts';
import type { Path, SiteText } from '../siteText.ts';
import { mistake } from './checking.ts';

export type FoundPoint = { readonly point: ProfilePoint; readonly device: SiteDevice };

/** The point that `<device>/<point>` at `path` names, or why there is none that is polled; nothing where that was said already. */
export function findPoint(
  reference: string,
  path: Path,
  draft: Draft,
  catalog: Catalog,
  text: SiteText,
): FoundPoint | Problem[] {
  const [deviceId = '', pointId = ''] = reference.split('/');
  const device = sensed(draft).find((entry) => entry.value.id === deviceId)?.value;
  if (device === undefined) {
    const ids = [...draft.ids.devices, ...draft.ids.lifts].map((entry) => entry.value);
    if (ids.includes(deviceId)) return []; // a misshapen device
    return [
      mistake(text, path, 'unknown-device', `there is no device ${deviceId}`, suggestion(deviceId, ids)),
    ];
  }
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) return [];
  const point = profile.points.find(({ id }) => id === pointId);
  if (point === undefined) {
    const known = profile.points.map(({ id }) => id);
    const what = `${deviceId} (${profile.id}) has no point ${pointId}`;
    return [mistake(text, path, 'unknown-point', what, suggestion(pointId, known))];
  }
  if (device.points[pointId]?.enabled !== false) return { point, device };
  const hint = 'remove the rule, or `enabled: false` from the point';
  return [mistake(text, path, 'disabled-point', `${reference} is not polled`, hint)];
}
