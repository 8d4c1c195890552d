import { z } from 'zod';
import type { Even, Texts } from '../../../drivers/texts.ts';
import type { Problem } from '../../core/result.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Text } from '../../text/language.ts';
import type { SayAtRule } from '../checks/levelChecks.ts';
import type { FoundPoint, Measurement } from '../checks/measurement.ts';
import { signalsSchema } from '../schema/annunciatorSchema.ts';
import type { SiteDevice } from '../schema/deviceSchema.ts';
import { id, type LocalName, name, seconds, severity } from '../schema/schemaParts.ts';
import type { Path } from '../siteText.ts';
import type { RuleVoice } from './ruleWords.ts';

/** What every rule has, whatever its kind. */
const COMMON = {
  id,
  name: name.optional(),
  onDelayS: seconds.default(0), // 0 means at once
  atOnce: z.array(severity).default([]), // levels that do not wait for the on-delay
  offDelayS: seconds.default(0),
  latch: z.array(severity).default([]), // an alarm that reached one of these stays until it is reset
  reAlarmS: seconds.positive().optional(), // announced again when it still stands this long after it was last announced
  signals: signalsSchema.optional(), // what it sounds and moves; else the site's, or the fault tone for faults
};

/** An alarm is a matter of the building; a fault is one of what watches it. */
export type AlarmClass = 'alarm' | 'fault';

/**
 * All that the gateway knows of one kind of rule but how it is judged, which guard has (`guard/detect/kinds/`). `R` is a
 * rule of this kind. Nothing here is optional: a kind that leaves something out does not compile.
 */
export type RuleKind<R> = {
  readonly names: Text; // what it looks for, in a word or two
  readonly class: AlarmClass;
  /** Whether it judges each reading as it comes, so that its points have an alarm time. The others look at windows of minutes to days. */
  readonly atOnce: boolean;
  /** Its fields whose numbers are in `unit`: a rule pack converts them with the unit. */
  readonly inUnit: readonly string[];
  /** The points it judges, `<device>/<point>`. */
  points(rule: R): readonly string[];
  /** What it is about: with its kind that makes it the same rule after a reload. */
  subject(rule: R): string;
  /** What it watches for, for one line of a list. */
  describe(rule: R, voice: RuleVoice): string;
  /** What is wrong with a rule of the right shape. That its `device` is one is known already. */
  check(rule: R, checking: RuleChecking): Problem[];
  /** Where there may be one rule about each subject: what is said of a second one. */
  readonly second: ((rule: R, other: string, say: SayAtRule) => Problem) | null;
  /** The rules of this kind that a site has by itself. A rule of the site file about the same takes the place of one. */
  readonly byItself: ((site: Equipment) => readonly (SelfMade & Partial<R>)[]) | null;
};

/** What the checks of a rule are given. Paths are below the rule. */
export type RuleChecking = {
  readonly whole: boolean; // false: something misshapen was left out, so nothing that is missing is held against it
  readonly say: SayAtRule;
  /** The point that is named at `at`, or what is wrong with that. */
  find(reference: string, at: Path): FoundPoint | Problem[];
  /** What is wrong with the rule's own point; where nothing is, what `check` says. */
  about(reference: string, check: (measured: Measurement, found: FoundPoint) => Problem[]): Problem[];
  device(id: string): SiteDevice | undefined;
};

/** What a site has that rules are made for. */
export type Equipment = {
  readonly devices: readonly {
    readonly id: string;
    readonly name: LocalName;
    readonly points: readonly { readonly periodMs: number }[];
    readonly calibrationDue: string | undefined;
    readonly bumpTest?: SiteDevice['bumpTest'];
  }[];
  readonly annunciators: readonly { readonly device: string }[];
};

/** A rule that nobody wrote. Ids of the site file have no dots, those of such rules have. */
export type SelfMade = { readonly id: string; readonly name: LocalName };

type RuleWith<K extends string, F extends z.ZodRawShape> = z.output<
  z.ZodObject<typeof COMMON & { kind: z.ZodLiteral<K> } & F, z.core.$strict>
>;

/**
 * Declares a kind of rule.
 *
 * @param fields what such a rule has beside what all rules have
 * @param sentences what is said of it alone, in every language; `describe` says them by `own`
 */
export function ruleKind<const K extends string, const F extends z.ZodRawShape, const S extends Texts>(
  kind: K,
  fields: F,
  sentences: S & Even<S>,
  {
    describe,
    ...rest
  }: Omit<RuleKind<RuleWith<K, F>>, 'describe'> & {
    describe(rule: RuleWith<K, F>, voice: RuleVoice, own: Say<S>): string;
  },
) {
  const schema = z.strictObject({ ...COMMON, kind: z.literal(kind), ...fields });
  return {
    ...rest,
    kind,
    schema,
    sentences: sentences as S,
    describe: (rule: RuleWith<K, F>, voice: RuleVoice) =>
      describe(rule, voice, speaker<S>(sentences, voice.language)),
  };
}

/** Of a rule about one point, of which a site may have several and none by itself. */
export const ofPoint = {
  points: ({ point }: { readonly point: string }) => [point],
  subject: ({ point }: { readonly point: string }) => point,
  second: null,
  byItself: null,
} as const;

/** Of a rule about a device or the gateway as a whole. */
export const ofNoPoint = {
  atOnce: false,
  inUnit: [],
  points: () => [],
  check: () => [],
} as const;

/** The name of a self-made rule: `Kitchen: not sensing`. */
export function nameOf({ name: own }: { readonly name: LocalName }, en: string, zh: string): LocalName {
  const words = typeof own === 'string' ? { en: own, zh: own } : own;
  return { en: `${words.en}: ${en}`, zh: `${words.zh}：${zh}` };
}
