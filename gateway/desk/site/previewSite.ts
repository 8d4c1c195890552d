import { isDeepStrictEqual } from 'node:util';
import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../alarmTime/lineJudges.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type ReadSite, sitePreview } from '../../reports/site/sitePreview.ts';
import { patchSite, type SiteEdit } from '../../site/change/patchSite.ts';
import { changeWords } from '../../site/change/siteChanges.ts';
import { readSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { revisionOf } from '../../site/revision.ts';
import { readSiteText } from '../../site/siteText.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import type { SitePreviewed } from '../http/api/siteApi.ts';
import { worded } from '../live/worded.ts';

/** A change of the site in force: another text, or values in their places. `path`: of the site file, profiles of its own lie beside it. */
export type PreviewAsk = {
  readonly path: string;
  readonly before: string; // the text in force
  readonly change:
    | { readonly text: string; readonly ofAnotherBox: boolean }
    | { readonly edits: readonly SiteEdit[] };
};
export type PreviewAnswer = Result<SitePreviewed, Problem>;

/** What a change would do, in words. Alarm times are proved twice, which takes a second and more of a large site. */
export function previewSite({ path, before, change }: PreviewAsk): PreviewAnswer {
  const text = textOf(before, change);
  if (!text.ok) return text;
  const [was, is] = [read(before, path), read(text.value, path)];
  if (!was.ok) return err(deskProblem('desk.site-not-read'));
  const shown = {
    text: text.value,
    revision: revisionOf(text.value),
    diff: diffOf(before, text.value),
  };
  if (!is.ok)
    return ok({
      ...shown,
      problems: is.error.map(worded),
      sentence: changeWords('sentence.nothing'),
      ...{ loosened: [], changes: [], lines: [] },
    });
  const { sentence, loosened, changes, lines } = sitePreview(was.value, is.value);
  return ok({
    ...shown,
    ...{ problems: [], sentence, loosened: [...loosened], changes: [...changes] },
    lines: lines.map(({ line, load, boundMs }) => ({ line, load: [...load], boundMs: [...boundMs] })),
  });
}

function textOf(before: string, change: PreviewAsk['change']): Result<string, Problem> {
  if (!('text' in change)) return patchSite(before, change.edits);
  return change.ofAnotherBox ? withOwnName(before, change.text) : ok(change.text);
}

/** The site of another box as this one could have it: what guard would refuse to change while it runs stays. */
function withOwnName(before: string, text: string): Result<string, Problem> {
  const [own, other] = [dataOf(before), dataOf(text)];
  if (own === null || other === null) return ok(text); // what is wrong with it is told where it is read
  const edits: SiteEdit[] = [];
  if (own.gateway?.id !== other.gateway?.id) edits.push({ path: ['gateway', 'id'], value: own.gateway?.id });
  if (!isDeepStrictEqual(own.journal, other.journal)) edits.push({ path: ['journal'], value: own.journal });
  return patchSite(text, edits);
}

function dataOf(text: string): { gateway?: { id?: unknown }; journal?: unknown } | null {
  const data = readSiteText('', text).text?.data;
  return typeof data === 'object' ? data : null;
}

function read(text: string, path: string): Result<ReadSite, readonly Problem[]> {
  const site = readSite(text, path, readProfiles(path), LINE_JUDGES, fastestPeriods);
  return site.ok ? ok({ text, installation: site.value }) : site;
}

/** The lines between what both begin and end with: for one changed value that is one line. */
function diffOf(before: string, after: string): SitePreviewed['diff'] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let first = 0;
  while (first < was.length && first < is.length && was[first] === is[first]) first++;
  let last = 0;
  while (
    last < was.length - first &&
    last < is.length - first &&
    was[was.length - 1 - last] === is[is.length - 1 - last]
  )
    last++;
  return {
    line: first + 1,
    removed: was.slice(first, was.length - last),
    added: is.slice(first, is.length - last),
  };
}
