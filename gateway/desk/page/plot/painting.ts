import UPlot from 'uplot';

/**
 * A curve over time: ink, never smoothed, gaps as gaps. `x` in seconds; `low` and `high` make a band; `bad`: spans whose ground is hatched;
 * `limits`: dashed lines with their words. `spoken` says in words what the picture shows; `read` what stands under the cursor.
 */
export type PlotData = {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
  readonly bad: readonly (readonly [from: number, to: number])[];
  readonly limits: readonly { readonly value: number; readonly words: string }[];
  readonly range: readonly [from: number, to: number];
  readonly tick: (x: number, stepS: number) => string;
};

export type Painted = { readonly ink: string; readonly second: string; readonly line: string };

/** How a curve is drawn (PORTAL §2): an ink line, limits dashed with a label, bad quality as hatched ground. `read`: which sample is under the cursor. */
export function painting(
  data: PlotData,
  { ink, second, line }: Painted,
  size: { width: number; height: number },
  read: (at: number | null) => void,
): UPlot.Options {
  const axis = {
    stroke: second,
    font: '13px system-ui',
    grid: { stroke: line, width: 0.5 },
    ticks: { stroke: line, width: 1 },
  };
  const band = data.low !== undefined;
  const edge = { stroke: second, width: 0.5, points: { show: false }, spanGaps: false };
  return {
    ...size,
    ms: 1e-3,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: () => [data.range[0], data.range[1]] },
      y: {
        range: (_plot, least, most) =>
          padded(
            least,
            most,
            data.limits.map(({ value }) => value),
          ),
      },
    },
    series: [
      {},
      { stroke: ink, width: 1.5, spanGaps: false, points: { show: false } },
      ...(band ? [{ ...edge }, { ...edge }] : []),
    ],
    ...(band ? { bands: [{ series: [3, 2] as [number, number], fill: `${line.trim()}40` }] } : {}),
    axes: [
      {
        ...axis,
        space: 72,
        values: (_plot, at) => at.map((x) => data.tick(x, (at[1] ?? 0) - (at[0] ?? 0))),
        incrs: [
          10,
          20,
          30,
          60,
          600,
          3600,
          2 * 3600,
          4 * 3600,
          6 * 3600,
          12 * 3600,
          86_400,
          2 * 86_400,
          5 * 86_400,
        ],
      },
      { ...axis, size: 56 },
    ],
    hooks: {
      drawClear: [(plot) => hatch(plot, data.bad, second)],
      draw: [(plot) => limits(plot, data.limits, ink)],
      setCursor: [({ cursor }) => read(cursor.idx ?? null)],
    },
  };
}

/** Room above and below; a limit that is not far away is in the picture. */
function padded(least: number | null, most: number | null, limits: readonly number[]): [number, number] {
  if (least === null || most === null) return [0, Math.max(1, ...limits)];
  const span = most - least;
  const near = limits.filter((limit) => Math.abs(limit - least) < Math.max(4 * span, Math.abs(limit) * 1.1));
  const low = Math.min(least, ...near);
  const high = Math.max(most, ...near);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/** A ground of slanted lines, in device pixels. */
function hatch(plot: UPlot, spans: PlotData['bad'], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  for (const [from, to] of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, Math.max(left + 3, plot.valToPos(to, 'x', true)));
    if (!(right > left)) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.beginPath();
    for (let x = left - bbox.height; x < right; x += 12) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

function limits(plot: UPlot, all: PlotData['limits'], colour: string): void {
  const { ctx, bbox } = plot;
  const ratio = UPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.font = `${13 * ratio}px system-ui`;
  ctx.lineWidth = 1.5 * ratio;
  let labelled = Number.POSITIVE_INFINITY;
  for (const { value, words } of all.toSorted((a, b) => a.value - b.value)) {
    const y = plot.valToPos(value, 'y', true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    if (labelled - y < 18 * ratio) continue; // a word upon a word says nothing
    labelled = y;
    ctx.textAlign = 'right';
    ctx.fillText(
      words,
      bbox.left + bbox.width - 4 * ratio,
      y > bbox.top + 18 * ratio ? y - 5 * ratio : y + 15 * ratio,
    );
  }
  ctx.restore();
}
