import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesDeep } from '../../core/filesDeep.ts';
import type { Problem } from '../../core/result.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, NOT_LOOKED } from '../box.ts';
import { userName, userOf } from '../users.ts';

/** What nobody but its program may read, with the mode it should have; courier reads secrets.yaml by its group. */
const SECRET_FILES: readonly (readonly [pattern: RegExp, forbidden: number, wanted: string])[] = [
  [/^secrets\.yaml$/, 0o037, '640'],
  [/\.key$|^record-key\.pem$|^private_key\.pem$/, 0o037, '600'],
];

/** Who may read and write site, state and secrets. */
export function checkRights(box: Box): CheckResult {
  const folders = [...new Set([dirname(box.site), box.state])];
  if (statSync(box.site, { throwIfNoEntry: false }) === undefined) return NOT_LOOKED;
  const files = folders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
  return looked(
    null,
    ...[box.site, ...folders].map(openToAll),
    ...[...files, ...box.stateFolders.flatMap((folder) => filesDeep(folder))].map(exposed),
    owner(box),
  );
}

function openToAll(path: string): Problem | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  // a folder with the sticky bit, /tmp for one, lets nobody touch what others own
  if ((mode & 0o002) === 0 || (mode & 0o1000) !== 0) return null;
  return at(path, doctorProblem('doctor.rights', { mode: octal(mode), path }));
}

function exposed(path: string): Problem | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const rule = SECRET_FILES.find(([pattern]) => pattern.test(name));
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (rule === undefined || mode === undefined || (mode & rule[1]) === 0) return null;
  return at(path, doctorProblem('doctor.secret-exposed', { mode: octal(mode), wanted: rule[2], path }));
}

/** The state folder is guard's; without a user for guard nothing can be said. */
function owner(box: Box): Problem | null {
  const user = userOf(box, 'lifeline-guard');
  const uid = statSync(box.state, { throwIfNoEntry: false })?.uid;
  if (user === null || uid === undefined || uid === user.uid) return null;
  const named = { found: userName(box, uid), user: user.name, path: box.state };
  return at(box.state, doctorProblem('doctor.owner', named));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8);
}
