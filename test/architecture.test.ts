import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

// The rules of ARCHITECTURE.md, held against the code as it is.

const root = join(import.meta.dirname, '..');
const SOURCE_FOLDERS = ['drivers', 'gateway', 'simulators', 'firmware'];
const ROOTS =
  /^gateway\/(guard|courier|desk|cli)\.ts$|^gateway\/cli\/|^simulators\/(main|broker)\.ts$|^firmware\/[a-zA-Z]+\.ts$/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const sources = files.filter((file) => SOURCE_FOLDERS.includes(topFolder(file)));

function topFolder(file: string): string {
  return file.split('/')[0] ?? '';
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The code without comments, so that words in prose are not taken for use. */
function code(file: string): string {
  return text(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** What a file imports: paths of the project, or package names. Type imports count: they are dependencies of thought. */
function imports(file: string, valuesOnly = false): string[] {
  const found: string[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;
  for (const match of code(file).matchAll(pattern)) {
    const target = match[3] ?? match[4] ?? '';
    if (valuesOnly && match[2] !== undefined) continue;
    found.push(target.startsWith('.') ? normalize(join(dirname(file), target)) : target);
  }
  return found;
}

function violations(check: (file: string) => string[], among: readonly string[] = sources): string[] {
  return among.flatMap((file) => check(file).map((what) => `${file}: ${what}`));
}

describe('the architecture', () => {
  it('sees the project', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(imports('gateway/guard/bus/types.ts')).toContain('drivers/reading.ts');
  });

  it('keeps drivers free of everything else, and gateway, simulators and firmware apart', () => {
    const allowed: Record<string, string[]> = {
      drivers: ['drivers'],
      gateway: ['drivers', 'gateway'],
      simulators: ['drivers', 'simulators'],
      firmware: ['drivers', 'firmware'],
    };
    const wrong = violations((file) =>
      imports(file).filter(
        (target) =>
          target.includes('/') &&
          SOURCE_FOLDERS.concat('test', 'deploy').includes(topFolder(target)) &&
          !allowed[topFolder(file)]?.includes(topFolder(target)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('gives drivers no I/O', () => {
    const wrong = violations(
      (file) => imports(file).filter((target) => target.startsWith('node:')),
      sources.filter((file) => file.startsWith('drivers/')),
    );
    expect(wrong).toEqual([]);
  });

  it('lets bus, detect, lift and annunciate know only drivers, core and the site', () => {
    const inner = /^gateway\/(bus|detect|lift|annunciate)\//;
    const wrong = violations(
      (file) =>
        imports(file).filter(
          (target) =>
            target.startsWith('gateway/') && !inner.test(target) && !/^gateway\/(core|site)\//.test(target),
        ),
      sources.filter((file) => inner.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the telemetry package usable alone, its folders in order, and its dependencies at cbor-x', () => {
    const shared = /^drivers\/(vocabulary|quality|reading|result)\.ts$/;
    const below: Record<string, readonly string[]> = {
      wire: ['wire'],
      senml: ['wire', 'senml'],
      sign: ['wire', 'sign'],
      sdk: ['wire', 'senml', 'sign', 'sdk'],
    };
    const folder = (file: string): string => file.split('/')[2] ?? '';
    const wrong = violations(
      (file) =>
        imports(file).filter((target) => {
          if (!target.includes('.ts')) return !/^(cbor-x\/encode|node:crypto)$/.test(target);
          if (!target.startsWith('gateway/telemetry/')) return !shared.test(target);
          return below[folder(file)]?.includes(folder(target)) === false;
        }),
      sources.filter((file) => file.startsWith('gateway/telemetry/')),
    );
    expect(wrong).toEqual([]);
    const telemetry = JSON.parse(text('gateway/telemetry/package.json'));
    expect(Object.keys(telemetry.dependencies)).toEqual(['cbor-x']);
    expect(telemetry.version).toBe(JSON.parse(text('package.json')).version);
  });

  it('keeps every network library out of guard', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const target of imports(file, true)) {
        if (target.endsWith('.ts')) visit(target);
        else packages.add(target);
      }
    };
    visit('gateway/guard/guard.ts');
    visit('gateway/journal/write/worker.ts');
    expect(seen.size).toBeGreaterThan(30);
    const banned = [...packages].filter((name) =>
      /^(mqtt|aedes|ws|fastify|node-opcua.*|express|undici|node:(http|https|http2|tls))$/.test(name),
    );
    expect(banned).toEqual([]);
  });

  it('knows the time in one clock.ts per folder only', () => {
    const wrong = violations(
      (file) =>
        (
          code(file).match(
            /\bDate\b|\bset(Timeout|Interval)\b|\bperformance\b|\bhrtime\b|node:timers|Atomics\.wait/g,
          ) ?? []
        ).map((word) => word),
      sources.filter((file) => !/^(drivers|gateway\/core|simulators|firmware)\/clock\.ts$/.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('reads the environment and writes to the console in composition roots only', () => {
    const wrong = violations(
      (file) => code(file).match(/\bprocess\.env\b|\bconsole\./g) ?? [],
      sources.filter((file) => !ROOTS.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('has no file above 400 lines, and small composition roots', () => {
    const long = violations((file) => {
      const lines = text(file).split('\n').length;
      const cap = /^gateway\/(guard|courier|desk|cli)\.ts$/.test(file) ? 150 : 400;
      return lines > cap ? [`${lines} lines`] : [];
    }, files);
    expect(long).toEqual([]);
  });
});
