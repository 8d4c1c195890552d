import { checkProfile, checkWithFrames, type ProfileCheck, type ProfileFile } from './profile/check.ts';
import { profileProblem } from './profile/profileProblems.ts';
import type { Profile } from './profile/schema.ts';
import type { Problem } from './result.ts';

/** The profiles that can be used, by id, and what is wrong with the others. */
export type Catalog = {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly problems: readonly Problem[];
};

/**
 * Reads every `…/<id>/profile.yaml` among `files` (others are ignored). A profile with an error is left out and says
 * where and why; the others stay usable. Warnings and golden transcripts are `checkCatalog`'s.
 */
export function buildCatalog(files: Iterable<ProfileFile>): Catalog {
  const profiles = new Map<string, Profile>();
  const problems: Problem[] = [];
  for (const file of files) {
    if (!isProfile(file)) continue;
    const { profile, errors } = checkProfile(file);
    problems.push(...errors);
    if (profile === null) continue;
    if (profiles.has(profile.id))
      problems.push({
        ...profileProblem('duplicate-profile', { profile: profile.id }),
        where: file.path,
      });
    else profiles.set(profile.id, profile);
  }
  return { profiles, problems };
}

/** Checks every profile among `files` against everything known, its `frames.txt` included, in the order of `files`. */
export function checkCatalog(files: Iterable<ProfileFile>): ProfileCheck[] {
  const all = [...files];
  return all.filter(isProfile).map((file) => {
    const frames = file.path.replace(/profile\.yaml$/, 'frames.txt');
    return checkWithFrames(
      file,
      all.find(({ path }) => path === frames),
    );
  });
}

function isProfile({ path }: ProfileFile): boolean {
  return /(^|\/)profile\.yaml$/.test(path);
}
