import type { Problem, Text } from '../core/result.ts';
import { mistake } from '../site/checks/checking.ts';
import type { Device, Installation, Line } from '../site/installation.ts';
import type { SiteText } from '../site/siteText.ts';
import { ALARM_TIME_MESSAGES } from '../text/alarmTimeMessages.ts';
import { speaker } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';
import { listed, words } from '../text/named.ts';
import { remediesOf } from './alarmTimeRemedies.ts';
import { type Infeasible, infeasibleReads, utilisation } from './analysis/feasible.ts';
import { total } from './analysis/fixpoint.ts';
import { type LineWork, lineWork, type ReadTask } from './analysis/lineWork.ts';
import { deviceTiming } from './deviceTiming.ts';
import { charMs, replyBytes, requestBytes, silenceMs } from './wire.ts';

/**
 * Refuses a line on which a safety read could come too late although every device answers as it usually does. Says how
 * that comes about, in milliseconds, and what would help.
 */
export function checkAlarmTimes({ lines, annunciators }: Installation, text: SiteText): Problem[] {
  return lines.flatMap((line, index) => {
    const work = lineWork(line, annunciators);
    const late = infeasibleReads(work).filter(({ why }) => why === 'late');
    const [worst] = late.toSorted((a, b) => overrun(b) - overrun(a));
    if (worst === undefined) return [];
    const at = ['buses', index];
    const named = { late: lateWords(worst, work, line), remedies: remediesOf(line, annunciators) };
    return late.length === 1
      ? [mistake(text, at, 'site.infeasible', named)]
      : [mistake(text, at, 'site.infeasible/more', { ...named, count: late.length - 1 })];
  });
}

/**
 * Lines on which a safety read could be kept waiting for ever by those that go before it, if every device answered as
 * late as its profile allows. Such a site can be used: it is the worst there is, and devices are quicker than that.
 */
export function starvedReads({ lines, annunciators }: Installation, language: Language): string[] {
  return lines.flatMap((line) => {
    const work = lineWork(line, annunciators);
    const [first] = infeasibleReads(work).filter(({ why }) => why === 'starved');
    return first === undefined ? [] : [starvedText(first, work, remediesOf(line, annunciators), language)];
  });
}

function overrun({ task, usualMs }: Infeasible): number {
  return (usualMs ?? Number.POSITIVE_INFINITY) / task.periodMs;
}

function lateWords({ task, usualMs }: Infeasible, work: LineWork, line: Line): Text {
  const before = goingBefore(task, work);
  const behind = work.reads.filter((read) => read !== task && !before.includes(read));
  const longest = Math.max(0, ...behind.map((read) => read.usualMs));
  const writes = { time: whole(total(work.writes, (write) => write.usualMs)), count: work.writes.length };
  const reads = { time: whole(total(before, (read) => read.usualMs)), count: before.length };
  const sums = [
    ...(longest > 0 ? [words('late.under-way', { time: whole(longest) })] : []),
    ...(writes.count > 0 ? [words(writes.count === 1 ? 'late.write' : 'late.writes', writes)] : []),
    ...(reads.count > 0 ? [words(reads.count === 1 ? 'late.before-one' : 'late.before', reads)] : []),
    costWords(task, line),
  ];
  return words('late.read', {
    read: nameOf(task),
    period: task.periodMs,
    may: usualMs === null ? words('late.never') : words('late.takes', { time: whole(usualMs) }),
    sums: listed(sums),
    load: Math.round(100 * utilisation(work, 'usualMs')),
  });
}

function starvedText({ task }: Infeasible, work: LineWork, remedies: Text, language: Language): string {
  const say = speaker(ALARM_TIME_MESSAGES, language);
  const before = goingBefore(task, work).filter(({ periodMs }) => periodMs < task.periodMs);
  const share = total(before, (read) => read.boundMs / read.periodMs);
  const reads = before.map((read) =>
    say('caution.starved-read', {
      ...{ point: nameOf(read), ms: Math.ceil(read.boundMs), periodMs: read.periodMs },
    }),
  );
  return say('caution.starved', {
    ...{ point: nameOf(task), percent: Math.round(100 * share) },
    ...{ reads: reads.join(say('list.comma')), remedies: remedies[language] },
  });
}

/** What one exchange is made of, so that the installer sees which part is dear. */
function costWords({ request, device: id, usualMs }: ReadTask, { connection, devices }: Line): Text {
  const device = devices.find((one: Device) => one.id === id);
  const time = whole(usualMs);
  if (device === undefined || connection.type === 'modbus-tcp') return words('late.itself', { time });
  const timing = deviceTiming(device.profile);
  return words('late.itself-costs', {
    time,
    characters: requestBytes(request) + replyBytes(request, timing.dialect),
    character: charMs(connection).toFixed(2),
    silence: whole(silenceMs(connection, timing)),
    turnaround: whole(timing.turnaroundMs),
  });
}

function goingBefore(task: ReadTask, { reads }: LineWork): ReadTask[] {
  return reads.filter((read) => read !== task && read.class === 'safety' && read.periodMs <= task.periodMs);
}

function nameOf({ points, device }: ReadTask): string {
  return points[0] ?? device;
}

function whole(value: number): number {
  return Math.ceil(value);
}
