import type { Installation } from '../installation.ts';
import { alarmCautions } from './alarmCautions.ts';
import { type AlarmTime, alarmTimes, type Bound, type Term } from './alarmTime.ts';

/** The alarm times as data, for programs. */
export function alarmTimeData(installation: Installation): {
  readonly alarmTimes: readonly AlarmTime[];
  readonly cautions: readonly string[];
} {
  const times = alarmTimes(installation);
  return { alarmTimes: times, cautions: alarmCautions(installation, times) };
}

/** The same for a person: a line for each point, every term where `verbose`. */
export function alarmTimeText(installation: Installation, verbose: boolean): string[] {
  const { alarmTimes: times, cautions } = alarmTimeData(installation);
  const rows = times.flatMap((time) => [
    `  ${time.point} (${time.rule}): ${boundsText(time)}`,
    ...(verbose ? time.bounds.flatMap((bound) => termRows(bound)) : []),
  ]);
  const end = times.some(({ relay }) => relay !== null) ? 'the siren' : 'the alarm';
  const head = `alarm time, at most, from the change of a register to ${end}${verbose ? '' : ' (--verbose explains it)'}`;
  return [
    ...(rows.length > 0 ? ['', head, ...rows] : []),
    ...(cautions.length > 0 ? ['', 'to be known', ...cautions.map((caution) => `  ${caution}`)] : []),
  ];
}

function boundsText({ bounds, relay, delayS }: AlarmTime): string {
  const texts = bounds.map((bound, i) => {
    const before = bounds[i - 1];
    if (before !== undefined && seconds(before) === seconds(bound)) return `the same ${faultText(bound)}`;
    return i === 0 ? seconds(bound) : `${seconds(bound)} ${faultText(bound)}`;
  });
  const delay = delayS > 0 ? [`${delayS} s of it its delay`] : [];
  const siren =
    relay === null
      ? []
      : [`siren ${relay.device} on ${relay.sharesLine ? 'the same line' : `line ${relay.line}`}`];
  if (bounds.length === 0) return 'none can be promised';
  return [...texts, ...delay, ...siren].join(', ');
}

function faultText({ dying, lost }: Bound): string {
  const parts = [
    ...(dying > 0
      ? [dying === 1 ? 'if another device dies just then' : `if ${dying} other devices die just then`]
      : []),
    ...(lost > 0 ? [lost === 1 ? 'and one reply is lost' : `and ${lost} replies are lost`] : []),
  ];
  return parts.join(' ');
}

function termRows(bound: Bound): string[] {
  const head = bound.dying + bound.lost === 0 ? 'all well' : faultText(bound);
  return [
    `    ${head}: ${Math.ceil(bound.totalMs)} ms`,
    ...bound.terms.map(({ name, ms }) => `      ${String(Math.ceil(ms)).padStart(6)} ms  ${MEANINGS[name]}`),
  ];
}

function seconds({ totalMs }: Bound): string {
  return `${(Math.ceil(totalMs / 100) / 10).toFixed(1)} s`;
}

const MEANINGS: Readonly<Record<Term['name'], string>> = {
  sampling: 'the register had just been read: until it is due again',
  blocking: 'the longest exchange that may be under way then; nothing is interrupted',
  'urgent-writes': 'writes to annunciators of this line, which go first',
  'reads-before': 'safety reads that go before: those that are due more often, and those due earlier',
  'others-in-trouble': 'retries of other devices that do not answer',
  exchange: 'the read itself, answered at the last moment its profile allows',
  adapter: 'what the adapter or the network may hold back',
  'lost-exchange': 'the reads that were given up because no reply came',
  quarantine: 'its unit is left alone, so that a late reply is not taken for the next one',
  'wait-again': 'until it may be asked again: an exchange under way, and what goes before',
  detection: 'the delay of the rule',
  'relay-earlier': 'a write to the same annunciator that is under way, or of another siren',
  'relay-blocking': 'the longest exchange that may be under way on the line of the siren',
  'relay-queue': 'writes to other annunciators of that line',
  'relay-write': 'the write itself',
  'relay-node': 'the annunciator, from the write to its contact',
  host: 'this computer',
};
