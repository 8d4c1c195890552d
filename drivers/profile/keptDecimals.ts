/** What of a point says how fine its values are. */
type Fineness = {
  readonly table: string;
  readonly type: string;
  readonly hundredths?: boolean | undefined;
  readonly scale: { readonly factor: number; readonly offset: number } | { readonly max: number };
  readonly transform?: unknown;
  readonly resolution?: number | undefined;
  readonly states?: unknown;
};

/** A float does not say how fine it is: so many decimals lose nothing of a tilt, a crack or a pressure. */
const OF_FLOATS = 4;
const MOST = 9;

/**
 * The decimals of a point whose profile names none: as many as its device can tell apart, so that no limit is held against a value
 * that was made coarser on the way.
 */
export function keptDecimals({
  table,
  type,
  hundredths,
  scale,
  transform,
  resolution,
  states,
}: Fineness): number {
  if (
    table === 'coil' ||
    table === 'discrete' ||
    type === 'bool' ||
    type === 'string' ||
    states !== undefined
  )
    return 0;
  if (resolution !== undefined) return decimalsOf(resolution);
  if ('max' in scale) return scale.max;
  if (transform !== undefined) return OF_FLOATS;
  const own =
    type === 'f32' || type === 'f64'
      ? OF_FLOATS
      : type === 'sign-magnitude-pair'
        ? 3
        : eights(type, hundredths);
  return Math.min(
    MOST,
    Math.max(own === OF_FLOATS ? OF_FLOATS : 0, own + decimalsOf(scale.factor), decimalsOf(scale.offset)),
  );
}

function eights(type: string, hundredths: boolean | undefined): number {
  if (type !== 'u8.8') return 0;
  return hundredths === true ? 2 : 1;
}

/** Decimals that write a number whole; of one that no decimals do (1/3), one more than its first digit. Negative: of 1000, −3. */
function decimalsOf(step: number): number {
  const size = Math.abs(step);
  if (size === 0) return -MOST;
  for (let decimals = -MOST; decimals <= MOST; decimals++) {
    const steps = size * 10 ** decimals;
    if (steps >= 0.5 && Math.abs(steps - Math.round(steps)) < 1e-11 * steps) return decimals;
  }
  return Math.min(MOST, Math.ceil(-Math.log10(size)) + 1);
}
