import { ok, type Result } from '../core/result.ts';
import { newClaimCode } from '../people/claimCode.ts';
import { FRESH_CLAIM_MS, FreshClaim } from '../people/freshClaim.ts';
import { freshPassword } from '../people/password.ts';
import { PeopleFile } from '../people/peopleFile.ts';
import { PEOPLE_ROLES, type Person, type PersonRole } from '../people/personSchema.ts';
import { speaker } from '../text/catalogue.ts';
import { PEOPLE_MESSAGES } from '../text/peopleMessages.ts';
import { peopleProblem } from '../text/problems/peopleProblems.ts';
import { readGiven } from './givenFile.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage:
    'people [list | add <id> --role viewer|operator|installer|admin [--name NAME] | remove <id> | reset <id> | claim] --state FOLDER [--password-file FILE] [--lang en|zh] [--json]',
  summary: {
    en: 'Who may come in by the page and by OPC UA. A password that is not given in a file is made, and shown once.',
    zh: '管理可以登录网页和 OPC UA 的人员。未用文件给出密码时自动生成，只显示一次。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { state: text, role: text, name: text, 'password-file': text, lang: text, json: { type: 'boolean' } },
      { min: 0, max: 2 },
    );
    const io = speaking(values.lang, given);
    if (values.state === undefined)
      throw new UsageError({
        en: '--state names the folder of the journal, where people.json is',
        zh: '--state 指定记录所在的文件夹，people.json 就在其中',
      });
    const file = new PeopleFile(values.state);
    const [what = 'list', id] = positionals;
    if (what === 'list' && id === undefined) return list(file, io, values.json === true);
    if (what === 'claim' && id === undefined) return openClaim(values.state, io);
    if (id === undefined) throw new UsageError({ en: 'write the id of a person', zh: '请写出人员的 id' });
    const password = readGiven(values['password-file']);
    if (!password.ok) return fail(io, [password.error]);
    const chosen = password.value?.toString('utf8').replace(/\r?\n$/, '') ?? null;
    const secret = chosen ?? freshPassword();
    const tell = (done: Result<Person, Parameters<typeof fail>[1][number]>, key: Done, shown: boolean) =>
      told(done, key, shown && chosen === null ? secret : null, io);
    if (what === 'remove') return tell(await file.remove(id), 'people.removed', false);
    if (what === 'reset')
      return tell(await file.resetPassword(id, secret, io.clock.utc()), 'people.reset', true);
    if (what !== 'add')
      throw new UsageError({
        en: `'${what}' is not something to do with people`,
        zh: `人员没有“${what}”这项操作`,
      });
    const role = roleOf(values.role);
    if (!role.ok) return fail(io, [role.error]);
    const person = { id, name: values.name ?? id, role: role.value };
    return tell(await file.add(person, secret, io.clock.utc()), 'people.added', true);
  },
};

/** Opens the box for another administrator, as its button does. */
function openClaim(state: string, io: Io): number {
  const code = newClaimCode();
  new FreshClaim(state).open(code, io.clock.utc());
  io.out(
    `${speaker(PEOPLE_MESSAGES, io.language)('people.claim', { code, minutes: FRESH_CLAIM_MS / 60_000 })}\n`,
  );
  return 0;
}

type Done = 'people.added' | 'people.removed' | 'people.reset';

function roleOf(word: string | undefined): Result<PersonRole, ReturnType<typeof peopleProblem>> {
  if (word === undefined)
    throw new UsageError({ en: '--role says what the person may do', zh: '--role 写明此人的权限' });
  const role = PEOPLE_ROLES.find((known) => known === word);
  if (role !== undefined) return ok(role);
  return {
    ok: false,
    error: peopleProblem('people.bad-role', { role: word, roles: PEOPLE_ROLES.join(', ') }),
  };
}

function told(
  done: Result<Person, Parameters<typeof fail>[1][number]>,
  key: Done,
  password: string | null,
  io: Io,
): number {
  if (!done.ok) return fail(io, [done.error]);
  const say = speaker(PEOPLE_MESSAGES, io.language);
  const { id, name, role } = done.value;
  io.out(`${say(key, { id, name, role: say(`role.${role}`) })}\n`);
  if (password !== null) io.out(`${say('people.password', { password })}\n`);
  return 0;
}

function list(file: PeopleFile, io: Io, json: boolean): number {
  const people = file.all();
  if (!people.ok) return fail(io, [people.error]);
  if (json) {
    const shown = people.value.map(({ password: _, ...rest }) => rest);
    io.out(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  }
  const say = speaker(PEOPLE_MESSAGES, io.language);
  if (people.value.length === 0) io.out(`${say('people.none')}\n`);
  for (const { id, name, role, disabled } of people.value) {
    const off = disabled === null ? '' : `  ${say('people.disabled')}`;
    io.out(`${id.padEnd(16)}  ${say(`role.${role}`).padEnd(14)}  ${name}${off}\n`);
  }
  return 0;
}
