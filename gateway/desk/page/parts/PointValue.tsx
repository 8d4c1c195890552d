import type { BuildingPoint } from '../../http/api/buildingApi.ts';
import type { LiveValue } from '../../http/api/liveApi.ts';
import { nowMono } from '../state/now.ts';
import { amount, named, say, span, withUnit, word } from '../state/speech.ts';

const OLD_MS = 3_000;

/** A value as people may take it: a good one with its unit, an uncertain one marked, a bad one as what is wrong, never as a number. */
export function PointValue({ point, live }: { point: BuildingPoint; live: LiveValue | undefined }) {
  if (live === undefined) return <span class="bad">— · {say('value.none-yet')}</span>;
  const { quality, value } = live;
  const ageMs = nowMono.value - live.at;
  const old = ageMs > Math.max(OLD_MS, 3 * point.periodMs) ? say('value.ago', { span: span(ageMs) }) : null;
  if (value === null)
    return (
      <span class="bad">
        — · {word('QUALITY_WORDS', quality)} · {say('value.for', { span: span(ageMs) })}
      </span>
    );
  return (
    <span>
      <span class="amount">
        {quality === 'good' ? '' : '≈ '}
        {valueText(point, value)}
      </span>
      {quality !== 'good' && <small class="beside">{word('QUALITY_WORDS', quality)}</small>}
      {old !== null && <small class="beside">{old}</small>}
    </span>
  );
}

/** A value in the words or with the unit of its point. */
export function valueText(point: BuildingPoint, value: number | string | boolean): string {
  const state = point.states[typeof value === 'boolean' ? String(Number(value)) : String(value)];
  if (state !== undefined) return named(state);
  if (typeof value === 'boolean') return say(value ? 'value.on' : 'value.off');
  return typeof value === 'number' ? withUnit(amount(value, point.decimals), point.unit) : value;
}
