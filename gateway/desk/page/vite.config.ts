import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { DIRECTION, MODE } from '../../../drivers/lift/car.ts';
import { DOOR } from '../../../drivers/lift/door.ts';
import { CHAIN } from '../../../drivers/lift/safety.ts';
import { BASIS } from '../../lift/detection/entrapment/basis.ts';
import { CHECK_MESSAGES } from '../../text/checkMessages.ts';
import { COMMISSION_MESSAGES } from '../../text/commissionMessages.ts';
import { DEMO_PAGE_MESSAGES } from '../../text/demoPageMessages.ts';
import { PAGE_MESSAGES } from '../../text/pageMessages.ts';
import { PAGE_SETTINGS_MESSAGES } from '../../text/pageSettingsMessages.ts';
import { PAGE_VIEW_MESSAGES } from '../../text/pageViewMessages.ts';
import { SCAN_MESSAGES } from '../../text/scanMessages.ts';
import * as siteTerms from '../../text/siteTerms.ts';
import * as terms from '../../text/terms.ts';
import { TO_DO_MESSAGES } from '../../text/toDoMessages.ts';

/**
 * `texts:en`, `texts:zh`: the words of one language as a chunk of its own. The page gets the sentences of its own catalogue
 * and the words for codes, in the language that is shown; the rest of `gateway/text` stays where it is. What only some come to
 * see has a chunk beside: `texts:commission:en`.
 */
function texts(): Plugin {
  const lift = {
    DIRECTION_WORDS: DIRECTION,
    MODE_WORDS: MODE,
    DOOR_WORDS: DOOR,
    CHAIN_WORDS: CHAIN,
    BASIS_WORDS: BASIS,
  };
  const words = { ...terms, ...siteTerms, ...lift, TO_DO_WORDS: TO_DO_MESSAGES };
  const tables = Object.entries(words).filter(([name]) => name.endsWith('_WORDS'));
  return {
    name: 'texts',
    resolveId: (id) => (id.startsWith('texts:') ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith('\0texts:')) return null;
      const [language = 'en', part] = id.slice('\0texts:'.length).split(':').toReversed();
      const only = (table: object) =>
        Object.fromEntries(
          Object.entries(table).map(([key, text]) => [key, (text as Record<string, string>)[language]]),
        );
      if (part === 'demo') return `export const messages = ${JSON.stringify(only(DEMO_PAGE_MESSAGES))};`;
      if (part === 'commission')
        return `export const messages = ${JSON.stringify(only({ ...SCAN_MESSAGES, ...COMMISSION_MESSAGES, ...CHECK_MESSAGES }))};`;
      const messages = only({ ...PAGE_MESSAGES, ...PAGE_VIEW_MESSAGES, ...PAGE_SETTINGS_MESSAGES });
      const coded = Object.fromEntries(tables.map(([name, table]) => [name, only(table as object)]));
      return `export const messages = ${JSON.stringify(messages)};export const words = ${JSON.stringify(coded)};`;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [texts()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '..', '..', '..', 'dist', 'page'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
