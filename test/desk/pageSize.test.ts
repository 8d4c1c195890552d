import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packageRoot } from '../../gateway/core/program.ts';

const PAGE = join(packageRoot(), 'dist', 'page');
const KB = 1000;
/** The demonstration is no part of what a gateway shows. */
const DEMO = /^(DemoPane|_texts_demo_)/;

/** Packed as desk packs it, in kB. */
function packedKb(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / KB;
}

test.runIf(existsSync(PAGE))(
  'a phone is sent at most 60 kB before it shows something, and 120 kB in all',
  () => {
    const assets = readdirSync(join(PAGE, 'assets')).filter((name) => !DEMO.test(name));
    const inLanguage = (language: string) =>
      assets.filter((name) => !name.startsWith('_texts_') || name.includes(`_${language}-`));
    const paths = (names: readonly string[]) => [
      join(PAGE, 'index.html'),
      ...names.map((name) => join(PAGE, 'assets', name)),
    ];
    for (const language of ['en', 'zh']) {
      const first = inLanguage(language).filter((name) => /^(index-|_texts_(en|zh)-)/.test(name));
      expect(first.length).toBeGreaterThanOrEqual(3); // script, style, words
      expect(packedKb(paths(first))).toBeLessThanOrEqual(60);
      expect(packedKb(paths(inLanguage(language)))).toBeLessThanOrEqual(120);
    }
  },
);
