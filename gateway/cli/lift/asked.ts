import type { Io } from '../verb.ts';
import type { Places } from './sources.ts';
import type { LiftVoice } from './voice.ts';

/** What was written behind `lift <what>`, beside what every one of them takes. */
export type LiftOptions = {
  readonly month?: string;
  readonly last?: string;
  readonly out?: string;
  readonly for?: string;
  readonly gbt?: boolean;
  readonly by?: string;
  readonly automatic?: boolean;
  readonly failed?: string;
};

/** One command about lifts, as it was written. `voice` has no time: nothing has been asked yet. */
export type LiftQuestion = {
  readonly io: Io;
  readonly voice: LiftVoice;
  readonly word: string | undefined; // the lift, as a person calls it
  readonly words: readonly string[]; // all that was written behind the action
  readonly json: boolean;
  readonly actor: string;
  readonly options: LiftOptions;
  readonly places: Places;
  readonly siteFile: string | undefined; // the one that is in force: named, or that of an installed box
};

/** What a command on the screen must say of the site file: nothing on an installed box, which knows its own. */
export function siteOption({
  places: { site },
  siteFile,
}: Pick<LiftQuestion, 'places' | 'siteFile'>): string {
  if (site !== undefined) return ` --site ${site}`;
  return siteFile === undefined ? ' --site site.yaml' : '';
}
