import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// "A stranger's walk" of ARCHITECTURE.md, held against the tree.

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');
const [, walk = ''] =
  /\n## A stranger's walk\n([\s\S]*?)\n## /.exec(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')) ?? [];
const steps = walk.split('\n**').slice(1);
const pathsOf = (step: string) => [...step.matchAll(/`([a-zA-Z]+\/[^`\s]+)`/g)].map(([, path = '']) => path);

/** Whether there is such a file or folder; `<kind>` may be any name. */
function exists(path: string): boolean {
  const pattern = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/<[^>]+>/g, '[^/]+');
  const fits = new RegExp(path.endsWith('/') ? `^${pattern}` : `^${pattern}$`);
  return files.some((file) => fits.test(file));
}

describe("the stranger's walk", () => {
  it('is there for what is added most often', () => {
    expect(steps.map((step) => step.split(/\*\*|:/, 1)[0])).toEqual([
      'A rule kind',
      'A sensor',
      'A lift controller whose registers mean one thing each',
      'An uplink encoding',
      'A program',
    ]);
  });

  it.each(steps.map((step) => [step.split(/\*\*|:/, 1)[0], step] as const))(
    '%s names files that are there',
    (_, step) => {
      expect(pathsOf(step).length).toBeGreaterThan(1);
      expect(pathsOf(step).filter((path) => !exists(path))).toEqual([]);
    },
  );

  it('has in every folder that grows by a file a list that has them all', () => {
    const list = (path: string) => readFileSync(join(root, path), 'utf8');
    const grown = (folder: string, suffix: string) =>
      files
        .filter((file) => file.startsWith(folder) && file.endsWith(suffix))
        .map((file) => file.slice(folder.length));
    const missing = (folder: string, suffix: string, listed: string) =>
      grown(folder, suffix).filter((file) => !list(listed).includes(`/${file}'`));
    expect(missing('gateway/site/rules/', 'Rule.ts', 'gateway/site/rules/ruleKinds.ts')).toEqual([]);
    expect(missing('gateway/guard/detect/kinds/', '.ts', 'gateway/guard/detect/watches.ts')).toEqual([]);
    expect(grown('gateway/site/rules/', 'Rule.ts').length).toBe(
      grown('gateway/guard/detect/kinds/', '.ts').length,
    );
  });
});

describe('what went wrong once', () => {
  it('is held by tests that are there', () => {
    const notes = readFileSync(join(root, 'test', 'NOTES.md'), 'utf8');
    const rows = notes.slice(notes.indexOf('## What went wrong once')).matchAll(/^\|[^|]+\|([^|]+)\|$/gm);
    const named = [...rows].flatMap(([, held = '']) =>
      [...held.matchAll(/`([\w/]+)`/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !files.includes(`test/${name}.test.ts`))).toEqual([]);
  });
});
