import type { Transition } from '../../control/alarm.ts';
import type { Installation } from '../../site/installation.ts';

/** Points whose samples are evidence of an alarm: those it is about, and with them all of its device. */
export type EvidenceScope = { readonly own: readonly string[]; readonly all: readonly string[] };

/**
 * What belongs to an alarm: its point, every point its rule names, and the other points of its device, which show what
 * else went on (temperature, supply, sensor state); of a lift also those of the devices that tell of it. Not its whole place: that is often a floor of a building, and what
 * is alarming there has evidence of its own.
 */
export function evidenceScope(
  { rule, device, point }: Pick<Transition, 'rule' | 'device' | 'point'>,
  { rules, devices, points }: Pick<Installation, 'rules' | 'devices' | 'points'>,
): EvidenceScope {
  const named = texts(rules.find(({ id }) => id === rule)).filter((text) => points.has(text));
  const own = [...new Set([...(point === null ? [] : [point]), ...named])];
  const { madeOf = [] } = devices.get(device) ?? {};
  const siblings = [device, ...madeOf].flatMap((id) => devices.get(id)?.points.map((one) => one.id) ?? []);
  return { own, all: [...new Set([...own, ...siblings])] };
}

/** Every text in a rule, however deep: kinds of rules name their points each in their own way. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
