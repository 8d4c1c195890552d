/**
 * Alarms measured so far, line by line. `exceeded`: above their bound; `unpromised`: raised after faults for which
 * nothing is promised (the device had been given up).
 */
export type AlarmTimeView = {
  readonly exceeded: number;
  readonly unpromised: number;
  readonly lines: Readonly<Record<string, SpreadView>>;
};

/**
 * What was measured of one line. `latency`: counts by upper edge in milliseconds; `ofBound`: in tenths of the bound, the
 * last one above it. `newest`: the latest alarm, its time and its bound for the faults it met. `slowestHostMs`: the longest part after the last byte of the reply.
 */
export type SpreadView = {
  readonly count: number;
  readonly latency: readonly { readonly upToMs: number | null; readonly count: number }[];
  readonly ofBound: readonly number[];
  readonly newest: {
    readonly occurrence: string;
    readonly latencyMs: number;
    readonly boundMs: number;
  } | null;
  readonly worst: { readonly latencyMs: number; readonly boundMs: number; readonly ratio: number } | null;
  readonly slowestHostMs: number;
};
