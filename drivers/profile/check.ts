import type { Problem } from '../result.ts';
import { checkFrames } from './frames/checkFrames.ts';
import { evidenceOf, isConfirmed } from './frames/evidence.ts';
import { readTranscript, type Transcript } from './frames/transcript.ts';
import { profileProblem } from './profileProblems.ts';
import { readYamlFile } from './readYaml.ts';
import { checkDevice } from './rules/deviceRules.ts';
import type { ProfileFinding } from './rules/finding.ts';
import { checkPoint } from './rules/pointRules.ts';
import { checkTerms } from './rules/termRules.ts';
import { type Profile, profileSchema } from './schema.ts';

/** One file of the profile folder: its path, for messages and the folder's name, and what is in it. */
export type ProfileFile = {
  readonly path: string;
  readonly text: string;
  readonly unreadable?: Problem; // it is no UTF-8
};

/** What became of one profile file: the profile unless an error forbids its use, and everything found. */
export type ProfileCheck = {
  readonly folder: string;
  readonly path: string;
  readonly profile: Profile | null;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
};

/** Reads one `…/<id>/profile.yaml`: schema first, then what the schema cannot say. */
export function checkProfile({ path, text, unreadable }: ProfileFile): ProfileCheck {
  const folder = path.split('/').at(-2) ?? '';
  if (unreadable !== undefined) return { folder, path, profile: null, errors: [unreadable], warnings: [] };
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
      .map(({ path: at, problem }) => ({ ...problem, where: `${path}:${lineOf(at)}` }));
  const errors = of('error');
  return { folder, path, profile: errors.length === 0 ? profile : null, errors, warnings: of('warning') };
}

/** As `checkProfile`, and holds the profile against its golden transcripts. A profile without any is in error. */
export function checkWithFrames(file: ProfileFile, frames: ProfileFile | undefined): ProfileCheck {
  const check = checkProfile(file);
  if (check.profile === null) return check;
  if (frames === undefined) {
    const missing = { ...profileProblem('frames-missing', { profile: check.profile.id }), where: file.path };
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
  const named = { profile: profile.id, verification: profile.verification };
  return [{ ...profileProblem('frames-unconfirmed', named), where: path }];
}

function misplaced({ id }: Profile, folder: string): ProfileFinding[] {
  if (id === folder) return [];
  return [
    {
      level: 'error',
      path: ['id'],
      problem: profileProblem('id', { id, folder }),
    },
  ];
}
