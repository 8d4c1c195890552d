import { say } from '../state/speech.ts';
import { type SpokenKey, tell, wordsThere } from './words.ts';

/** The heading of a view of commissioning; while its words are on their way, that, for who hears the page. */
export function CommissionTitle({ of }: { of: SpokenKey }) {
  return wordsThere() ? <h1>{tell(of)}</h1> : <h1 class="unseen">{say('frame.loading')}</h1>;
}
