import { effect, signal } from '@preact/signals';
import { filled } from '../../../../drivers/texts.ts';
import { language } from '../state/speech.ts';

type Spoken = typeof import('texts:demo:en');

const spoken = signal<Spoken | null>(null);

effect(() => {
  const chosen = language.value;
  const loading = chosen === 'zh' ? import('texts:demo:zh') : import('texts:demo:en');
  void loading.then((loaded) => {
    if (language.value === chosen) spoken.value = loaded;
  });
});

/** Whether the words of the demonstration are there. */
export const demoWordsThere = (): boolean => spoken.value !== null;

/** A sentence of the demonstration, in the language of the page. */
export function tellDemo(
  key: keyof Spoken['messages'],
  parameters: Readonly<Record<string, string | number>> = {},
): string {
  return filled(spoken.value?.messages[key] ?? '', parameters, language.value);
}
