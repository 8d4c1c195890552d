import { RESCUE_STEPS } from '../../control/liftRequests.ts';
import { isStanding } from '../../lift/detection/entrapment/entrapment.ts';
import { askGuard } from '../askGuard.ts';
import { fail, UsageError } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { oneLiftMeant } from './liftsMeant.ts';
import { liftScreen } from './sources.ts';

/** Somebody who was at the lift says that nobody is trapped. */
export function free(asked: LiftQuestion): Promise<number> {
  const { voice, actor } = asked;
  return done(asked, { verb: 'lift-free' }, (lift) => voice.tell('done.free', { lift, actor }));
}

/** Somebody was called, has arrived, or has let people out. */
export async function rescue(asked: LiftQuestion): Promise<number> {
  const { voice, words, options } = asked;
  const step = RESCUE_STEPS.find((one) => one === words.at(-1));
  const known = RESCUE_STEPS.join(', ');
  if (step === undefined) throw new UsageError(voice.tell('usage.step', { known }));
  const { by } = options;
  if (by === undefined || by.trim() === '') throw new UsageError(voice.tell('usage.by', { step }));
  const word = words.length > 1 ? words[0] : undefined;
  return done({ ...asked, word }, { verb: 'lift-rescue', step, by }, (lift) =>
    voice.tell(`done.${step}`, { lift, by }),
  );
}

/** The alarm in the car was tried: by hand, or by itself as it must every 72 h. */
export async function tested(asked: LiftQuestion): Promise<number> {
  const { voice, actor, options } = asked;
  const { automatic = false, failed } = options;
  if (failed?.trim() === '') throw new UsageError(voice.tell('usage.failed'));
  const note = failed ?? null;
  const ask = { verb: 'lift-tested', automatic, passed: note === null, note } as const;
  return done(asked, ask, (lift) =>
    note === null
      ? voice.tell('done.tested', { lift, actor })
      : voice.tell('done.test-failed', { lift, actor, note }),
  );
}

type Ask =
  | { readonly verb: 'lift-free' }
  | { readonly verb: 'lift-rescue'; readonly step: (typeof RESCUE_STEPS)[number]; readonly by: string }
  | {
      readonly verb: 'lift-tested';
      readonly automatic: boolean;
      readonly passed: boolean;
      readonly note: string | null;
    };

/** Guard writes it down with who told it. */
async function done(asked: LiftQuestion, what: Ask, said: (lift: string) => string): Promise<number> {
  const { io, voice, word, actor, json, places } = asked;
  const screen = await liftScreen(places, io, voice);
  if (!screen.ok) return fail(io, [screen.error]);
  const meant = oneLiftMeant(word, screen.value.lifts, voice, 'guard');
  if (!meant.ok) return fail(io, [meant.error]);
  const { id: lift, entrapment } = meant.value;
  const ask = { ...what, lift, actor };
  const answer = await askGuard(ask, places.run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  const late = what.verb === 'lift-rescue' && !isStanding(entrapment);
  const text = [said(lift), ...(late ? [voice.tell('done.nobody-known')] : [])].join('\n');
  io.out(json ? `${JSON.stringify({ ...ask, answer: answer.value })}\n` : `${text}\n`);
  return 0;
}
