import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { BumpLeg, BumpTest } from '../../commission/check/bumpTest.ts';
import { BUMP_LEGS, bumpPassed } from '../../commission/check/bumpTest.ts';
import type { Identification } from '../../commission/scan/fingerprint.ts';
import type { LocalName } from '../../site/schema/siteSchema.ts';

/** A moment on a paper; null where no clock knew it, and then the paper says so. */
export type PaperTime = { readonly utc: string | null; readonly quality: string };

/**
 * What was found and proven when a building was commissioned. The JSON of exactly this is what is signed. `as-found` is before
 * the zero was taken, `as-left` after.
 */
export type CommissioningRecord = {
  readonly kind: 'lifeline/commissioning-record/1';
  readonly gateway: string;
  readonly software: string;
  readonly building: LocalName | null;
  readonly issued: PaperTime;
  readonly time_zone?: string; // of the building, IANA
  readonly devices: readonly RecordedDevice[];
  readonly building_tests: readonly BuildingTest[];
  readonly alarm_times: readonly {
    readonly point: string;
    readonly name?: LocalName; // of the device and the point
    readonly promised_ms: number | null;
    readonly measured_ms: number | null;
  }[];
  readonly exceptions: readonly { readonly about: string; readonly reason: string; readonly by: string }[];
  readonly people: readonly { readonly name: string; readonly role: string; readonly signed: PaperTime }[];
};

export type RecordedDevice = {
  readonly id: string;
  readonly name: LocalName;
  readonly place: LocalName | null;
  readonly line: string;
  readonly unit: number;
  readonly serial_number: string | null;
  readonly profile: string;
  readonly kind?: LocalName; // what its profile calls it
  readonly certainty: Identification['confidence'] | 'by-hand' | null;
  readonly verification: string; // of the profile
  readonly photo: string | null; // a data URL, 24 mm wide on paper
  readonly reading: {
    readonly value: PointValue;
    readonly unit: string;
    readonly quality: Quality;
    readonly of?: LocalName; // the point
  } | null;
  readonly zero: {
    readonly as_found: number | null;
    readonly as_left: number;
    readonly spread: number;
    readonly unit: string;
    readonly taken: PaperTime;
    readonly by: string;
  } | null;
  /** Its rules judge a change, and its zero was not taken, or is not in force. */
  readonly zero_open?: boolean;
  /** Some rule makes an alarm of one of its points, so that a bump test proves something. */
  readonly bump_due: boolean;
  readonly bump: RecordedBump | null;
  readonly calibration_due: string | null;
};

export type RecordedBump = {
  readonly passed: boolean;
  readonly gas: string | null;
  readonly done?: PaperTime;
  readonly by?: string;
  /** How the first test ended, where this is another one: what was found before anything was put right. */
  readonly as_found?: {
    readonly passed: boolean;
    readonly failed: readonly BumpLeg[];
    readonly done: PaperTime;
  } | null;
  readonly legs: readonly {
    readonly leg: BumpLeg;
    readonly outcome: 'passed' | 'failed' | 'unproven';
    readonly ms: number | null; // after the start
    readonly took_ms: number | null; // after the leg before it, as its limit counts
    readonly limit_ms: number | null;
    readonly detail: string | null;
  }[];
};

/** Why a test of the building ended as it did, where the outcome does not say it. */
export const TEST_WHYS = [
  ...(['not-heard', 'read-back-silent', 'nobody-said'] as const),
  ...(['not-acknowledged', 'nobody-subscribed', 'not-connected'] as const), // of an uplink
  ...(['shown-otherwise', 'not-told'] as const),
] as const;
export type TestWhy = (typeof TEST_WHYS)[number];

/** `unproven`: nothing was there that could have answered. `detail`: outputs, a time, what a clock is worth. */
export type BuildingTest = {
  readonly test: 'siren' | 'uplink' | 'clock' | 'disk' | 'power' | 'lift';
  readonly where: string | null;
  readonly outcome: 'passed' | 'failed' | 'unproven';
  readonly why: TestWhy | null;
  readonly detail: string | null;
  readonly done?: PaperTime;
  readonly by?: string;
};

/** A bump test as it is printed; null while it runs. */
export function recordedBump(test: BumpTest, gas: string | null): RecordedBump | null {
  const passed = bumpPassed(test);
  if (passed === null) return null;
  const legs = BUMP_LEGS.flatMap((leg) => {
    const result = test.legs[leg];
    return result === undefined
      ? []
      : [{ leg, ...result, took_ms: tookMs(test, leg), limit_ms: test.limits[leg] }];
  });
  return { passed, gas, legs };
}

function tookMs({ legs }: BumpTest, leg: BumpLeg): number | null {
  const ms = legs[leg]?.ms ?? null;
  if (ms === null) return null;
  const before = BUMP_LEGS.slice(0, BUMP_LEGS.indexOf(leg)).map((one) => legs[one]?.ms ?? 0);
  return ms - Math.max(0, ...before.filter((earlier) => earlier <= ms));
}

/**
 * The one sentence of a record: `complete` where every device is named, has its zero where it needs one and passed its bump
 * test; `with-exceptions` where each gap has a written reason; else `incomplete`.
 * A device of which no rule makes an alarm has no bump test.
 */
export function statementOf(record: CommissioningRecord): 'complete' | 'with-exceptions' | 'incomplete' {
  const gaps = gapsOf(record);
  if (gaps.length === 0) return 'complete';
  const reasons = new Set(
    record.exceptions.filter(({ reason }) => reason.trim() !== '').map(({ about }) => about),
  );
  return gaps.every((gap) => reasons.has(gap)) ? 'with-exceptions' : 'incomplete';
}

/** What is missing or failed, by what it is about: a device, or a test of the building. */
export function gapsOf({ devices, building_tests }: CommissioningRecord): string[] {
  const ofDevices = devices.filter(
    ({ bump, bump_due, zero_open, certainty, reading }) =>
      (bump_due && bump?.passed !== true) ||
      zero_open === true ||
      certainty === 'unknown' ||
      reading === null ||
      reading.value === null,
  );
  const ofTests = building_tests.filter(({ outcome }) => outcome !== 'passed');
  return [
    ...ofDevices.map(({ id }) => id),
    ...ofTests.map(({ test, where }) => (where === null ? test : `${test} ${where}`)),
  ];
}
