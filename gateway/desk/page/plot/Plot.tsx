import { useEffect, useRef, useState } from 'preact/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colours } from '../state/look.ts';
import { type Painted, type PlotData, painting } from './painting.ts';

const HEIGHT = 240;

/** `read`: the words for one place of the curve. */
export function Plot(props: { data: PlotData; spoken: string; read: (at: number) => string }) {
  const { data, spoken, read } = props;
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const painted = colours.value;
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const style = getComputedStyle(document.documentElement);
    const ink: Painted = {
      ink: style.getPropertyValue('--ink'),
      second: style.getPropertyValue('--second'),
      line: style.getPropertyValue('--line'),
    };
    const options = painting(data, ink, { width: box.clientWidth, height: HEIGHT }, setAt);
    const columns = [data.x, data.y, ...(data.low === undefined ? [] : [data.low, data.high ?? data.low])];
    const plot = new UPlot(options, columns as unknown as UPlot.AlignedData, box);
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [data, painted]);
  return (
    <figure class="plot">
      <div ref={place} role="img" aria-label={spoken} />
      <figcaption>{at === null || at >= data.x.length ? spoken : read(at)}</figcaption>
    </figure>
  );
}
