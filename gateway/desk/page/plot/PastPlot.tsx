import { useMemo } from 'preact/hooks';
import type { BuildingPoint } from '../../http/api/buildingApi.ts';
import type { HistorySpan, PointHistory } from '../../http/api/historyApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { useAsked } from '../state/asked.ts';
import { plan } from '../state/plan.ts';
import { amount, clockTime, day, named, percent, say, withUnit, word } from '../state/speech.ts';
import { Plot } from './Plot.tsx';
import type { PlotData } from './painting.ts';

/** A day, a week or a month of a point: mean with the band of least and greatest, gaps as gaps. */
export function PastPlot({ point, span }: { point: BuildingPoint; span: HistorySpan }) {
  const query = new URLSearchParams({ point: point.point, span });
  const history = useAsked<PointHistory>(`/api/history?${query}`);
  return (
    <>
      <AskedPart asked={history} rows={4}>
        {(told) => <Told point={point} history={told} />}
      </AskedPart>
      <p>
        <a href={`/api/history.csv?${query}`} download>
          {say('history.csv')}
        </a>
      </p>
    </>
  );
}

function Told({ point, history }: { point: BuildingPoint; history: PointHistory }) {
  const data = useMemo(() => curveOf(point, history), [point, history]);
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const [least, most] = [known(history.min), known(history.max)];
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : withUnit(amount(value, point.decimals), point.unit);
  if (least.length === 0) return <p>{say('history.none')}</p>;
  const watched = history.count.filter((count) => count > 0).length / Math.max(1, history.count.length);
  const spoken = say('history.spoken', {
    name: named(point.name),
    least: text(Math.min(...least)),
    most: text(Math.max(...most)),
    watched: percent(watched),
  });
  return (
    <>
      <Plot
        data={data}
        spoken={spoken}
        read={(at) => {
          const when = stamp((data.x[at] ?? 0) * 1000);
          if (history.count[at] === 0) return `${when} · ${say('history.gap')}`;
          const bad = (history.bad[at] ?? 0) > 0 ? ` · ${say('history.bad')}` : '';
          return `${when} · ${text(history.mean[at])} (${text(history.min[at])} … ${text(history.max[at])})${bad}`;
        }}
      />
      {history.partial && <p>{say('history.partial')}</p>}
    </>
  );
}

function curveOf(point: BuildingPoint, { from, stepMs, min, max, mean, bad }: PointHistory): PlotData {
  const x = mean.map((_, at) => (from + (at + 0.5) * stepMs) / 1000);
  const half = stepMs / 2000;
  return {
    ...{ x, y: mean, low: min, high: max },
    bad: x.flatMap((at, index) => ((bad[index] ?? 0) > 0 ? [[at - half, at + half] as const] : [])),
    limits: point.limits.map(({ value, severity }) => ({
      value,
      words: `${value} · ${word('SEVERITY_WORDS', severity)}`,
    })),
    range: [from / 1000, (from + mean.length * stepMs) / 1000],
    tick: (at, stepS) =>
      stepS >= 86_400 ? day(at * 1000, plan.value?.timeZone).slice(5) : stampShort(at * 1000),
  };
}

function stamp(ms: number): string {
  return `${day(ms, plan.value?.timeZone)} ${clockTime(ms, plan.value?.timeZone).slice(0, 5)}`;
}

function stampShort(ms: number): string {
  return clockTime(ms, plan.value?.timeZone).slice(0, 5);
}
