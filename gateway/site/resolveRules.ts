import { liftAsDevice } from './deviceEntries.ts';
import type { Device, Installation, Provenance } from './installation.ts';
import { type MadeRule, packRules } from './packs/packRules.ts';
import { shippedPacks } from './packs/packs.ts';
import { KINDS, kindOf, type Rule, ruleSchema, subjectOf } from './rules/ruleKinds.ts';
import type { Site } from './schema/siteSchema.ts';

/**
 * All rules of a site: those of the file, those of rule packs with where their values come from, and those that every
 * site has by itself. The installer's own rule takes the place of a default about the same.
 */
export function resolveRules(
  site: Site,
  devices: readonly Device[],
): Pick<Installation, 'rules' | 'provenance'> {
  const made = [...site.devices, ...site.lifts.map(liftAsDevice)].flatMap((device) => {
    const pack = device.pack === undefined ? undefined : shippedPacks().packs.get(device.pack);
    const profile = devices.find(({ id }) => id === device.id)?.profile;
    return pack === undefined || profile === undefined ? [] : packRules(device, profile, pack);
  });
  return {
    rules: [
      ...site.rules,
      ...made.map(ruleOf),
      ...selfMadeRules(
        site,
        devices.filter(({ madeOf }) => madeOf === undefined),
      ),
    ],
    provenance: new Map(made.map((one) => [ruleOf(one).id, provenanceOf(one)])),
  };
}

function ruleOf(made: MadeRule): Rule {
  if ('rule' in made) return made.rule;
  throw new Error(`unchecked site: ${made.packRule} of ${made.point} cannot be made`);
}

function provenanceOf(made: MadeRule): Provenance {
  if ('provenance' in made) return made.provenance;
  throw new Error(`unchecked site: ${made.packRule} of ${made.point} cannot be made`);
}

function selfMadeRules({ rules, annunciators }: Site, devices: readonly Device[]): Rule[] {
  const written = new Set(rules.map(subjectOf));
  return KINDS.flatMap((kind) =>
    (kindOf(kind).byItself?.({ devices, annunciators }) ?? [])
      .map(({ id, name, ...rule }) => ({
        ...ruleSchema.parse({ ...rule, kind: kind.kind, id: 'default' }), // its own id has a dot
        id,
        name,
      }))
      .filter((rule) => !written.has(subjectOf(rule))),
  );
}
