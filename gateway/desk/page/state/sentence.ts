import type { PageKey } from '../../../text/pageMessages.ts';
import type { LiveValue, PageAlarm, PageScreen } from '../../http/api/liveApi.ts';

type Name = string | { readonly en: string; readonly zh: string };

/** A sentence of the catalogue with what it names, not yet in a language. */
export type Phrase = { readonly key: PageKey; readonly of: Readonly<Record<string, Name | number>> };

/** What is not watched: a device that does not answer or was not heard yet, or a whole line in one row. */
export type Blind = {
  readonly key: string;
  readonly title: Name | Phrase;
  readonly state: string;
  readonly sinceMono: number | null;
};

/** What reaches this page. `lost`: nothing has come for a while, so that whatever it shows is old. */
export type Reach = {
  readonly lost: boolean;
  readonly guardAlive: boolean;
  readonly values: Iterable<LiveValue>;
  /** Devices whose calibration is overdue. */
  readonly overdue: number;
  /** The site has no sensor yet. */
  readonly empty: boolean;
};

const RANK = { red: 4, orange: 3, yellow: 2, blue: 1 } as const;
const ASIDE = ['shelved', 'suppressed', 'out-of-service'];

/** Every alarm and fault that is not put aside, the worst first; of equal ones what is not over, then the newest. */
export function standingOf({ alarms }: PageScreen): PageAlarm[] {
  return alarms
    .filter(({ to }) => !ASIDE.includes(to) && to !== 'normal')
    .toSorted(
      (a, b) =>
        RANK[b.severity] - RANK[a.severity] ||
        Number(isOver(a)) - Number(isOver(b)) ||
        b.since.mono - a.since.mono,
    );
}

/**
 * What is wrong in the building, in this order. That a sensor is lost stands under what is not watched while it is, and is counted there
 * alone. Where its device answers (a part of it is not heard, or it came back and nobody has acknowledged that) it stands here.
 */
export function wrongOf(screen: PageScreen): PageAlarm[] {
  const blind = new Set(blindOf(screen).map(({ key }) => key));
  return standingOf(screen).filter(({ kind, device }) => kind !== 'loss-of-sensing' || !blind.has(device));
}

/** What speaks first: what is heard, then what nobody has acknowledged, then the rest. */
function firstOf(wrong: readonly PageAlarm[]): PageAlarm | undefined {
  return (
    wrong.find(({ sounding }) => sounding) ??
    wrong.find((alarm) => isUnacknowledged(alarm) && !isOver(alarm)) ??
    wrong[0]
  );
}

function isOver({ to }: PageAlarm): boolean {
  return !to.endsWith('active');
}

export function isUnacknowledged({ to }: PageAlarm): boolean {
  return to.includes('unacknowledged');
}

/** What is not watched, lines before single devices. */
export function blindOf({ health }: PageScreen): Blind[] {
  const lines = health.lines
    .filter(({ state }) => state === 'lost')
    .map(({ line }) => ({
      key: `line ${line}`,
      title: said('overview.line-lost', { line }),
      state: 'lost',
      sinceMono: null,
    }));
  const devices = health.unwell
    .filter(({ state }) => state !== 'failing') // one that was heard a moment ago is asked again first
    .map(({ device, name, state, lastOk, since }) => ({
      key: device,
      title: name,
      state,
      sinceMono: (lastOk ?? since)?.mono ?? null,
    }));
  return [...lines, ...devices];
}

export function placeOf({ place, deviceName }: PageAlarm): Name {
  return place ?? deviceName;
}

/** Alarms that somebody has put aside, and that stand all the same. */
export function asideOf({ alarms }: PageScreen): PageAlarm[] {
  return alarms.filter(({ to }) => ASIDE.includes(to));
}

/**
 * What is the case in one sentence, the highest truth first, and what else there is. That all is fine is said only while
 * what is shown is of now, every device answers, nothing is put aside and values are there.
 */
export function sentences(screen: PageScreen | null, reach: Reach): readonly Phrase[] {
  if (reach.lost) return [said('sentence.lost')];
  if (!reach.guardAlive || screen === null) return [said('sentence.guard-away')];
  const wrong = wrongOf(screen);
  const blind = blindOf(screen);
  const aside = asideOf(screen).length;
  const alsoAside = aside > 0 ? [said('sentence.also-aside', { count: aside })] : [];
  const first = firstOf(wrong);
  if (first !== undefined) {
    const more = wrong.length - 1;
    return [
      said(keyOf(first), { what: first.ruleName, where: placeOf(first) }),
      ...(more > 0 ? [said('sentence.also-wrong', { count: more })] : []),
      ...(blind.length > 0 ? [said('sentence.also-blind', { count: blind.length })] : []),
      ...alsoAside,
    ];
  }
  const [only] = blind;
  if (only !== undefined)
    return [
      blind.length === 1 && !isPhrase(only.title)
        ? said('sentence.blind-one', { where: only.title })
        : said('sentence.blind', { count: blind.length }),
      ...alsoAside,
    ];
  if (aside > 0) return [said('sentence.aside', { count: aside })];
  if (reach.empty) return [said('sentence.empty')];
  if (proofOf(reach.values).good === 0) return [said('sentence.nothing')];
  if (screen.problems.length > 0) return [said('sentence.trouble')];
  if (reach.overdue > 0) return [said('sentence.overdue', { count: reach.overdue })];
  return [said(screen.maintenance.length > 0 ? 'sentence.maintenance' : 'sentence.fine')];
}

/** How many points have a good value, of how many; `oldestMono`: the one that is longest ago, null without any. */
export function proofOf(values: Iterable<LiveValue>): {
  readonly good: number;
  readonly all: number;
  readonly oldestMono: number | null;
} {
  const all = [...values];
  const good = all.filter(({ value, quality }) => value !== null && quality === 'good');
  return {
    ...{ good: good.length, all: all.length },
    oldestMono: good.length === 0 ? null : Math.min(...good.map(({ at }) => at)),
  };
}

export function isPhrase(name: Name | Phrase): name is Phrase {
  return typeof name === 'object' && 'key' in name;
}

function said(key: PageKey, of: Phrase['of'] = {}): Phrase {
  return { key, of };
}

function keyOf(alarm: PageAlarm): PageKey {
  if (alarm.sounding) return 'sentence.sounding';
  if (alarm.latched) return 'sentence.latched';
  return isUnacknowledged(alarm) ? 'sentence.unacknowledged' : 'sentence.standing';
}
