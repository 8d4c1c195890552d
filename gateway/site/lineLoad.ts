import type { BlockRead } from '../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import { deviceTiming } from '../bus/poller/deviceTiming.ts';
import { exchangeMs } from '../bus/wire.ts';
import type { Problem } from '../core/result.ts';
import { ALARM_TIME_MESSAGES } from '../text/alarmTimeMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { mistake } from './checks/checking.ts';
import { gapRemedy } from './gapRemedy.ts';
import type { Device, Installation, Line } from './installation.ts';
import type { SiteText } from './siteText.ts';

/** How busy a line is at the periods asked for; 1 is all of its time. Shares of its devices, largest first. */
export type LineLoad = {
  readonly line: string;
  readonly utilisation: number;
  readonly devices: readonly { readonly device: string; readonly share: number; readonly reads: number }[];
};

/** The load of one line, all devices well. */
export function lineLoad(line: Line): LineLoad {
  const devices = line.devices
    .map((device) => {
      const reads = plannedReads(device, line);
      const share = reads.reduce((sum, read) => sum + costOf(read, device, line) / read.periodMs, 0);
      return { device: device.id, share, reads: reads.length };
    })
    .toSorted((a, b) => b.share - a.share);
  return { line: line.id, utilisation: devices.reduce((sum, { share }) => sum + share, 0), devices };
}

/** Refuses a line that has more to do than time: its periods would not be kept, and no alarm time could be promised. */
export function checkLoad(installation: Installation, text: SiteText): Problem[] {
  return installation.lines.flatMap((line, index) => {
    const load = lineLoad(line);
    if (load.utilisation <= 1) return [];
    const heaviest = load.devices
      .slice(0, 3)
      .map(({ device, share }) => `${device} ${percent(share)}${silenceText(device, line)}`);
    const english = speaker(ALARM_TIME_MESSAGES, 'en');
    const gap = gapRemedy(line, (changed) => lineLoad(changed).utilisation <= COMFORTABLE, english);
    return [
      mistake(
        text,
        ['buses', index],
        'overloaded',
        `${line.id} would be busy ${percent(load.utilisation)} of the time (${heaviest.join('; ')})`,
        `raise the baud rate, make periods ${(load.utilisation / COMFORTABLE).toFixed(1)} times longer, or move devices to a second bus${gap === null ? '' : `; or ${gap}`}`,
      ),
    ];
  });
}

const COMFORTABLE = 0.8;

/** How much of a device's share is the silence it asks for, where that is worth a word. */
function silenceText(id: string, line: Line): string {
  const device = line.devices.find((one) => one.id === id);
  const gapMs = device?.profile.timing.gapMs ?? 0;
  if (device === undefined || gapMs === 0) return '';
  const reads = plannedReads(device, line);
  const perSecond = reads.reduce((sum, { periodMs }) => sum + 1000 / periodMs, 0);
  return `, of which ${percent((perSecond * gapMs) / 1000)} is silence: ${perSecond.toFixed(1)} reads a second, ${gapMs} ms before each`;
}

/** `34 %` */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

type Read = Pick<BlockRead, 'table' | 'address' | 'count'>;

/** A point that no read can serve is the profile's fault: `lifeline profiles check` says so. It costs nothing here. */
function plannedReads(device: Device, line: Line): readonly BlockRead[] {
  const wanted = device.points.map((point) => ({
    point: point.profile,
    periodMs: point.periodMs,
    class: point.class,
  }));
  const plan = planReads(wanted, readLimits(device.profile), (table, count) =>
    costOf({ table, address: 0, count }, device, line),
  );
  return plan.ok ? plan.value : [];
}

function costOf({ table, address, count }: Read, { unit, profile }: Device, { connection }: Line): number {
  return exchangeMs(connection, { op: 'read', unit, table, address, count }, deviceTiming(profile));
}
