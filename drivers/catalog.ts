import { checkProfile, checkWithFrames, type ProfileCheck, type ProfileFile } from './profile/check.ts';
import { evidenceIn, type FrameEvidence, isConfirmed } from './profile/frames/evidence.ts';
import { profileProblem } from './profile/profileProblems.ts';
import type { Profile } from './profile/schema.ts';
import { ProfileMap } from './profileMap.ts';
import type { Problem } from './result.ts';

/** The profiles that can be used, by id, and what is wrong with the others. */
export type Catalog = {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly evidence: ReadonlyMap<string, FrameEvidence>; // by profile id: what of it was seen outside this project
  readonly problems: readonly Problem[];
};

/**
 * Reads every `…/<id>/profile.yaml` among `files` (others are ignored). A profile with an error is left out and says
 * where and why; the others stay usable. One that no frame from outside confirms is `unverified`. Warnings and golden
 * transcripts are `checkCatalog`'s.
 */
export function buildCatalog(files: Iterable<ProfileFile>): Catalog {
  const profiles = new Map<string, Profile>();
  const evidence = new Map<string, FrameEvidence>();
  const problems: Problem[] = [];
  const all = [...files];
  for (const file of all.filter(isProfile)) {
    const { profile: read, errors } = checkProfile(file);
    problems.push(...errors);
    if (read === null) continue;
    const seen = evidenceIn(framesOf(file, all)?.text);
    const profile = confirmed(read, seen);
    if (profiles.has(profile.id))
      problems.push({
        ...profileProblem('duplicate-profile', { profile: profile.id }),
        where: file.path,
      });
    else {
      profiles.set(profile.id, profile);
      evidence.set(profile.id, seen);
    }
  }
  return { profiles, evidence, problems };
}

/**
 * The same, each profile read when it is first asked for: what a program runs with that needs a few of them. `evidence` and
 * `problems` are of those that were asked for so far. A profile is found by its folder.
 */
export function lazyCatalog(files: Iterable<ProfileFile>): Catalog {
  const all = [...files];
  const byId = new Map(all.filter(isProfile).map((file) => [file.path.split('/').at(-2) ?? '', file]));
  const evidence = new Map<string, FrameEvidence>();
  const problems: Problem[] = [];
  const profiles = new ProfileMap(byId.keys(), (id) => {
    const file = byId.get(id);
    if (file === undefined) return undefined;
    const { profile, errors } = checkProfile(file);
    problems.push(...errors);
    if (profile === null) return undefined;
    const seen = evidenceIn(framesOf(file, all)?.text);
    evidence.set(id, seen);
    return confirmed(profile, seen);
  });
  return { profiles, evidence, problems };
}

/** What keeps a profile that is there from being used; nothing: it can be used, or there is none of that name. */
export function faultsOf({ profiles, problems }: Catalog, id: string): Problem[] {
  if (profiles.get(id) !== undefined) return [];
  return problems.filter(({ where }) => where?.includes(`/${id}/profile.yaml`));
}

/** The catalogue with one profile more. */
export function withProfile(catalog: Catalog, profile: Profile): Catalog {
  const { profiles } = catalog;
  const more = new ProfileMap([...profiles.keys(), profile.id], (id) =>
    id === profile.id ? profile : profiles.get(id),
  );
  return { ...catalog, profiles: more };
}

/** Checks every profile among `files` against everything known, its `frames.txt` included, in the order of `files`. */
export function checkCatalog(files: Iterable<ProfileFile>): ProfileCheck[] {
  const all = [...files];
  return all.filter(isProfile).map((file) => checkWithFrames(file, framesOf(file, all)));
}

/** Whatever a profile says of itself: what nothing outside confirms is shown as unverified everywhere. */
function confirmed(profile: Profile, evidence: FrameEvidence): Profile {
  return isConfirmed(profile, evidence) ? profile : { ...profile, verification: 'unverified' };
}

function framesOf(file: ProfileFile, all: readonly ProfileFile[]): ProfileFile | undefined {
  const frames = file.path.replace(/profile\.yaml$/, 'frames.txt');
  return all.find(({ path }) => path === frames);
}

function isProfile({ path }: ProfileFile): boolean {
  return /(^|\/)profile\.yaml$/.test(path);
}
