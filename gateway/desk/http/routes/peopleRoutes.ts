import { err, ok } from '../../../core/result.ts';
import { freeId, type Person } from '../../../people/personSchema.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import type { KeptToken } from '../../access/accessFile.ts';
import { digestOf, newId, newSecret } from '../../access/secret.ts';
import type { ApiToken, DeskPerson } from '../api/accessApi.ts';
import { ROUTES } from '../api/routes.ts';
import { type Serving, serve } from '../serve.ts';

const DAY_MS = 86_400_000;
const MOST_TOKENS = 50;

/** Who may come in: people, and programs with tokens. The people are those of OPC UA too. */
export function peopleRoutes(serving: Serving, utc: () => number): void {
  const { access } = serving;
  const { people, sessions, kept } = access;
  const shown = ({ id, name, role, language, created, disabled }: Person): DeskPerson => {
    const seen = sessions.list().flatMap(({ person, lastUsed }) => (person === id ? [lastUsed] : []));
    return {
      ...{ id, name, role, language, since: new Date(created).getTime() },
      lastSeen: seen.length === 0 ? null : Math.max(...seen),
      disabled: disabled === null ? null : new Date(disabled).getTime(),
    };
  };

  serve(serving, ROUTES.people, () => {
    const all = people.all();
    return all.ok ? ok({ people: all.value.map(shown) }) : all;
  });
  serve(serving, ROUTES.addPerson, async ({ caller, body }) => {
    const { password, ...who } = body;
    const all = people.all();
    if (!all.ok) return all;
    const id = who.id ?? freeId(who.name, all.value);
    const added = await people.add({ ...who, id }, password, utc());
    access.audit(caller, 'add-person', `${id} ${who.name} ${who.role}`, added.ok);
    return added.ok ? ok(shown(added.value)) : added;
  });
  serve(serving, ROUTES.changePerson, async ({ caller, params: { id }, body }) => {
    const { password, disabled, name, role } = body;
    const done = [
      ...(name === undefined ? [] : [`name ${name}`]),
      ...(role === undefined ? [] : [`role ${role}`]),
      ...(disabled === undefined ? [] : [disabled ? 'disabled' : 'enabled']),
      ...(password === undefined ? [] : ['password']),
    ];
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(disabled === undefined ? {} : { disabled: disabled ? new Date(utc()).toISOString() : null }),
    };
    let changed = await people.amend(id, change, 'admin');
    if (changed.ok && password !== undefined) changed = await people.resetPassword(id, password, utc());
    access.audit(caller, 'change-person', `${id} ${done.join(', ')}`, changed.ok);
    if (!changed.ok) return changed;
    // what a role may do is looked up at every request; a stream that is open would go on
    if (role !== undefined || disabled === true || password !== undefined)
      sessions.endOf(id, caller.session ?? undefined);
    return ok(shown(changed.value));
  });
  serve(serving, ROUTES.removePerson, async ({ caller, params: { id } }) => {
    const removed = await people.remove(id, 'admin');
    access.audit(caller, 'remove-person', id, removed.ok);
    if (!removed.ok) return removed;
    sessions.endOf(id);
    return ok({});
  });

  serve(serving, ROUTES.tokens, () => ok({ tokens: kept.tokens.map(tokenShown) }));
  serve(serving, ROUTES.addToken, ({ caller, body: { label, role, days } }) => {
    const now = utc();
    kept.tokens = kept.tokens.filter(({ until }) => until > now);
    // in the journal and for its streams a program is known by its label
    if (kept.tokens.some((one) => one.label === label))
      return err(deskProblem('desk.label-taken', { label }));
    if (kept.tokens.length >= MOST_TOKENS) return err(deskProblem('desk.too-many-tokens'));
    const secret = newSecret();
    const entry: KeptToken = {
      ...{ id: newId(), label, role, madeBy: caller.actor, token: digestOf(secret) },
      ...{ since: now, until: now + days * DAY_MS, lastUsed: null },
    };
    kept.tokens.push(entry);
    access.save();
    access.audit(caller, 'add-token', `${label} ${role} ${days} d`, true);
    return ok({ token: secret, entry: tokenShown(entry) });
  });
  serve(serving, ROUTES.removeToken, ({ caller, params: { id } }) => {
    const found = kept.tokens.find((one) => one.id === id);
    if (found === undefined) return err(deskProblem('desk.not-found'));
    kept.tokens = kept.tokens.filter((one) => one !== found);
    access.save();
    access.audit(caller, 'remove-token', found.label, true);
    return ok({});
  });
}

function tokenShown({ token: _, ...entry }: KeptToken): ApiToken {
  return entry;
}
