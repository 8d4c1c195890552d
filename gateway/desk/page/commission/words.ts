import { effect, signal } from '@preact/signals';
import { filled } from '../../../../drivers/texts.ts';
import { language } from '../state/speech.ts';

type Spoken = typeof import('texts:commission:en');
/** A sentence of commissioning. */
export type SpokenKey = keyof Spoken['messages'];

const spoken = signal<Spoken | null>(null);

/** Whether the words of commissioning are there. They come when somebody opens it. */
export const wordsThere = (): boolean => spoken.value !== null;

effect(() => {
  const chosen = language.value;
  const loading = chosen === 'zh' ? import('texts:commission:zh') : import('texts:commission:en');
  void loading.then((loaded) => {
    if (language.value === chosen) spoken.value = loaded;
  });
});

/** A sentence of commissioning, in the language of the page. */
export function tell(key: SpokenKey, parameters: Readonly<Record<string, string | number>> = {}): string {
  return filled(spoken.value?.messages[key] ?? '', parameters, language.value);
}

/** What to look at where nothing answers, most likely first. */
export const SILENT_ADVICE = [
  'advice.power',
  'advice.swap',
  'advice.ground',
  'advice.termination',
  'advice.adapter',
] as const satisfies readonly SpokenKey[];
