import type { Problem } from '../result.ts';
import { checkFrames } from './frames/checkFrames.ts';
import { evidenceOf, isConfirmed } from './frames/evidence.ts';
import { readTranscript, type Transcript } from './frames/transcript.ts';
import { readYamlFile } from './readYaml.ts';
import { checkDevice } from './rules/deviceRules.ts';
import type { ProfileFinding } from './rules/finding.ts';
import { checkPoint } from './rules/pointRules.ts';
import { checkTerms } from './rules/termRules.ts';
import { type Profile, profileSchema } from './schema.ts';

/** One file of the profile folder: its path, for messages and the folder's name, and what is in it. */
export type ProfileFile = { readonly path: string; readonly text: string };

/** What became of one profile file: the profile unless an error forbids its use, and everything found. */
export type ProfileCheck = {
  readonly folder: string;
  readonly path: string;
  readonly profile: Profile | null;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
};

/** Reads one `…/<id>/profile.yaml`: schema first, then what the schema cannot say. */
export function checkProfile({ path, text }: ProfileFile): ProfileCheck {
  const folder = path.split('/').at(-2) ?? '';
  const read = readYamlFile(path, text, profileSchema);
  if (!read.ok) return { folder, path, profile: null, errors: read.error, warnings: [] };
  const { value: profile, lineOf } = read.value;
  const findings = [
    ...misplaced(profile, folder),
    ...checkDevice(profile),
    ...profile.points.flatMap(checkPoint),
    ...checkTerms(profile),
  ];
  const of = (level: ProfileFinding['level']) =>
    findings
      .filter((finding) => finding.level === level)
      .map(({ code, path: at, what, hint, said }) => ({
        code,
        what,
        where: `${path}:${lineOf(at)}`,
        hint,
        said,
      }));
  const errors = of('error');
  return { folder, path, profile: errors.length === 0 ? profile : null, errors, warnings: of('warning') };
}

/** As `checkProfile`, and holds the profile against its golden transcripts. A profile without any is in error. */
export function checkWithFrames(file: ProfileFile, frames: ProfileFile | undefined): ProfileCheck {
  const check = checkProfile(file);
  if (check.profile === null) return check;
  if (frames === undefined) {
    const missing: Problem = {
      code: 'frames-missing',
      what: `${check.profile.id} has no golden transcript`,
      where: file.path,
      hint: 'add frames.txt beside it: >> request, << reply, == point value',
      said: { key: 'profile.no-frames', named: { profile: check.profile.id } },
    };
    return { ...check, errors: [...check.errors, missing] };
  }
  const transcript = readTranscript(frames.path, frames.text);
  return {
    ...check,
    errors: [
      ...check.errors,
      ...checkFrames(check.profile, transcript, frames.path),
      ...unconfirmed(check.profile, transcript, frames.path),
    ],
  };
}

/** A profile that claims more than anything outside this project shows. */
function unconfirmed(profile: Profile, transcript: Transcript, path: string): Problem[] {
  if (profile.verification === 'unverified' || isConfirmed(profile, evidenceOf(transcript))) return [];
  return [
    {
      code: 'frames-unconfirmed',
      what: `${profile.id} says ${profile.verification}, but no frame or value comes from outside`,
      where: path,
      hint: 'mark a reply with :: frames from … or :: values from …, or write verification: unverified',
      said: {
        key: 'profile.unconfirmed',
        named: { profile: profile.id, verification: profile.verification },
      },
    },
  ];
}

function misplaced({ id }: Profile, folder: string): ProfileFinding[] {
  if (id === folder) return [];
  return [
    {
      level: 'error',
      code: 'id',
      path: ['id'],
      what: `the id is ${id}, the folder is ${folder}`,
      hint: 'a profile is found by its folder: give both one name',
      said: { key: 'profile.id', named: { id, folder } },
    },
  ];
}
