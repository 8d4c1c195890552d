import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { formatProblem } from '../../gateway/core/result.ts';
import type { DetectCommand } from '../../gateway/guard/detect/types.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { Story } from '../guard/detect/story.ts';
import { Hearing } from './hearing.ts';

/**
 * Incidents from the field, one a folder: `site.yaml` (what was installed), `script.yaml` (what happened) and
 * `expected.yaml` (what the gateway must make of it). A case is added by adding a folder.
 */

const quality = z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]);
const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const atS = z.number();
const forS = z.number();
const reason = z.string();
const script = z.array(
  z.union([
    z.strictObject({ atS, point: z.string(), value, quality: quality.optional() }),
    // the same value once a second
    z.strictObject({ fromS: atS, toS: atS, point: z.string(), value, quality: quality.optional() }),
    // one value a second, or every so often
    z.strictObject({ fromS: atS, everyS: z.number().default(1), point: z.string(), values: z.array(value) }),
    // of the occurrence of this rule that stands
    z.strictObject({ atS, acknowledge: z.string() }),
    z.strictObject({ atS, reset: z.string() }),
    z.strictObject({ atS, silence: z.string().nullable() }), // of this rule; null: all that sounds
    z.strictObject({ atS, shelve: z.strictObject({ rule: z.string(), forS, reason }) }),
    z.strictObject({ atS, unshelve: z.string() }),
    z.strictObject({
      atS,
      maintenance: z.strictObject({
        zones: z.array(z.string()).default([]),
        devices: z.array(z.string()).default([]),
        ...{ forS, reason },
      }),
    }),
    z.strictObject({ atS, reload: z.string() }), // another site file of the folder
    z.strictObject({ atS, clock: z.iso.datetime().nullable() }), // civil time at that moment; null: not sure
  ]),
);
const list = z.array(z.record(z.string(), z.unknown()));
const expectation = z.strictObject({
  transitions: list,
  refused: z.array(z.string()).default([]), // the occurrence, rule or verb of each refused command
  periods: list.default([]), // maintenance, as it began and ended
  alarms: list,
  sounds: list.optional(), // what is heard from each moment on
});
type Played = { readonly story: Story; readonly hearing: Hearing };
type Act = { readonly atS: number; readonly play: (played: Played) => void };

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

describe('incident', () => {
  test.each(folders.map(({ name }) => name))('%s', (name) => {
    const folder = join(import.meta.dirname, name);
    const told = new Story(installed(folder, 'site.yaml'));
    const hearing = new Hearing(installed(folder, 'site.yaml'));
    told.onTaken = (atS, alarms) => hearing.alarms(atS, alarms);
    const acts = script.parse(yaml(folder, 'script.yaml')).flatMap((step) => actsOf(step, folder));
    for (const { play } of acts.toSorted((a, b) => a.atS - b.atS)) play({ story: told, hearing });

    const expected = expectation.parse(yaml(folder, 'expected.yaml'));
    const transitions = told.effects.flatMap(({ atS, effect }) =>
      effect.kind === 'transition' ? [{ atS, ...effect.transition }] : [],
    );
    const refused = told.effects.flatMap(({ effect }) =>
      effect.kind === 'answer' && effect.problem !== null ? [subjectOf(effect.command)] : [],
    );
    const periods = told.effects.flatMap(({ atS, effect }) =>
      effect.kind === 'maintenance' ? [{ atS, what: effect.what, ...effect.maintenance }] : [],
    );
    expect(transitions).toMatchObject(expected.transitions);
    expect(refused).toEqual(expected.refused);
    expect(periods).toMatchObject(expected.periods);
    expect(told.alarms).toMatchObject(expected.alarms);
    if (expected.sounds !== undefined) expect(hearing.sounds).toEqual(expected.sounds);
  });
});

function actsOf(step: z.infer<typeof script>[number], folder: string): Act[] {
  if ('values' in step)
    return step.values.map((each, i) => reading(step.fromS + i * step.everyS, step.point, each));
  if ('fromS' in step)
    return Array.from({ length: step.toS - step.fromS + 1 }, (_, i) =>
      reading(step.fromS + i, step.point, step.value, step.quality),
    );
  if ('point' in step) return [reading(step.atS, step.point, step.value, step.quality)];
  return [{ atS: step.atS, play: (played) => void playCommand(played, step, folder) }];
}

type CommandStep = Exclude<z.infer<typeof script>[number], { point: string }>;

function playCommand({ story, hearing }: Played, step: CommandStep, folder: string): unknown {
  const { atS } = step;
  const actor = 'script';
  if ('acknowledge' in step) return story.acknowledge(atS, standing(story, step.acknowledge), actor);
  if ('silence' in step)
    return hearing.silence(atS, step.silence === null ? null : standing(story, step.silence));
  if ('reset' in step)
    return story.command(atS, { verb: 'reset', occurrence: standing(story, step.reset), actor });
  if ('shelve' in step) return story.command(atS, { verb: 'shelve', ...step.shelve, actor });
  if ('unshelve' in step) return story.command(atS, { verb: 'unshelve', rule: step.unshelve, actor });
  if ('maintenance' in step) {
    const { zones, devices, ...rest } = step.maintenance;
    return story.command(atS, { verb: 'maintenance', scope: { zones, devices }, ...rest, actor });
  }
  if ('reload' in step) {
    hearing.reload(installed(folder, step.reload));
    return story.reload(atS, installed(folder, step.reload));
  }
  return story.clock(atS, step.clock === null ? null : Date.parse(step.clock) - atS * 1000);
}

function subjectOf(command: DetectCommand): string {
  if ('occurrence' in command) return command.occurrence;
  return 'rule' in command ? command.rule : command.verb;
}

function reading(atS: number, point: string, read: z.infer<typeof value>, how: Quality = 'good'): Act {
  return { atS, play: ({ story }) => story.read(atS, point, read, how) };
}

/** The rule's own name where no alarm of it stands: an occurrence that does not exist. */
function standing(story: Story, rule: string): string {
  return story.alarm(rule)?.occurrence ?? rule;
}

function installed(folder: string, file: string): Installation {
  const site = loadSite(join(folder, file), readProfiles(), LINE_JUDGES);
  if (!site.ok) throw new Error(site.error.map(formatProblem).join('\n'));
  return site.value;
}

function yaml(folder: string, file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8')) as unknown;
}
