import type { Role } from '../../http/api/accessApi.ts';
import { say, word } from '../state/speech.ts';

const ROLES: readonly Role[] = ['viewer', 'operator', 'installer', 'admin'];

/** What somebody may do, each role with what it is for. */
export function RoleChoice({ id, role, choose }: { id: string; role: Role; choose: (role: Role) => void }) {
  return (
    <>
      <label for={id}>{say('people.role')}</label>
      <select
        id={id}
        value={role}
        onChange={(event: Event) => choose((event.currentTarget as HTMLSelectElement).value as Role)}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {word('ROLE_WORDS', one)} · {say(`role.${one}`)}
          </option>
        ))}
      </select>
    </>
  );
}
