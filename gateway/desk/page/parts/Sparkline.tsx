import type { BuildingPoint } from '../../http/api/buildingApi.ts';
import { traced, trailOf } from '../state/trail.ts';

const WIDTH = 96;
const HEIGHT = 28;

/** The last sixty samples of a point with its nearest limit as a line; a gap is a gap. Says nothing that is not said in words beside it. */
export function Sparkline({ point, limit }: { point: string; limit: number | null }) {
  void traced.value; // draws again when samples were added
  const trail = trailOf(point);
  const numbers = trail.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first, last] = [trail[0], trail.at(-1)];
  const empty = first === undefined || last === undefined || first.at === last.at || numbers.length < 2;
  const shown = limit === null ? numbers : [...numbers, limit];
  const least = Math.min(...shown);
  const span = Math.max(...shown) - least || 1;
  const y = (value: number) => HEIGHT - 3 - ((value - least) / span) * (HEIGHT - 6);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {!empty && limit !== null && <line class="limit" x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} />}
      {!empty && (
        <path
          d={trail
            .map(({ at, value }, index) => {
              if (value === null) return '';
              const x = ((at - first.at) / (last.at - first.at)) * WIDTH;
              const joined = index > 0 && trail[index - 1]?.value !== null;
              return `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y(value).toFixed(1)}`;
            })
            .join('')}
        />
      )}
    </svg>
  );
}

/** The same for a point of the building with its first limit; nothing of what is a state, and no amount. */
export function PointTrail({ of }: { of: BuildingPoint }) {
  if (Object.keys(of.states).length > 0) return null;
  return <Sparkline point={of.point} limit={of.limits[0]?.value ?? null} />;
}
