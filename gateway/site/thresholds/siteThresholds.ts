import type { Text } from '../../core/result.ts';
import type { Thresholds } from './liftThresholds.ts';

/** A number of the thresholds as everybody finds it: where it stands, what it is, how sure we are. */
export type NamedThreshold = {
  readonly name: string; // `doorHeldOpen.onS`, `entrapment.offLevelConfirmedS`, `silentS`
  readonly value: number;
  readonly confidence: string;
  readonly source: Text;
};

type ToldThreshold = { readonly value: unknown; readonly confidence: string; readonly source: Text };

/** All numbers by name. Modes in which something is not looked for are no numbers, and not among them. */
export function namedThresholds({ silentS, entrapment, analyses }: Thresholds): NamedThreshold[] {
  const groups: [string, object][] = [['entrapment', entrapment], ...Object.entries(analyses)];
  return [
    ...numberOf('silentS', silentS),
    ...groups.flatMap(([group, part]) => {
      const { limits = {}, ...own } = part as { readonly limits?: object };
      return Object.entries({ ...own, ...limits }).flatMap(([name, told]) =>
        numberOf(`${group}.${name}`, told as ToldThreshold),
      );
    }),
  ];
}

/** The thresholds with what was chosen on site, by name. Every name must be one of `namedThresholds`. */
export function withChosen(thresholds: Thresholds, chosen: Readonly<Record<string, number>>): Thresholds {
  if (Object.keys(chosen).length === 0) return thresholds;
  const changed = structuredClone(thresholds);
  for (const [name, value] of Object.entries(chosen)) {
    const [group = '', own] = name.split('.');
    const part =
      own === undefined ? changed : group === 'entrapment' ? changed.entrapment : analysisOf(changed, group);
    const holder = part as Record<string, ToldThreshold> & { limits?: Record<string, ToldThreshold> };
    const key = own ?? group;
    const place = holder.limits !== undefined && key in holder.limits ? holder.limits : holder;
    place[key] = { value, confidence: 'engineering', source: CHOSEN };
  }
  return changed;
}

export const CHOSEN: Text = { en: 'chosen on site', zh: '现场设定' };

function analysisOf({ analyses }: Thresholds, name: string): object {
  const analysis = (analyses as Readonly<Record<string, object>>)[name];
  if (analysis === undefined) throw new Error(`unchecked site: no threshold of ${name}`);
  return analysis;
}

function numberOf(name: string, { value, confidence, source }: ToldThreshold): NamedThreshold[] {
  return typeof value === 'number' ? [{ name, value, confidence, source }] : [];
}
