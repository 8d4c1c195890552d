import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { formatProblem, type Problem } from '../../gateway/core/result.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { readSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { expectChinese } from '../text/inChinese.ts';

export const catalog = readProfiles();

/** An installation from a site as an object literal, with the shipped profiles; mistakes in it fail the test. */
export function installationOf(site: Record<string, unknown>): Installation {
  const result = readSite(JSON.stringify(site, null, 2), 'site.yaml', catalog, LINE_JUDGES);
  if (!result.ok) throw new Error(result.error.map(formatProblem).join('\n'));
  return result.value;
}

/** What is wrong with a site text. */
export function problemsOf(source: string): readonly Problem[] {
  const result = siteOf(source, 'site.yaml', catalog, LINE_JUDGES);
  return result.ok ? [] : result.error;
}

/** Reads a site; every problem that is found has to be there in Chinese too. */
export function siteOf(...args: Parameters<typeof readSite>): ReturnType<typeof readSite> {
  const result = readSite(...args);
  if (!result.ok) result.error.forEach(expectChinese);
  return result;
}

/** One serial line with a gas detector `gas-1`, to build on. */
export const gasSite = {
  gateway: { id: 'test' },
  buses: [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
  devices: [{ id: 'gas-1', profile: 'ya-k300-s', bus: 'rs485', unit: 1 }],
};
