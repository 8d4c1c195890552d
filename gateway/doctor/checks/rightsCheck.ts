import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filesDeep } from '../../core/filesDeep.ts';
import type { Problem } from '../../core/result.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, NOT_LOOKED } from '../box.ts';
import { userName, userOf } from '../users.ts';

type SecretRule = { readonly pattern: RegExp; readonly wanted: string };

/** What nobody but its program may read, with the mode it should have; courier reads secrets.yaml by its group. */
const SECRET_FILES: readonly SecretRule[] = [
  { pattern: /^secrets\.yaml$/, wanted: '640' },
  { pattern: /\.key$|^record-key\.pem$|^private_key\.pem$/, wanted: '600' },
];
/** Courier reads a key that the site names by its group. */
const KEY_OF_SITE: SecretRule = { pattern: /./, wanted: '640' };
/** What nobody has with a secret: rights of others, and of the group to write. */
const OTHERS = 0o037;

/** Who may read and write site, state and secrets. */
export function checkRights(box: Box): CheckResult {
  const folders = [...new Set([dirname(box.site), box.state])];
  if (statSync(box.site, { throwIfNoEntry: false }) === undefined) return NOT_LOOKED;
  const files = folders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
  return looked(
    null,
    ...[box.site, ...folders].map(openToAll),
    ...[...files, ...box.stateFolders.flatMap((folder) => filesDeep(folder))].map((path) => exposed(path)),
    ...keysOfSite(box).map((path) => exposed(path, KEY_OF_SITE)),
    owner(box),
  );
}

function openToAll(path: string): Problem | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  // a folder with the sticky bit, /tmp for one, lets nobody touch what others own
  if ((mode & 0o002) === 0 || (mode & 0o1000) !== 0) return null;
  return at(path, doctorProblem('doctor.rights', { mode: octal(mode), path }));
}

/** Keys of uplinks, whatever they are called; those that are known by their names are looked at already. */
function keysOfSite({ installation }: Box): readonly string[] {
  const keys = (installation?.uplinks ?? []).flatMap(({ clientKey }) => clientKey ?? []);
  const paths = keys.map((name) => resolve(installation?.folder ?? '/', name));
  return [...new Set(paths)].filter((path) => ruleFor(path) === undefined);
}

function ruleFor(path: string): SecretRule | undefined {
  const name = basename(path);
  return SECRET_FILES.find(({ pattern }) => pattern.test(name));
}

function exposed(path: string, rule = ruleFor(path)): Problem | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (rule === undefined || mode === undefined || (mode & OTHERS) === 0) return null;
  return at(path, doctorProblem('doctor.secret-exposed', { mode: octal(mode), wanted: rule.wanted, path }));
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
