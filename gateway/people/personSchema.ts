import { z } from 'zod';

/** What somebody may do: look; act on alarms; commission; everything. Each may do what those before it may. */
export const PEOPLE_ROLES = ['viewer', 'operator', 'installer', 'admin'] as const;
export type PersonRole = (typeof PEOPLE_ROLES)[number];

/** Whether `role` may do what `needed` may. */
export function roleReaches(role: PersonRole, needed: PersonRole): boolean {
  return PEOPLE_ROLES.indexOf(role) >= PEOPLE_ROLES.indexOf(needed);
}

/** Lower case, so that nobody is two people by a capital letter. It is what OPC UA asks for, and one of the two names that the page takes. */
export const personId = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{0,31}$/, 'write 1 to 32 of a-z, 0-9, dot, dash and underscore, a letter first');

const scryptHash = z.strictObject({
  n: z
    .int()
    .min(2 ** 14)
    .max(2 ** 17), // cost, bounded: a file must not make a login take minutes
  r: z.int().min(1).max(16),
  salt: z.base64().min(16),
  hash: z.base64().min(40),
});
export type PasswordHash = z.infer<typeof scryptHash>;

export const personSchema = z.strictObject({
  id: personId,
  name: z.string().trim().min(1).max(100), // of any script; nobody else's name or id, whatever its case
  role: z.enum(PEOPLE_ROLES),
  language: z.enum(['en', 'zh']).default('en'), // of the page
  password: scryptHash,
  created: z.iso.datetime(),
  passwordSet: z.iso.datetime(), // sessions of another password are over
  disabled: z.iso.datetime().nullable(), // since when; null: may come in
});

/** Somebody who may come in by a password: the same for the page and for OPC UA. */
export type Person = Readonly<z.infer<typeof personSchema>>;

/** More are no people of one building, and a file that only grows. */
export const MOST_PEOPLE = 200;
export const peopleSchema = z.strictObject({
  version: z.literal(1),
  people: z.array(personSchema).max(MOST_PEOPLE),
});

/** An id for somebody of this name that none of `people` has: `li.wei`, or `person` where no letter of it can be in an id. */
export function freeId(name: string, people: readonly Pick<Person, 'id' | 'name'>[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, '.')
    .replaceAll(/[^a-z0-9.]/g, '')
    .replace(/^[^a-z]+/, '')
    .replace(/\.+$/, '')
    .slice(0, 28);
  const base = plain === '' ? 'person' : plain;
  const isTaken = (id: string) => people.some((one) => one.id === id || one.name.toLowerCase() === id);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}${n}`;
    if (!isTaken(id)) return id;
  }
}
