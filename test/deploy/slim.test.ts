import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slimmed } from '../../deploy/package/slim.ts';

const root = join(import.meta.dirname, '..', '..');

describe('JavaScript as it is shipped', () => {
  it('has no comments and keeps names and texts', () => {
    const code =
      '/** What it → does. */\nexport function siren(zone) {\n  // quickly\n  return zone + ": 响";\n}\n';
    const slim = slimmed(join(root, 'dist/gateway/x.js'), code);
    expect(slim).toMatch(/^export function siren\(zone\)\{return zone\+.: \\u54cd.;?\}$/);
  });

  it('does not double in memory for a few characters beyond Latin-1, and says the same', () => {
    const code = `export default ["响 😀 é", \`→ \${1 + 1}\`, /^[一-龥😀]+$/u.test("响😀")]; ${'void 0;'.repeat(40)}`;
    const slim = slimmed(join(root, 'dist/gateway/x.js'), code) ?? '';
    expect(slim).toMatch(/^[\0-\xff]+$/);
    expect(new Function(slim.replace('export default', 'return'))()).toEqual(['响 😀 é', '→ 2', true]);
    const raw = `export default String.raw\`→\`; ${'void 0;'.repeat(40)}`;
    expect(slimmed(join(root, 'dist/gateway/x.js'), raw)).toContain('→');
  });

  it('is a script where its package is none of modules, and left as it is where it cannot be read', () => {
    expect(slimmed('/nowhere/x.js', 'with (console) { log(010) } // old\n')).toBe('with(console){log(8)}');
    expect(slimmed('/nowhere/y.mjs', 'not javascript at all')).toBe('not javascript at all');
  });

  it("is without zod's words in other languages", () => {
    const locales = join(root, 'node_modules/zod/v4/locales');
    expect(slimmed(join(locales, 'ar.js'), '')).toBeNull();
    expect(slimmed(join(locales, 'en.js'), readFileSync(join(locales, 'en.js'), 'utf8'))).toContain(
      'Invalid',
    );
    for (const end of ['js', 'cjs'])
      expect(slimmed(join(locales, `index.${end}`), '')).toMatch(/\ben\b.*\.\/en\.c?js/);
  });
});
