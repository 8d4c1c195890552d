import { roleReaches } from '../../people/personSchema.ts';
import type { Role } from '../http/api/accessApi.ts';

/** Who asks: a person in a session, or a program with a token. `actor` is the name that the journal gets. */
export type Caller = {
  readonly actor: string;
  readonly role: Role;
  readonly person: string | null; // id
  readonly session: string | null; // public id
};

/** Whether a role may do what the least role `needed` may. */
export function mayDo(role: Role, needed: Role): boolean {
  return roleReaches(role, needed);
}
