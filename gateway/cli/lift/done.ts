import { askGuard } from '../askGuard.ts';
import { fail } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { oneLiftMeant } from './liftsMeant.ts';
import { liftScreen } from './sources.ts';

/** Somebody who was at the lift says what was done; guard writes it down with who it was. */
export async function done(verb: 'lift-free' | 'lift-tested', asked: LiftQuestion): Promise<number> {
  const { io, voice, word, actor, json, places } = asked;
  const screen = await liftScreen(places, io, voice);
  if (!screen.ok) return fail(io, [screen.error]);
  const meant = oneLiftMeant(word, screen.value.lifts, voice, 'guard');
  if (!meant.ok) return fail(io, [meant.error]);
  const lift = meant.value.id;
  const ask = { verb, lift, actor };
  const answer = await askGuard(ask, places.run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  if (json) io.out(`${JSON.stringify({ ...ask, answer: answer.value })}\n`);
  else io.out(`${voice.tell(verb === 'lift-free' ? 'done.free' : 'done.tested', { lift, actor })}\n`);
  return 0;
}
