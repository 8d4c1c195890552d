import { z } from 'zod';
import { annunciatorRule } from './annunciatorRule.ts';
import { changeRule } from './changeRule.ts';
import { countRule } from './countRule.ts';
import { dropRule } from './dropRule.ts';
import { gatewayRule } from './gatewayRule.ts';
import { limitRule } from './limitRule.ts';
import { lossOfSensingRule } from './lossOfSensingRule.ts';
import { overdueRule } from './overdueRule.ts';
import { rateRule } from './rateRule.ts';
import type { AlarmClass, RuleKind } from './ruleKind.ts';
import { stateRule } from './stateRule.ts';
import { voteRule } from './voteRule.ts';

/** Every kind of rule there is. Guard holds beside it how each is judged (`guard/detect/watches.ts`). */
export const KINDS = [
  limitRule,
  rateRule,
  changeRule,
  dropRule,
  stateRule,
  countRule,
  voteRule,
  lossOfSensingRule,
  overdueRule,
  annunciatorRule,
  gatewayRule,
] as const;

type SchemasOf<T extends readonly { schema: unknown }[]> = { readonly [I in keyof T]: T[I]['schema'] };
export const ruleSchema = z.discriminatedUnion(
  'kind',
  KINDS.map(({ schema }) => schema) as unknown as SchemasOf<typeof KINDS>,
);

export type Rule = z.infer<typeof ruleSchema>;
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

/** The kinds by their names. */
export const RULE_KINDS = Object.fromEntries(KINDS.map((kind) => [kind.kind, kind])) as unknown as {
  readonly [K in Rule['kind']]: Extract<(typeof KINDS)[number], { kind: K }>;
};

/** The kinds that a rule pack can make rules of: those about one point. */
export const POINT_KINDS = KINDS.filter(({ schema }) => 'point' in schema.shape).map(({ kind }) => kind);

/** What is known of a rule by its kind. */
export function kindOf({ kind }: Pick<Rule, 'kind'>): RuleKind<Rule> {
  return RULE_KINDS[kind] as unknown as RuleKind<Rule>;
}

/** What the alarms of a rule are; of a rule that is no longer there the graver of both, an alarm. */
export function alarmClass(rule: Pick<Rule, 'kind'> | undefined): AlarmClass {
  return rule === undefined ? 'alarm' : kindOf(rule).class;
}

/** What makes it the same rule after a reload: its kind and what it speaks of. */
export function subjectOf(rule: Rule): string {
  return `${rule.kind} ${kindOf(rule).subject(rule)}`;
}
