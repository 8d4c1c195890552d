import { filled, type NamesIn, type Texts } from '../../drivers/texts.ts';
import type { Language, Text } from './language.ts';

export { catalogue } from '../../drivers/texts.ts';

/** What has to be given with a message: nothing, or every parameter it names. */
type ParametersOf<T extends Text> = [NamesIn<T['en']>] extends [never]
  ? []
  : [parameters: Readonly<Record<NamesIn<T['en']>, string | number>>];

/** Says the messages of one catalogue in one language. */
export type Say<M extends Texts> = <K extends keyof M & string>(
  key: K,
  ...parameters: ParametersOf<M[K]>
) => string;

/** How a catalogue is said in a language. */
export function speaker<M extends Texts>(messages: M, language: Language): Say<M> {
  return (key, ...parameters) => filled((messages[key] as Text)[language], parameters[0] ?? {}, language);
}
