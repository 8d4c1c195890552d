import type { PointValue } from '../reading.ts';

/** What a value depends on besides the registers of its block. All of it is about one device. */
export type DecodeContext = {
  /** Constants from the calibration sheet: `<point id>.<name>`, or `<name>` for all points of the device. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Point id → the unit confirmed at commissioning, where the device says it in a register. */
  readonly units?: Readonly<Record<string, string>>;
  /** Point id → last value, for a compensating temperature that is read in another block. */
  readonly values?: Readonly<Record<string, PointValue>>;
};

/** A constant of one point's transform, or undefined when the site does not give it. */
export function parameterOf(context: DecodeContext, pointId: string, name: string): number | undefined {
  return context.parameters[`${pointId}.${name}`] ?? context.parameters[name];
}
