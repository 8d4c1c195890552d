import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { minifySync } from 'vite';

// A program keeps the text of every module that it loads in memory, and one character beyond Latin-1 in it doubles it: some megabytes of
// each program. Shipped is the same code without comments and line breaks; names stay, so that the first line of a stack still tells.

/** Texts for other languages of zod's own messages, which nobody here sees: fifty modules. */
const ZOD_LOCALES = /(^|\/)zod\/v4\/locales\/([\w-]+)\.c?js$/;

/** JavaScript as it is shipped; null: it is left out. `file`: where it is now. */
export function slimmed(file: string, code: string): string | null {
  const locale = ZOD_LOCALES.exec(file)?.[2];
  if (locale !== undefined && locale !== 'index' && locale !== 'en') return null;
  if (locale === 'index') return zodLocales(file);
  const { code: slim, errors } = minifySync(file, code, {
    module: isModule(file),
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: true, legalComments: 'none' },
  });
  return withinLatin1(errors.length === 0 && slim !== '' ? slim : code);
}

/**
 * With escapes for what is beyond Latin-1, where that is less than twice the text. All of it stands in strings and patterns, where an escape
 * means the same; but for what is read as it is written, and for what is escaped already.
 */
function withinLatin1(code: string): string {
  const beyond = code.match(BEYOND_LATIN_1)?.length ?? 0;
  if (5 * beyond >= code.length || /\\[^\0-\xff]|String\.raw/.test(code)) return code;
  return code.replace(BEYOND_LATIN_1, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const BEYOND_LATIN_1 = /[^\0-\xff]/g; // UTF-16 units: half a pair is a unit of its own

function zodLocales(file: string): string {
  return extname(file) === '.cjs'
    ? 'exports.en=require("./en.cjs").default;'
    : 'export{default as en}from"./en.js";';
}

/** As Node tells: by the name, else by the package.json above. */
function isModule(file: string): boolean {
  if (extname(file) !== '.js') return extname(file) === '.mjs';
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest))
      return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type === 'module';
  }
  return false;
}
