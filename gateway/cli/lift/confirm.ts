import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../alarmTime/lineJudges.ts';
import { TRIAL_S } from '../../control/siteRequests.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { patchSite } from '../../site/change/patchSite.ts';
import type { Lift } from '../../site/installation.ts';
import { readSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { revisionOf } from '../../site/revision.ts';
import { readSiteInForce } from '../../site/siteSource.ts';
import { askGuard } from '../askGuard.ts';
import { SCREEN_COLUMNS, wrapped } from '../columns.ts';
import { fail, UsageError } from '../verb.ts';
import { type LiftQuestion, siteOption } from './asked.ts';
import { liftsMeant, oneLiftMeant } from './liftsMeant.ts';
import type { LiftVoice } from './voice.ts';

/** A number that somebody has found out on site: `controller.doors=1`. */
type Found = { readonly device: string; readonly name: string; readonly value: number };

/**
 * What is still assumed of a lift, with how it is found out; or some of these numbers as they were found, written into the
 * site and taken up on trial by the running guard. Nothing is ever written to the lift.
 */
export async function confirm(asked: LiftQuestion): Promise<number> {
  const { io, voice, words, siteFile } = asked;
  const said = words.filter((one) => one.includes('='));
  const [word, extra] = words.filter((one) => !one.includes('='));
  if (extra !== undefined) throw new UsageError(voice.tell('usage.extra', { word: extra }));
  if (siteFile === undefined) throw new UsageError(voice.tell('usage.site-file'));
  const source = readSiteInForce(siteFile);
  if (!source.ok) return fail(io, [source.error]);
  const { text } = source.value;
  const before = siteOf(text, siteFile);
  if (!before.ok) return fail(io, before.error);
  const lifts = before.value.lifts.map((lift) => ({ ...lift, id: lift.device.id, name: lift.device.name }));
  if (said.length === 0) {
    const meant = liftsMeant(word, lifts, voice, 'guard');
    if (!meant.ok) return fail(io, [meant.error]);
    io.out(`${meant.value.map((lift) => assumedText(lift, voice, siteOption(asked))).join('\n\n')}\n`);
    return 0;
  }
  const meant = oneLiftMeant(word, lifts, voice, 'guard');
  if (!meant.ok) return fail(io, [meant.error]);
  let changed: Result<string, Problem> = ok(text);
  for (const one of said) {
    const found = foundIn(one, meant.value, voice);
    if (changed.ok) changed = written(changed.value, found);
  }
  if (!changed.ok) return fail(io, [changed.error]);
  const after = siteOf(changed.value, siteFile);
  return after.ok ? applied(asked, text, changed.value, said.join(', ')) : fail(io, after.error);
}

async function applied(
  { io, voice, places, actor }: LiftQuestion,
  before: string,
  text: string,
  said: string,
): Promise<number> {
  const reason = voice.tell('confirm.reason', { said });
  const base = revisionOf(before);
  const ask = { verb: 'site-apply', actor, base, text, reason, trialS: TRIAL_S } as const;
  const answer = await askGuard(ask, places.run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  io.out(`${voice.tell('confirm.done', { said, minutes: TRIAL_S / 60, command: 'lifeline site keep' })}\n`);
  return 0;
}

function siteOf(text: string, file: string): ReturnType<typeof readSite> {
  return readSite(text, file, readProfiles(file), LINE_JUDGES, fastestPeriods);
}

/** Each number nobody has confirmed: what it is, what is assumed, and how it is told. */
function assumedText(
  { device: { id, name: called }, sources }: Lift,
  { tell, word }: LiftVoice,
  site: string,
): string {
  const open = sources.flatMap(({ id: device, profile, parameters }) =>
    Object.entries(profile.lift?.commissioning ?? {}).flatMap(([name, { names, assumed, allowed }]) =>
      name in parameters ? [] : [{ device, name, names, assumed, allowed }],
    ),
  );
  const head = { name: word(called), id };
  if (open.length === 0) return tell('confirm.nothing', head);
  const rows = open.flatMap(({ device, name, names, assumed, allowed }) => [
    ...wrapped(`${device}.${name}  ${word({ en: names.en, zh: names.zh })}`, SCREEN_COLUMNS, '  '),
    ...wrapped(
      `  ${tell('confirm.assumed', { assumed, allowed: allowed.join(', ') })}`,
      SCREEN_COLUMNS,
      '  ',
    ),
    `  → lifeline lift confirm ${id} ${device}.${name}=…${site}`,
  ]);
  return [tell('confirm.heading', head), ...rows].join('\n');
}

function foundIn(said: string, { sources }: Lift, { tell }: LiftVoice): Found {
  const [, device = '', name = '', number = ''] = /^([^.=]+)\.([^.=]+)=(-?\d+)$/.exec(said) ?? [];
  const source = sources.find((one) => one.id === device);
  const asked = source?.profile.lift?.commissioning[name];
  if (source === undefined || asked === undefined) {
    const known = sources.flatMap((one) =>
      Object.keys(one.profile.lift?.commissioning ?? {}).map((key) => `${one.id}.${key}`),
    );
    throw new UsageError(tell('usage.number', { said, known: known.join(', ') }));
  }
  const value = Number(number);
  if (!asked.allowed.includes(value))
    throw new UsageError(tell('usage.number-value', { said, allowed: asked.allowed.join(', ') }));
  return { device, name, value };
}

/** The text with the number in it, in the entry of its device. */
function written(text: string, { device, name, value }: Found): Result<string, Problem> {
  const path = ['devices', device, 'parameters'];
  const among = patchSite(text, [{ path: [...path, name], value }]);
  return among.ok ? among : patchSite(text, [{ path, value: { [name]: value } }]);
}
