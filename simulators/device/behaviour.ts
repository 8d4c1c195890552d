import type { PointValue } from '../../drivers/reading.ts';

/** What a device is about to send: its address, the reply PDU, and when: milliseconds after the end of the request. */
export type DeviceAnswer = {
  readonly unit: number;
  readonly pdu: Uint8Array;
  readonly delayMs: number;
  readonly wrongCrc: boolean;
  readonly bitErrorRate: number;
};

/**
 * One way of misbehaving, as handlers of what a device does; those that are left out change nothing. They are asked
 * in the order in which the faults were inflicted.
 */
export type Behaviour = {
  /** Whether a request to `unit` is taken for its own; undefined: no opinion. */
  hears?(unit: number): boolean | undefined;
  /** Whether the request passes unnoticed. */
  deaf?(): boolean;
  /** The Modbus exception with which the request is refused. `writes`: it is a write. */
  refuses?(writes: boolean): number | undefined;
  /** Whether this reply PDU is not sent at all. */
  swallows?(reply: Uint8Array): boolean;
  /** What a point shows instead of `value`; null is a failed sensor. */
  shows?(point: string, value: PointValue): PointValue;
  /** What goes out instead of `answer`. */
  sends?(answer: DeviceAnswer): DeviceAnswer;
  /** Whether it is over and can be forgotten. */
  over?(): boolean;
};
