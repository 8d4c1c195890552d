/** What a drive may do: m/s, m/s², m/s³. */
export type Limits = { readonly speed: number; readonly acceleration: number; readonly jerk: number };

/** A stretch of constant jerk; `s`, `v`, `a` are what it begins with. Metres and seconds. */
type Segment = {
  readonly fromS: number;
  readonly forS: number;
  readonly jerk: number;
  readonly s: number;
  readonly v: number;
  readonly a: number;
};

/** A movement in one direction that ends at rest. */
export type Profile = {
  readonly segments: readonly Segment[];
  readonly durationS: number;
  readonly distanceM: number;
  readonly peakMps: number;
  readonly brakesAtS: number; // when deceleration begins
};

export type Motion = { readonly s: number; readonly v: number; readonly a: number };

/**
 * From rest to rest over `distanceM`, as fast as the limits allow: seven segments, of which a short trip leaves out the
 * cruise and, shorter still, the stretch of constant acceleration. Closed form.
 */
export function travel(distanceM: number, limits: Limits): Profile {
  const peak = Math.min(limits.speed, reachable(distanceM, limits));
  const { ramp, hold, top } = rise(peak, limits);
  const cruise = peak > 0 ? Math.max(0, distanceM / peak - (2 * ramp + hold)) : 0;
  const jerk = ramp > 0 ? top / ramp : 0;
  const brakesAtS = 2 * ramp + hold + cruise;
  const segments = chain(0, [
    [ramp, jerk],
    [hold, 0],
    [ramp, -jerk],
    [cruise, 0],
    [ramp, -jerk],
    [hold, 0],
    [ramp, jerk],
  ]);
  const durationS = brakesAtS + 2 * ramp + hold;
  return { segments, durationS, distanceM, peakMps: peak, brakesAtS };
}

/**
 * The distance a car at its rated speed needs to come to rest: v(a² + vj)/(2aj), and v√(v/j) where the jerk does not let
 * it reach that deceleration.
 */
export function stopDistance({ speed, acceleration, jerk }: Limits): number {
  if (speed * jerk < acceleration ** 2) return speed * Math.sqrt(speed / jerk);
  return (speed * (acceleration ** 2 + speed * jerk)) / (2 * acceleration * jerk);
}

/** The brake falls in: constant deceleration (m/s²) from `speed` to rest. */
export function brakeStop(speed: number, deceleration: number): Profile {
  const durationS = speed / deceleration;
  const segments = [{ fromS: 0, forS: durationS, jerk: 0, s: 0, v: speed, a: -deceleration }];
  return { segments, durationS, distanceM: (speed * durationS) / 2, peakMps: speed, brakesAtS: 0 };
}

/** Where a movement is `t` seconds after its begin: metres, m/s, m/s² along the direction of travel. */
export function motionAt(profile: Profile, t: number): Motion {
  if (t >= profile.durationS) return { s: profile.distanceM, v: 0, a: 0 };
  let segment: Segment | undefined;
  for (const one of profile.segments) {
    if (one.fromS > t) break;
    segment = one;
  }
  return segment === undefined ? { s: 0, v: 0, a: 0 } : within(segment, Math.max(0, t) - segment.fromS);
}

/** The highest speed of a trip that is too short for more. */
function reachable(distanceM: number, { acceleration, jerk }: Limits): number {
  const lag = acceleration / jerk;
  const withHold = (acceleration * (Math.sqrt(lag * lag + (4 * distanceM) / acceleration) - lag)) / 2;
  return withHold >= acceleration * lag ? withHold : Math.cbrt((distanceM * distanceM * jerk) / 4);
}

/** How a speed is reached: seconds of rising jerk, seconds at the highest acceleration, and that acceleration. */
function rise(speed: number, { acceleration, jerk }: Limits): { ramp: number; hold: number; top: number } {
  const top = Math.min(acceleration, Math.sqrt(speed * jerk));
  const ramp = top / jerk;
  return { ramp, hold: top > 0 ? Math.max(0, speed / top - ramp) : 0, top };
}

function chain(v: number, stretches: readonly (readonly [seconds: number, jerk: number])[]): Segment[] {
  const segments: Segment[] = [];
  let at: Motion = { s: 0, v, a: 0 };
  let fromS = 0;
  for (const [forS, jerk] of stretches) {
    const segment = { ...at, fromS, forS, jerk };
    segments.push(segment);
    at = within(segment, forS);
    fromS += forS;
  }
  return segments;
}

function within({ s, v, a, jerk }: Segment, t: number): Motion {
  return {
    s: s + v * t + (a * t * t) / 2 + (jerk * t ** 3) / 6,
    v: v + a * t + (jerk * t * t) / 2,
    a: a + jerk * t,
  };
}
