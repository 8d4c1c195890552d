import { shippedPacks } from './packs.ts';

type Language = 'en' | 'zh';

const WORDS = {
  en: { packs: 'rule packs (pack: … in the site file)', needs: 'needs' },
  zh: { packs: '规则包（在站点文件中写 pack: …）', needs: '需要设置' },
};

/** The rule packs for profiles of a kind, with what an installer must know of them; '' where there is none. */
export function packsText(kind: string, language: Language): string {
  const packs = [...shippedPacks().packs.values()].filter(({ kinds }) => kinds.includes(kind));
  if (packs.length === 0) return '';
  const words = WORDS[language];
  const lines = packs.flatMap(({ id, names, notes, settings, rules }) => [
    `  ${id} (${names[language]}): ${Object.keys(rules).join(', ')}`,
    ...Object.entries(settings).map(
      ([name, { names: of, unit }]) => `    ${words.needs} ${name} (${unit}): ${of[language]}`,
    ),
    ...notes.map((note) => `    ${note[language]}`),
  ]);
  return ['', words.packs, ...lines, ''].join('\n');
}
