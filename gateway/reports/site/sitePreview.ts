import { lineLoad } from '../../alarmTime/lineLoad.ts';
import { slowestAlarms } from '../../alarmTime/slowestAlarms.ts';
import type { Text } from '../../core/result.ts';
import { loosened } from '../../site/change/loosened.ts';
import { changeWords, type SiteChange, siteChanges } from '../../site/change/siteChanges.ts';
import type { Installation } from '../../site/installation.ts';
import { readSiteText } from '../../site/siteText.ts';

/** A site file as text, and what it means. */
export type ReadSite = { readonly text: string; readonly installation: Installation };

/** A line before and after: share of its time that the plan takes, and its slowest alarm with one device dying. Null: it is not there, or promises none. */
export type LineBeside = {
  readonly line: string;
  readonly load: readonly [before: number | null, after: number | null];
  readonly boundMs: readonly [before: number | null, after: number | null];
};

/** What a changed site file does, before it is taken up. With anything in `loosened` it needs a reason. */
export type SitePreview = {
  readonly sentence: Text;
  readonly loosened: readonly Text[];
  readonly changes: readonly SiteChange[];
  readonly lines: readonly LineBeside[];
};

/** A bound that grows by less than this is the same to people. */
const NOTICED_MS = 100;

/** Holds two sites that may be used against each other. */
export function sitePreview(before: ReadSite, after: ReadSite): SitePreview {
  const changes = siteChanges(dataOf(before), dataOf(after));
  const lines = linesBeside(before.installation, after.installation);
  const slower = lines.flatMap(({ line, boundMs: [from, to] }) => {
    if (from === null || to === null || to < from + NOTICED_MS) return [];
    return [changeWords('loose.bound', { line, from: seconds(from), to: seconds(to) })];
  });
  const loose = [...loosened(before.installation, after.installation), ...slower];
  return { sentence: sentence(changes.length, loose.length), loosened: loose, changes, lines };
}

function dataOf({ text }: ReadSite): unknown {
  return readSiteText('', text).text?.data;
}

function sentence(changes: number, loose: number): Text {
  if (changes === 0) return changeWords('sentence.nothing');
  const said =
    changes === 1 ? changeWords('sentence.changes/one') : changeWords('sentence.changes', { count: changes });
  if (loose === 0) return said;
  return loose === 1
    ? changeWords('sentence.loosened/one', { changes: said })
    : changeWords('sentence.loosened', { changes: said, count: loose });
}

function linesBeside(before: Installation, after: Installation): LineBeside[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((line) => {
    const [from, to] = [was.get(line), is.get(line)];
    return {
      line,
      load: [from?.load ?? null, to?.load ?? null],
      boundMs: [from?.boundMs ?? null, to?.boundMs ?? null],
    };
  });
}

function linesOf(installation: Installation): Map<string, { load: number; boundMs: number | null }> {
  const { lines: bounds } = slowestAlarms(installation);
  return new Map(
    installation.lines.map((line) => [
      line.id,
      { load: lineLoad(line).utilisation, boundMs: bounds.get(line.id) ?? null },
    ]),
  );
}

/** Tenths of a second, upwards. */
function seconds(ms: number): string {
  return (Math.ceil(ms / 100) / 10).toFixed(1);
}
