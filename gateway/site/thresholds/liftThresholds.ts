import { z } from 'zod';
import { MODE, type Mode } from '../../../drivers/lift/car.ts';
import { readYaml } from '../../../drivers/profile/readYaml.ts';
import { CONFIDENCES } from '../../../drivers/vocabulary.ts';
import type { Problem, Result } from '../../core/result.ts';

// Every number says where it comes from and how sure we are of it.
const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const told = { confidence: z.enum(CONFIDENCES), source: text };
const number = z.strictObject({ value: z.number().nonnegative(), ...told });
const modes = z.strictObject({
  value: z.array(z.enum(Object.keys(MODE) as [Mode, ...Mode[]])),
  ...told,
});

const analysis = <Limit extends string>(...limits: Limit[]) =>
  z.strictObject({
    inhibitModes: modes,
    onS: number,
    offS: number,
    limits: z.strictObject(
      Object.fromEntries(limits.map((name) => [name, number])) as Record<Limit, typeof number>,
    ),
  });

/** The delays and limits of lift detection, with their provenance: thresholds.yaml. Seconds, millimetres, mm/s. */
export const thresholdsSchema = z.strictObject({
  silentS: number, // without a look: nothing is known of the lift any more
  entrapment: z.strictObject({
    inhibitModes: modes,
    atLevelSuspectedS: number,
    atLevelConfirmedS: number,
    offLevelSuspectedS: number,
    offLevelConfirmedS: number,
    stoppedOffLevelS: number,
    unansweredS: number,
    demandAfterS: number,
    troubleS: number,
    buttonAtLevelS: number,
    buttonBypassS: number,
    rescueGraceS: number,
    openClearsS: number,
    openClearsSeenEmptyS: number,
    openClearsWithoutZoneS: number,
    runS: number,
    reconfirmS: number,
    inspectionS: number,
    emptyS: number,
    resolvedShownS: number,
    bridgeS: number,
  }),
  analyses: z.strictObject({
    unintendedMovement: analysis('displacementMm', 'relevelMmS'),
    overspeed: analysis('alarmShare', 'alarmSamples', 'warnShare', 'warnS'),
    overtravel: analysis('beyondMm'),
    stopOutsideZone: analysis(),
    doorOpenMoving: analysis('speedMmS'),
    doorCycling: analysis('openings', 'withinS'),
    doorHeldOpen: analysis(),
    noResponse: analysis(),
    longStill: analysis('stillS', 'unwatchedS'),
    testOverdue: analysis('everyS'),
    alarmButton: analysis(),
    sensorFault: analysis(),
    eBike: analysis(),
  }),
});

export type Thresholds = z.infer<typeof thresholdsSchema>;
export type EntrapmentLimits = Thresholds['entrapment'];
export type AnalysisName = keyof Thresholds['analyses'];

/** Reads the file of thresholds; all that is wrong with it is said, with its lines. */
export function readThresholds(path: string, text: string): Result<Thresholds, Problem[]> {
  return readYaml(path, text, thresholdsSchema);
}
