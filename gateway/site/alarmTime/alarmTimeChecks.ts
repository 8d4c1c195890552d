import { type Infeasible, infeasibleReads, utilisation } from '../../bus/analysis/feasible.ts';
import { total } from '../../bus/analysis/fixpoint.ts';
import { type LineWork, lineWork, type ReadTask } from '../../bus/analysis/lineWork.ts';
import { deviceTiming } from '../../bus/poller/deviceTiming.ts';
import { charMs, replyBytes, requestBytes, silenceMs } from '../../bus/wire.ts';
import type { Problem } from '../../core/result.ts';
import { ALARM_TIME_MESSAGES } from '../../text/alarmTimeMessages.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { mistake } from '../checks/checking.ts';
import type { Device, Installation, Line } from '../installation.ts';
import type { SiteText } from '../siteText.ts';
import { remediesOf } from './alarmTimeRemedies.ts';

/**
 * Refuses a line on which a safety read could come too late although every device answers as it usually does. Says how
 * that comes about, in milliseconds, and what would help.
 */
export function checkAlarmTimes({ lines, annunciators }: Installation, text: SiteText): Problem[] {
  const english = speaker(ALARM_TIME_MESSAGES, 'en');
  return lines.flatMap((line, index) => {
    const work = lineWork(line, annunciators);
    const late = infeasibleReads(work).filter(({ why }) => why === 'late');
    const [worst] = late.toSorted((a, b) => overrun(b) - overrun(a));
    if (worst === undefined) return [];
    const more = late.length === 1 ? '' : `; the same is true of ${late.length - 1} more of its reads`;
    const what = `${lateText(worst, work, line)}${more}`;
    return [mistake(text, ['buses', index], 'infeasible', what, remediesOf(line, annunciators, english))];
  });
}

/**
 * Lines on which a safety read could be kept waiting for ever by those that go before it, if every device answered as
 * late as its profile allows. Such a site can be used: it is the worst there is, and devices are quicker than that.
 */
export function starvedReads({ lines, annunciators }: Installation, language: Language): string[] {
  const say = speaker(ALARM_TIME_MESSAGES, language);
  return lines.flatMap((line) => {
    const work = lineWork(line, annunciators);
    const [first] = infeasibleReads(work).filter(({ why }) => why === 'starved');
    return first === undefined ? [] : [starvedText(first, work, remediesOf(line, annunciators, say), say)];
  });
}

function overrun({ task, usualMs }: Infeasible): number {
  return (usualMs ?? Number.POSITIVE_INFINITY) / task.periodMs;
}

function lateText({ task, usualMs }: Infeasible, work: LineWork, line: Line): string {
  const before = goingBefore(task, work);
  const behind = work.reads.filter((read) => read !== task && !before.includes(read));
  const longest = Math.max(0, ...behind.map((read) => read.usualMs));
  const sums = [
    ...(longest > 0 ? [`${ms(longest)} for an exchange under way`] : []),
    ...(work.writes.length > 0
      ? [
          `${ms(total(work.writes, (write) => write.usualMs))} for ${count(work.writes.length, 'write')} to annunciators`,
        ]
      : []),
    ...(before.length > 0
      ? [`${ms(total(before, (read) => read.usualMs))} for ${count(before.length, 'read')} that go before`]
      : []),
    `${ms(task.usualMs)} for itself${costText(task, line)}`,
  ];
  const may = usualMs === null ? 'never come to it' : `take ${ms(usualMs)}`;
  const load = Math.round(100 * utilisation(work, 'usualMs'));
  return `${nameOf(task)} is to be read every ${task.periodMs} ms, and that may ${may} although every device answers as it usually does: ${sums.join(', ')}, each as often as it comes up meanwhile; the line is asked for ${load} % of its time`;
}

function starvedText(
  { task }: Infeasible,
  work: LineWork,
  remedies: string,
  say: Say<typeof ALARM_TIME_MESSAGES>,
): string {
  const before = goingBefore(task, work).filter(({ periodMs }) => periodMs < task.periodMs);
  const share = total(before, (read) => read.boundMs / read.periodMs);
  const reads = before.map((read) =>
    say('caution.starved-read', {
      ...{ point: nameOf(read), ms: Math.ceil(read.boundMs), periodMs: read.periodMs },
    }),
  );
  return say('caution.starved', {
    ...{ point: nameOf(task), percent: Math.round(100 * share) },
    ...{ reads: reads.join(say('list.comma')), remedies },
  });
}

/** What one exchange is made of, so that the installer sees which part is dear. */
function costText({ request, device: id }: ReadTask, { connection, devices }: Line): string {
  const device = devices.find((one: Device) => one.id === id);
  if (device === undefined || connection.type === 'modbus-tcp') return '';
  const timing = deviceTiming(device.profile);
  const bytes = requestBytes(request) + replyBytes(request, timing.dialect);
  return ` (${bytes} characters of ${charMs(connection).toFixed(2)} ms, ${ms(silenceMs(connection, timing))} of silence, ${ms(timing.turnaroundMs)} until the device answers)`;
}

function goingBefore(task: ReadTask, { reads }: LineWork): ReadTask[] {
  return reads.filter((read) => read !== task && read.class === 'safety' && read.periodMs <= task.periodMs);
}

function nameOf({ points, device }: ReadTask): string {
  return points[0] ?? device;
}

function ms(value: number): string {
  return `${Math.ceil(value)} ms`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
