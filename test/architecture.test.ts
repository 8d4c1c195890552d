import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILE_NAMES_USED_TWICE, TYPE_NAMES_USED_TWICE } from './harness/sharedNames.ts';
import {
  circles,
  code,
  exportedTypes,
  files,
  imports,
  moduleGraph,
  roomOf,
  SOURCE_FOLDERS,
  sources,
  text,
  topFolder,
  twoWayRooms,
} from './harness/sourceGraph.ts';

// The rules of ARCHITECTURE.md, held against the code as it is.

const PROGRAMS = ['guard', 'courier', 'desk', 'opcua', 'platform'].map((program) => `gateway/${program}`);
const ROOTS =
  /^gateway\/cli(\.ts$|\/)|^gateway\/(guard\/runGuard|courier\/courier|desk\/desk|opcua\/opcua|platform\/ingest)\.ts$|^simulators\/(main|broker|board)\.ts$|^firmware\/[a-zA-Z]+\.ts$/;
const SMALL_ROOTS =
  /^gateway\/(cli|cli\/[a-zA-Z]+|guard\/runGuard|courier\/courier|desk\/desk|opcua\/opcua|platform\/ingest)\.ts$|^(simulators|firmware)\/(main|broker|board|annunciator)\.ts$/;
const LARGER_ROOTS: Readonly<Record<string, string>> = {
  'gateway/cli/read.ts': 'one verb with two ways to the device: through guard, or with a port of its own',
};

/** The parts of guard, and the lift, that must do the same with the same input. */
const PURE = /^gateway\/(guard\/(bus|detect|annunciate)|lift)\//;
const PURE_CORE =
  /^gateway\/core\/(clock|overheard|serialFormat|result|civilTime|keys|lifecycle|log|backoff|portProblems)\.ts$/;
const PURE_NODE = ['node:util'];
const IMPURE: Readonly<Record<string, string>> = {
  'gateway/guard/bus/line/modbusClient.ts': 'modbus-serial wants its port to be an EventEmitter',
  'gateway/guard/bus/line/openLine.ts': 'chooses the port of a line, the serial one among them',
};

function violations(
  check: (file: string) => readonly string[],
  among: readonly string[] = sources,
): string[] {
  return among.flatMap((file) => check(file).map((what) => `${file}: ${what}`));
}

function ours(target: string): boolean {
  return target.includes('/') && [...SOURCE_FOLDERS, 'test', 'deploy'].includes(topFolder(target));
}

describe('the architecture', () => {
  it('sees the project', () => {
    expect(sources.length).toBeGreaterThan(600);
    expect(imports('gateway/guard/bus/types.ts')).toContain('drivers/reading.ts');
    expect(exportedTypes(sources).get('Clock')).toEqual(['gateway/core/clock.ts']);
    for (const program of ['gateway/guard/runGuard.ts', 'gateway/courier/courier.ts'])
      expect(moduleGraph(program).files.size).toBeGreaterThan(100);
  });

  it('keeps drivers free of everything else; simulators and firmware know drivers and core alone', () => {
    const allowed: Readonly<Record<string, readonly string[]>> = {
      drivers: ['drivers'],
      gateway: ['drivers', 'gateway'],
      simulators: ['drivers', 'simulators', 'gateway/core'],
      firmware: ['drivers', 'firmware', 'gateway/core'],
    };
    const wrong = violations((file) =>
      imports(file).filter(
        (target) =>
          ours(target) && !allowed[topFolder(file)]?.some((folder) => target.startsWith(`${folder}/`)),
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

  it('lets core know drivers alone', () => {
    const wrong = violations(
      (file) => imports(file).filter((target) => ours(target) && !/^(drivers|gateway\/core)\//.test(target)),
      sources.filter((file) => roomOf(file) === 'gateway/core'),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps programs apart, and out of what they share', () => {
    const wrong = violations(
      (file) =>
        imports(file).filter(
          (target) => PROGRAMS.includes(roomOf(target)) && roomOf(target) !== roomOf(file),
        ),
      sources.filter((file) => !/^gateway\/cli(\.ts$|\/)/.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('has no two rooms that import each other', () => {
    expect(twoWayRooms(sources)).toEqual([]);
  });

  it('has no files that import each other, not even for their types', () => {
    expect(circles(sources).map((circle) => circle.join(' <-> '))).toEqual([]);
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
          if (!target.includes('.ts')) return !/^(cbor-x\/encode|node:(crypto|zlib))$/.test(target);
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
    const { files: loaded, packages } = moduleGraph(
      'gateway/guard/runGuard.ts',
      'gateway/journal/write/worker.ts',
    );
    const banned = [...packages].filter((name) =>
      /^(mqtt|aedes|ws|fastify|@fastify\/.*|express|undici|preact|vite|node-opcua.*|node:(http|https|http2|tls|dgram))$/.test(
        name,
      ),
    );
    expect(banned).toEqual([]);
    expect([...loaded].filter((file) => file.startsWith('gateway/mqtt/'))).toEqual([]);
  });

  it('keeps what reads, judges and drives pure: no I/O but the ports of a line and the clock that is handed in', () => {
    const pure = sources.filter((file) => PURE.test(file) && !file.startsWith('gateway/guard/bus/port/'));
    const impure = (file: string) =>
      imports(file).filter((target) =>
        target.startsWith('node:')
          ? !PURE_NODE.includes(target)
          : target.startsWith('gateway/core/') && !PURE_CORE.test(target),
      );
    expect(pure.length).toBeGreaterThan(100);
    expect(
      violations(
        impure,
        pure.filter((file) => IMPURE[file] === undefined),
      ),
    ).toEqual([]);
    expect(Object.keys(IMPURE).filter((file) => !pure.includes(file) || impure(file).length === 0)).toEqual(
      [],
    );
  });

  it('lets what reads, judges and drives know no other part of guard', () => {
    const known = /^gateway\/(core|site|alarmTime|control|lift|text)\//;
    const wrong = violations(
      (file) =>
        imports(file).filter(
          (target) => target.startsWith('gateway/') && !PURE.test(target) && !known.test(target),
        ),
      sources.filter((file) => PURE.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('knows the time in one file alone', () => {
    const timers = /\bset(Timeout|Interval)\b|\bperformance\b|\bhrtime\b|node:timers|Atomics\.wait/g;
    // what is neither `Date.UTC` nor a date made of something is the present
    const present = /\bDate\b(?!\.UTC\()(?<!new Date)|\bnew Date\b(?!\s*\(\s*[^)\s])/g;
    const wrong = violations(
      (file) => [...(code(file).match(timers) ?? []), ...(code(file).match(present) ?? [])],
      sources.filter((file) => file !== 'gateway/core/clock.ts' && !file.startsWith('gateway/desk/page/')),
    );
    expect(wrong).toEqual([]);
    const now = (line: string) => (line.match(present) ?? []).length;
    expect(['Date.now()', 'new Date()', 'new Date', 'Date()', 'x(Date)'].map(now)).toEqual([1, 1, 1, 1, 1]);
    expect(['Date.UTC(2026, 1)', 'new Date(ms)', 'civilDate(ms)'].map(now)).toEqual([0, 0, 0]);
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
      const cap = SMALL_ROOTS.test(file) && LARGER_ROOTS[file] === undefined ? 150 : 400;
      return lines > cap ? [`${lines} lines`] : [];
    }, files);
    expect(long).toEqual([]);
  });

  it('uses a type name for one thing', () => {
    const twice = [...exportedTypes(sources)].filter(([, where]) => where.length > 1);
    expect(twice.filter(([name]) => TYPE_NAMES_USED_TWICE[name] === undefined)).toEqual([]);
    const names = twice.map(([name]) => name);
    expect(
      Object.keys(TYPE_NAMES_USED_TWICE).filter((name) => !names.includes(name)),
      'are unique now',
    ).toEqual([]);
  });

  it('uses a file name for one thing', () => {
    const where = Map.groupBy(
      sources.filter((file) => !file.startsWith('gateway/cli/')), // a verb is named after what it is about
      (file) => basename(file),
    );
    const twice = [...where].filter(([, paths]) => paths.length > 1);
    expect(twice.filter(([name]) => FILE_NAMES_USED_TWICE[name] === undefined)).toEqual([]);
    const names = twice.map(([name]) => name);
    expect(
      Object.keys(FILE_NAMES_USED_TWICE).filter((name) => !names.includes(name)),
      'are unique now',
    ).toEqual([]);
  });
});
