import { readdirSync, readFileSync } from 'node:fs';
import { buildCatalog, type Profile, type ProfileFile } from '../../drivers/index.ts';

const FOLDER = new URL('../../drivers/profiles/', import.meta.url);

/** Every file of the profile folder, with paths as a user would see them. */
export const builtinFiles: readonly ProfileFile[] = readdirSync(FOLDER).flatMap((id) =>
  readdirSync(new URL(`${id}/`, FOLDER)).map((name) => ({
    path: `drivers/profiles/${id}/${name}`,
    text: readFileSync(new URL(`${id}/${name}`, FOLDER), 'utf8'),
  })),
);

export const builtinCatalog = buildCatalog(builtinFiles);

export function builtin(id: string): Profile {
  const profile = builtinCatalog.profiles.get(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}

export function builtinText(id: string, name: 'profile.yaml' | 'frames.txt'): string {
  const file = builtinFiles.find(({ path }) => path.endsWith(`/${id}/${name}`));
  if (file === undefined) throw new Error(`no ${name} of ${id}`);
  return file.text;
}
