import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../gateway/core/program.ts';
import { checkSite, reportText, type SiteReport } from '../../../gateway/reports/site/siteReport.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { shippedPacks } from '../../../gateway/site/packs/packs.ts';
import { shippedThresholds } from '../../../gateway/site/thresholds/shipped.ts';
import { namedThresholds } from '../../../gateway/site/thresholds/siteThresholds.ts';
import { inLanguage, LANGUAGES } from '../../../gateway/text/language.ts';
import { commandProblem } from '../../../gateway/text/problems/commandProblems.ts';

const SITES = {
  demo: join(packageRoot(), 'deploy/demo/site.yaml'),
  lift: join(packageRoot(), 'deploy/examples/lift/site.yaml'),
  'first sensor': join(packageRoot(), 'deploy/examples/first-sensor/site.yaml'),
  everything: join(packageRoot(), 'test/reports/site/everything.yaml'),
};

describe('the report of a site', () => {
  it.each(LANGUAGES)('reads as it was agreed, in %s', async (language) => {
    const text = reportText(reportOf('everything'), { language, verbose: true });
    await expect(`${text}\n`).toMatchFileSnapshot(`everything.${language}.txt`);
    const summary = reportText(reportOf('everything'), { language });
    await expect(`${summary}\n`).toMatchFileSnapshot(`everything.summary.${language}.txt`);
  });

  it.each(Object.keys(SITES) as (keyof typeof SITES)[])('fits on a screen of forty rows: %s', (name) => {
    const { warnings = [] } = checkSite(SITES[name]);
    const text = reportText({ ...reportOf(name), warnings });
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
  });

  it('takes an annunciator, which has a rule of its own, for watched', () => {
    expect(reportText(reportOf('demo'))).toMatch(/no rule raises an alarm for: (?!.*annunciator).*board/);
  });

  it.each(Object.keys(SITES) as (keyof typeof SITES)[])('in Chinese has no English in it: %s', (name) => {
    const report = reportOf(name);
    for (const verbose of [false, true])
      expect(englishLines(reportText(report, { language: 'zh', verbose }), report)).toEqual([]);
  });

  it('sees English where there is some', () => {
    const report = reportOf('everything');
    expect(englishLines(reportText(report, { verbose: true }), report).length).toBeGreaterThan(60);
    expect(englishLines('  gas-1（一号燃气）：unit 1', report)).toEqual(['  gas-1（一号燃气）：unit 1']);
  });

  it('says in either language whether the site can be used', () => {
    const report = reportOf('demo');
    const problems = [{ code: 'some.thing', what: 'something is wrong' }];
    const { installation: _, ...unusable } = report;
    expect(lastLine(report, 'en')).toBe('site.yaml is fine');
    expect(lastLine(report, 'zh')).toBe('site.yaml 检查通过');
    expect(lastLine({ ...report, problems }, 'en')).toBe('1 problem, but site.yaml can be used');
    expect(lastLine({ ...report, problems }, 'zh')).toBe('1 个错误，但 site.yaml 可以使用');
    expect(lastLine({ ...unusable, problems: [...problems, ...problems] }, 'en')).toBe(
      '2 problems: site.yaml cannot be used',
    );
    expect(lastLine({ ...unusable, problems }, 'zh')).toBe('1 个错误：site.yaml 不能使用');
  });

  it('tells problems and warnings in the language as well', () => {
    const problem = commandProblem('control.unreachable');
    const text = reportText(
      { ...reportOf('demo'), problems: [problem], warnings: [problem] },
      { language: 'zh', verbose: true },
    );
    expect(text).toMatch(/^守护进程没有应答\n {2}→ /);
    expect(text).toMatch(/\n1 条警告\n {2}守护进程没有应答\n {4}→ /);
  });
});

/** Without the warnings, whose words are not the report's. */
function reportOf(name: keyof typeof SITES): SiteReport & { installation: Installation } {
  const report = checkSite(SITES[name]);
  if (report.installation === undefined) throw new Error(`${name} cannot be used`);
  return { ...report, installation: report.installation, site: 'site.yaml', warnings: [] };
}

function lastLine(report: SiteReport, language: 'en' | 'zh'): string | undefined {
  return reportText(report, { language, verbose: true }).split('\n').at(-1);
}

/** What is the same in any language: kinds and settings of lines, units, and what is written in a file or command. */
const KEPT = new Set([
  'MPa',
  ...['Modbus', 'TCP', 'RTU', 'over', 'N'],
  ...['s', 'ms', 'm', 'mm', 'bar', 'LEL', 'C'],
  ...['verbose', 'pack', 'ratedSpeed', 'travel'],
]);

/** The lines in which an English word stands that is no name, unit, key, value or source. */
function englishLines(text: string, { site, installation }: SiteReport & { installation: Installation }) {
  const { gateway, lines, devices, points, rules, provenance, uplinks } = installation;
  const values = [...provenance.values()].flatMap(({ values: of }) => of);
  const names = [
    ...[site, gateway.id, ...uplinks.flatMap(({ id, url }) => [id, url])],
    ...lines.flatMap(({ id, connection }) => [id, 'path' in connection ? connection.path : connection.host]),
    ...[...devices.values()].flatMap(({ id, profile, name }) => [id, profile.id, inLanguage(name, 'zh')]),
    ...[...points.keys(), ...rules.map(({ id }) => id), ...shippedPacks().packs.keys()],
    ...rules.flatMap((rule) => ('equals' in rule ? [`为 ${[rule.equals].flat().join(' 或 ')}`] : [])),
    ...values.flatMap(({ path, value, source, clause }) => [
      ...[`${path} ${Array.isArray(value) ? value.join(', ') : value}`, `（${source.zh}）`],
      ...(clause === undefined ? [] : [clause]),
    ]),
    ...[...shippedPacks().packs.values()].flatMap(({ notes }) => notes.map(({ zh }) => zh)),
    ...namedThresholds(shippedThresholds()).flatMap(({ name, source }) => [name, `（${source.zh}）`]),
  ].toSorted((a, b) => b.length - a.length);
  return text.split('\n').filter((line) => {
    const rest = names.reduce((left, name) => without(name, left), line);
    return (rest.match(/[A-Za-z]+/g) ?? []).some((word) => !KEPT.has(word));
  });
}

/** A name is no part of a longer word. */
function without(name: string, line: string): string {
  const quoted = name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const whole = name.startsWith('（') ? quoted : `(?<![A-Za-z0-9-])${quoted}(?![A-Za-z0-9-])`;
  return line.replaceAll(new RegExp(whole, 'g'), ' ');
}
