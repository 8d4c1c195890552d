import { z } from 'zod';

const probability = z.number().min(0).max(1).default(1);

/**
 * What can be wrong with a device. Faults add up; `clear` ends them all. A value here, a behaviour in `behaviours/`.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Dead: hears nothing, does nothing. */
  z.strictObject({ kind: z.literal('silent'), probability }),
  /**
   * Answers `probability` of the requests 1 to 5 times `timeoutMs` late; of those, a share `beyond` comes one to two
   * times `windowMs` after the request instead. A late reply goes out when it is ready, whatever is on the wire then.
   */
  z.strictObject({
    kind: z.literal('late'),
    probability,
    timeoutMs: z.number().positive(),
    beyond: z.number().min(0).max(1).default(0),
    windowMs: z.number().positive().optional(), // default 5 × timeoutMs
  }),
  /** Refuses with a Modbus exception: 1 function, 2 address, 3 value, 4 failure, 6 busy. */
  z.strictObject({ kind: z.literal('exception'), code: z.int().min(1).max(255), probability }),
  /** Answers what it is asked, and refuses whatever is written to it with a Modbus exception. */
  z.strictObject({ kind: z.literal('refuses-writes'), code: z.int().min(1).max(255) }),
  /** Says nothing to a request that it cannot serve, where others answer with exception 1 or 2. */
  z.strictObject({ kind: z.literal('ignores-unknown') }),
  /** Sends a wrong checksum. */
  z.strictObject({ kind: z.literal('wrong-crc'), probability }),
  /** A bad driver or a long stub: each bit of its replies flips with this probability. */
  z.strictObject({ kind: z.literal('noise'), bitErrorRate: z.number().min(0).max(1) }),
  /** Also answers requests meant for others, so that two replies are on the wire at once. */
  z.strictObject({ kind: z.literal('talks-over'), probability }),
  /** Has another unit's address: two devices with one address. */
  z.strictObject({ kind: z.literal('readdress'), unit: z.int().min(1).max(247) }),
  /** Loses power for a moment: silent for its boot time, forgets outputs and whatever was not saved. */
  z.strictObject({ kind: z.literal('reboot'), bootS: z.number().min(0).optional() }),
  /** Shows for ever what it showed last: one point, or all. */
  z.strictObject({ kind: z.literal('stuck'), point: z.string().optional() }),
  /** Its relay contact no longer moves, whatever is written and however long ago: one point, or all. */
  z.strictObject({ kind: z.literal('stuck-relay'), point: z.string().optional() }),
  /** Its sensing element is gone: shows the profile's sentinel where it has one: one point, or all. */
  z.strictObject({ kind: z.literal('sensor-failure'), point: z.string().optional() }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
