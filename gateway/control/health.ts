import type { Instant } from '../../drivers/reading.ts';
import type { DeviceState, LineState } from '../../drivers/vocabulary.ts';
import type { Problem } from '../core/result.ts';

/** The state of one device as the bus sees it. */
export type DeviceHealth = {
  readonly device: string;
  readonly state: DeviceState;
  readonly since: Instant;
  readonly lastOk: Instant | null;
  readonly ok: number;
  readonly timeouts: number;
  readonly crc: number;
  readonly exceptions: number;
  readonly mismatches: number;
  readonly lateSeen: number;
  readonly beside?: number; // answers that were asked for beside the plan, or once more to be sure
  readonly trouble?: Problem; // why it does not answer as it should, in words
};

export type LineHealth = {
  readonly line: string;
  readonly state: LineState;
  readonly problem?: Problem;
  readonly utilisation: number; // share of the last 10 s in which the line was busy, 0..1
  readonly deadShare: number; // share of the last 10 s spent on devices that did not answer
};
