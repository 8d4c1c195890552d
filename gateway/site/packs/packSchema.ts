import { z } from 'zod';
import { CONFIDENCES } from '../../../drivers/vocabulary.ts';
import { POINT_KINDS } from '../rules/ruleKinds.ts';

/**
 * A rule pack: what is usually watched of one kind of sensor, as data. Every value says where it comes from and how sure
 * we are of it, and an installer is shown that. Nothing that was remembered is presented as a standard's. A source that
 * stands behind several values is written once: `source: &ours { … }`, then `source: *ours`.
 */

const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const word = z.string().regex(/^[a-z][a-z0-9-]*$/);

const packValue = z.strictObject({
  value: z.union([z.number(), z.string(), z.boolean(), z.array(z.string().min(1))]), // a list: severities, or states
  below: word.optional(), // a setting of the site: the limit is that setting less the value
  clause: z.string().min(1).optional(), // of the standard, where there is one
  source: text,
  confidence: z.enum(CONFIDENCES),
});

const packRule = z.strictObject({
  kind: z.enum(POINT_KINDS),
  names: text, // {device} and {point} stand for names
  roles: z.array(z.string().min(1)).min(1), // of the points it is made for, one rule each
  kinds: z.array(word).optional(), // of profiles; default: those of the pack
  unit: z.string().min(1).optional(), // of the values; those of a site with another unit of the same quantity are converted
  // path within the rule, e.g. high.red → value
  values: z.record(z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z]+)*$/), packValue),
});

export const packSchema = z.strictObject({
  id: word,
  names: text,
  kinds: z.array(word).min(1), // of profiles
  notes: z.array(text).default([]), // what an installer must know
  settings: z.record(word, z.strictObject({ names: text, unit: z.string() })).default({}),
  rules: z.record(word, packRule),
});

export type Pack = z.infer<typeof packSchema>;
export type PackRule = z.infer<typeof packRule>;
export type PackValue = z.infer<typeof packValue>;
