import type { LiftScreen } from '../../control/liftScreen.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { LIFT_SCREEN_MESSAGES } from '../../text/liftScreenMessages.ts';
import { spanText } from '../../text/times.ts';
import { type Paint, plain } from '../alarms/paint.ts';
import { type Voice, voiceFor } from '../alarms/voice.ts';

/** How a lift is put into words: what an alarm's screen has, and the sentences about lifts. */
export type LiftVoice = Voice & {
  readonly tell: Say<typeof LIFT_SCREEN_MESSAGES>;
  /** A length of time in the two largest units that matter. */
  span(ms: number): string;
};

/** Without the time: nothing has been asked yet. */
export const NOWHEN = { boot: '', now: 0, utc: null };

/** Times in the time zone of the screen; of the machine without one. */
export function liftVoice(
  screen: Pick<LiftScreen, 'now' | 'time' | 'timeZone'> | null,
  language: Language,
  paint: Paint = plain,
): LiftVoice {
  const voice = voiceFor(screen === null ? NOWHEN : presentOf(screen), language, paint, screen?.timeZone);
  return {
    ...voice,
    tell: speaker(LIFT_SCREEN_MESSAGES, language),
    span: (ms) => spanText(ms, voice.say),
  };
}

function presentOf({ now, time }: Pick<LiftScreen, 'now' | 'time'>) {
  return { boot: now.boot, now: now.mono, utc: time.utc === null ? null : time.utc + now.mono - time.mono };
}
