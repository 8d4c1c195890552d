import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AlarmEvidence, EvidenceSeries } from '../../http/api/alarmsApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { useAsked } from '../state/asked.ts';
import { lostSince, nowMono } from '../state/now.ts';
import { pointOf } from '../state/plan.ts';
import { amount, named, say, withUnit, word } from '../state/speech.ts';
import { Plot } from './Plot.tsx';
import type { PlotData } from './painting.ts';

const AROUND_S = 60;
const ASK_AGAIN_MS = 10_000;

/** What was read in the minute before and after an alarm was declared. While the minute after is not over it is asked for again. */
export function Evidence({ occurrence, declaredMono }: { occurrence: string; declaredMono: number | null }) {
  const evidence = useAsked<AlarmEvidence>(
    `/api/alarms/${encodeURIComponent(occurrence)}/evidence`,
    declaredMono,
  );
  const asked = useRef(nowMono.value);
  const { value, failure, again } = evidence;
  const now = nowMono.value;
  useEffect(() => {
    if (failure !== null || value?.complete === true || lostSince.value !== null) return;
    if (now - asked.current < ASK_AGAIN_MS) return;
    asked.current = now;
    again();
  }, [now, value, failure, again]);
  return (
    <section>
      <h2>{say('evidence.title')}</h2>
      <AskedPart asked={evidence} rows={3}>
        {({ series, complete }) => (
          <>
            {series.length === 0 && <p>{say(complete ? 'evidence.none' : 'evidence.not-yet')}</p>}
            {series.slice(0, 1).map((one) => (
              <Around key={one.point} series={one} />
            ))}
            {series.length > 0 && !complete && <p>{say('evidence.going-on')}</p>}
          </>
        )}
      </AskedPart>
    </section>
  );
}

function Around({ series }: { series: EvidenceSeries }) {
  const decimals = pointOf(series.point)?.decimals ?? 2;
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : withUnit(amount(value, decimals), series.unit);
  const data = useMemo<PlotData>(() => curveOf(series), [series]);
  const numbers = series.value.filter((value) => value !== null);
  const spoken = say('evidence.spoken', {
    name: named(series.name),
    least: text(numbers.length === 0 ? null : Math.min(...numbers)),
    most: text(numbers.length === 0 ? null : Math.max(...numbers)),
  });
  return (
    <Plot
      data={data}
      spoken={spoken}
      read={(at) =>
        `${signed(data.x[at] ?? 0)} · ${text(data.y[at])}${series.ok[at] === false ? ` · ${say('evidence.not-good')}` : ''}`
      }
    />
  );
}

function curveOf({ point, ms, value, ok, limit }: EvidenceSeries): PlotData {
  const known =
    pointOf(point)?.limits.map((one) => ({
      value: one.value,
      words: `${one.value} · ${word('SEVERITY_WORDS', one.severity)}`,
    })) ?? [];
  const x = ms.map((one) => one / 1000);
  return {
    x,
    y: value,
    bad: x.flatMap((from, at) => (ok[at] === false ? [[from, x[at + 1] ?? from + 1] as const] : [])),
    // those of the rules today; where the point has none any more, the one it was declared by
    limits:
      known.length > 0
        ? known
        : limit === null
          ? []
          : [{ value: limit, words: say('alarms.limit', { limit }) }],
    range: [-AROUND_S, AROUND_S],
    tick: (at) => signed(at, 0),
  };
}

function signed(s: number, decimals = 1): string {
  return `${s > 0 ? '+' : s < 0 ? '−' : ''}${Math.abs(s).toFixed(decimals)}\u2009s`;
}
