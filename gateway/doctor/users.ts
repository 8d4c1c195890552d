import { type Box, systemFile } from './box.ts';

export type BoxUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** A user of the box by name, from passwd(5); null: there is none. */
export function userOf(box: Box, name: string): BoxUser | null {
  const [, , uid, gid] = rows(box, 'etc/passwd').find(([known]) => known === name) ?? [];
  return uid === undefined ? null : { name, uid: Number(uid), gid: Number(gid) };
}

/** The name of a user id, or the id itself where it has none. */
export function userName(box: Box, uid: number): string {
  return rows(box, 'etc/passwd').find(([, , id]) => id === String(uid))?.[0] ?? String(uid);
}

/** The name of a group id, or the id itself where it has none. */
export function groupName(box: Box, gid: number): string {
  return rows(box, 'etc/group').find(([, , id]) => id === String(gid))?.[0] ?? String(gid);
}

/** Whether a user has a group, as its first one or by group(5). */
export function isMember(box: Box, { name, gid: own }: BoxUser, gid: number): boolean {
  if (own === gid) return true;
  const [, , , members = ''] = rows(box, 'etc/group').find(([, , id]) => id === String(gid)) ?? [];
  return members.split(',').includes(name);
}

function rows(box: Box, file: string): readonly (readonly string[])[] {
  return (systemFile(box, file) ?? '').split('\n').map((line) => line.split(':'));
}
