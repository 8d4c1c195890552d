import type { PageAlarm, PageScreen } from '../../http/api/liveApi.ts';
import { named, say } from './speech.ts';

/** What is not watched: a device that does not answer, or a whole line in one row. */
export type Blind = {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly sinceMono: number | null;
};

const RANK = { red: 4, orange: 3, yellow: 2, blue: 1 } as const;
const ASIDE = ['shelved', 'suppressed', 'out-of-service'];

/** Alarms and faults that are not put aside: unacknowledged first, then the worst, then the newest. */
export function wrongOf({ alarms }: PageScreen): PageAlarm[] {
  return alarms
    .filter(
      ({ to, kind, sounding }) =>
        !ASIDE.includes(to) && to !== 'normal' && (kind !== 'loss-of-sensing' || sounding),
    )
    .toSorted(
      (a, b) =>
        Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
        RANK[b.severity] - RANK[a.severity] ||
        b.since.mono - a.since.mono,
    );
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
      title: say('overview.line-lost', { line }),
      state: 'lost',
      sinceMono: null,
    }));
  const devices = health.unwell
    .filter(({ state }) => state === 'offline')
    .map(({ device, name, state, lastOk, since }) => ({
      key: device,
      title: named(name),
      state,
      sinceMono: (lastOk ?? since)?.mono ?? null,
    }));
  return [...lines, ...devices];
}

export function placeOf({ place, deviceName }: PageAlarm): string {
  return named(place ?? deviceName);
}

/** What is the case in one sentence, the highest truth first, and what else there is. */
export function sentences(screen: PageScreen | null, guardAlive: boolean): readonly string[] {
  if (!guardAlive || screen === null) return [say('sentence.guard-away')];
  const wrong = wrongOf(screen);
  const blind = blindOf(screen);
  const first = wrong.find(({ sounding }) => sounding) ?? wrong[0];
  if (first !== undefined) {
    const said = say(keyOf(first), { what: named(first.ruleName), where: placeOf(first) });
    const more = wrong.length - 1;
    return [
      said,
      ...(more > 0 ? [say('sentence.also-wrong', { count: more })] : []),
      ...(blind.length > 0 ? [say('sentence.also-blind', { count: blind.length })] : []),
    ];
  }
  const [only] = blind;
  if (only !== undefined)
    return [
      blind.length === 1
        ? say('sentence.blind-one', { where: only.title })
        : say('sentence.blind', { count: blind.length }),
    ];
  if (screen.problems.length > 0) return [say('sentence.trouble')];
  return [say(screen.maintenance.length > 0 ? 'sentence.maintenance' : 'sentence.fine')];
}

function keyOf(alarm: PageAlarm) {
  if (alarm.sounding) return 'sentence.sounding';
  if (alarm.latched) return 'sentence.latched';
  return isUnacknowledged(alarm) ? 'sentence.unacknowledged' : 'sentence.standing';
}
