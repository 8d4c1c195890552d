import type { Problem } from '../../core/result.ts';
import type { Installation } from '../installation.ts';
import type { SiteText } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake } from './checking.ts';
import { valueType } from './measurement.ts';

/** The owner's button is an input that is read. */
export function pageMistakes({ page, points }: Installation, text: SiteText): Problem[] {
  const name = page?.ownerButton;
  if (name === undefined) return [];
  const path = ['page', 'ownerButton'];
  const point = points.get(name);
  if (point === undefined)
    return [
      mistake(text, path, 'site.no-button', { point: name, suggestion: suggested(name, [...points.keys()]) }),
    ];
  if (valueType(point.profile) === 'boolean') return [];
  return [mistake(text, path, 'site.wrong-type/button', { point: name })];
}
