/**
 * How one exchange of a device went, for whoever holds the line to the alarm time that was promised. `lost`: no usable
 * answer came: silence, garbage, or an exception. Times are `mono`; milliseconds.
 */
export type ExchangeNote = {
  readonly line: string;
  readonly device: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly lost: 'silent' | 'garbled' | 'refused' | null;
  readonly readyAt: number; // from when on its unit may be asked again
  readonly heldMs: number; // that the probe budget made it wait before this exchange
};
