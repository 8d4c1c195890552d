import { fail, UsageError } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { liftsMeant } from './liftsMeant.ts';
import { recordedLifts } from './sources.ts';
import { lastTrips, tripsText } from './tripsText.ts';

const LAST = 20;

/** The last trips of the lifts, from the journal. */
export async function trips(asked: LiftQuestion): Promise<number> {
  const { io, voice, word, json, places, options } = asked;
  const last = options.last === undefined ? LAST : Number(options.last);
  if (!Number.isInteger(last) || last < 1)
    throw new UsageError(voice.tell('usage.last', { text: options.last ?? '' }));
  const recorded = await recordedLifts(places, io, voice);
  if (!recorded.ok) return fail(io, [recorded.error]);
  const meant = liftsMeant(word, recorded.value.lifts, voice, 'journal');
  if (!meant.ok) return fail(io, [meant.error]);
  const shown = meant.value.map(({ history, known }) => ({
    history,
    known,
    trips: lastTrips(history, last),
  }));
  if (json) {
    const told = shown.map(({ history, trips: list }) => ({ lift: history.lift, trips: list }));
    io.out(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  const { times } = recorded.value;
  const texts = shown.map(({ history, known, trips: list }) =>
    tripsText(
      history,
      { name: voice.word(history.name), trips: list, labels: known?.floors ?? null },
      times,
      voice,
    ),
  );
  io.out(`${texts.join('\n\n')}\n`);
  return 0;
}
