import { shippedPacks } from '../../site/packs/packs.ts';
import type { ProfileVoice } from './profileVoice.ts';

/** The rule packs for profiles of a kind, with what an installer must know of them; '' where there is none. */
export function packsText(kind: string, { say, language }: ProfileVoice): string {
  const packs = [...shippedPacks().packs.values()].filter(({ kinds }) => kinds.includes(kind));
  if (packs.length === 0) return '';
  const lines = packs.flatMap(({ id, names, notes, settings, rules }) => [
    `  ${say('packs.pack', { id, name: names[language], rules: Object.keys(rules).join(say('list.names')) })}`,
    ...Object.entries(settings).map(
      ([setting, { names: of, unit }]) => `    ${say('packs.needs', { setting, unit, name: of[language] })}`,
    ),
    ...notes.map((note) => `    ${note[language]}`),
  ]);
  return ['', say('packs.heading'), ...lines, ''].join('\n');
}
