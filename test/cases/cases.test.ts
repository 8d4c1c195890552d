import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import { formatProblem } from '../../gateway/core/result.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { Story } from '../detect/story.ts';

/**
 * Incidents from the field, one a folder: `site.yaml` (what was installed), `script.yaml` (what happened) and
 * `expected.yaml` (what the gateway must make of it). A case is added by adding a folder.
 */

const quality = z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]);
const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const script = z.array(
  z.union([
    z.strictObject({ atS: z.number(), point: z.string(), value, quality: quality.optional() }),
    // the same value once a second
    z.strictObject({
      fromS: z.number(),
      toS: z.number(),
      point: z.string(),
      value,
      quality: quality.optional(),
    }),
    // one value a second
    z.strictObject({ fromS: z.number(), point: z.string(), values: z.array(value) }),
    z.strictObject({ atS: z.number(), acknowledge: z.string() }), // the standing occurrence of this rule
  ]),
);
const expectation = z.strictObject({
  transitions: z.array(z.record(z.string(), z.unknown())),
  refused: z.array(z.string()).default([]),
  alarms: z.array(z.record(z.string(), z.unknown())),
});
type Act = { readonly atS: number; readonly play: (story: Story) => void };

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

describe('incident', () => {
  test.each(folders.map(({ name }) => name))('%s', (name) => {
    const folder = join(import.meta.dirname, name);
    const site = loadSite(join(folder, 'site.yaml'), readProfiles());
    if (!site.ok) throw new Error(site.error.map(formatProblem).join('\n'));
    const told = new Story(site.value);
    const acts = script.parse(yaml(folder, 'script.yaml')).flatMap(actsOf);
    for (const { play } of acts.toSorted((a, b) => a.atS - b.atS)) play(told);

    const expected = expectation.parse(yaml(folder, 'expected.yaml'));
    const transitions = told.effects.flatMap(({ atS, effect }) =>
      effect.kind === 'transition' ? [{ atS, ...effect.transition }] : [],
    );
    const refused = told.effects.flatMap(({ effect }) =>
      effect.kind === 'answer' && effect.problem !== null ? [effect.command.occurrence] : [],
    );
    expect(transitions).toMatchObject(expected.transitions);
    expect(refused).toEqual(expected.refused);
    expect(told.alarms).toMatchObject(expected.alarms);
  });
});

function actsOf(step: z.infer<typeof script>[number]): Act[] {
  if ('acknowledge' in step) {
    const { atS, acknowledge: rule } = step;
    return [{ atS, play: (story) => story.acknowledge(atS, standing(story, rule), 'script') }];
  }
  if ('atS' in step) return [reading(step.atS, step.point, step.value, step.quality)];
  if ('values' in step) return step.values.map((each, i) => reading(step.fromS + i, step.point, each));
  const { fromS, toS, point } = step;
  return Array.from({ length: toS - fromS + 1 }, (_, i) =>
    reading(fromS + i, point, step.value, step.quality),
  );
}

function reading(atS: number, point: string, read: z.infer<typeof value>, how: Quality = 'good'): Act {
  return { atS, play: (story) => story.read(atS, point, read, how) };
}

/** The rule's own name where no alarm of it stands: an occurrence that does not exist. */
function standing(story: Story, rule: string): string {
  return story.alarms.find((alarm) => alarm.rule === rule)?.occurrence ?? rule;
}

function yaml(folder: string, file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8')) as unknown;
}
