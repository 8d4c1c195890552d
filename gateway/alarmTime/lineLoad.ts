import type { BlockRead } from '../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import { triggerWrite } from '../../drivers/plan/triggerWrite.ts';
import type { Problem, Text } from '../core/result.ts';
import { mistake } from '../site/checks/checking.ts';
import type { Device, Installation, Line } from '../site/installation.ts';
import type { SiteText } from '../site/siteText.ts';
import { listed, words } from '../text/named.ts';
import { deviceTiming } from './deviceTiming.ts';
import { gapRemedy } from './gapRemedy.ts';
import { exchangeMs } from './wire.ts';

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
      const toldMs = triggerCost(device, line);
      const share = reads.reduce(
        (sum, read) => sum + (toldMs + costOf(read, device, line)) / read.periodMs,
        0,
      );
      return { device: device.id, share, reads: reads.length };
    })
    .toSorted((a, b) => b.share - a.share);
  return { line: line.id, utilisation: devices.reduce((sum, { share }) => sum + share, 0), devices };
}

/** Whether the line has the time to read a device one register at a time, and some to spare. */
export function hasTimeAlone(line: Line, id: string): boolean {
  const devices = line.devices.map((device) => {
    if (device.id !== id) return device;
    const { profile } = device;
    return { ...device, profile: { ...profile, timing: { ...profile.timing, maxRegisters: 1 } } };
  });
  return lineLoad({ ...line, devices }).utilisation <= COMFORTABLE;
}

/** Refuses a line that has more to do than time: its periods would not be kept, and no alarm time could be promised. */
export function checkLoad(installation: Installation, text: SiteText): Problem[] {
  return installation.lines.flatMap((line, index) => {
    const load = lineLoad(line);
    if (load.utilisation <= 1) return [];
    const heaviest = load.devices.slice(0, 3).map(({ device, share }) => shareNamed(device, share, line));
    const gap = gapRemedy(line, (changed) => lineLoad(changed).utilisation <= COMFORTABLE);
    const at = ['buses', index];
    const named = {
      line: line.id,
      load: percent(load.utilisation),
      devices: listed(heaviest, 'semicolon'),
      times: (load.utilisation / COMFORTABLE).toFixed(1),
    };
    return gap === null
      ? [mistake(text, at, 'site.overloaded', named)]
      : [mistake(text, at, 'site.overloaded/gap', { ...named, gap })];
  });
}

/** A line that is used no more than this has time to spare. */
export const COMFORTABLE = 0.8;

/** The share of a device, and how much of it is the silence it asks for, where that is worth a word. */
function shareNamed(id: string, share: number, line: Line): Text {
  const device = line.devices.find((one) => one.id === id);
  const gapMs = device?.profile.timing.gapMs ?? 0;
  const named = { device: id, share: percent(share) };
  if (device === undefined || gapMs === 0) return words('load.device', named);
  const reads = plannedReads(device, line);
  const perSecond = reads.reduce((sum, { periodMs }) => sum + 1000 / periodMs, 0);
  return words('load.device-silence', {
    ...named,
    silence: percent((perSecond * gapMs) / 1000),
    reads: perSecond.toFixed(1),
    gap: gapMs,
  });
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

/** What telling a device to measure takes of the line before each read; 0 for most. */
function triggerCost({ unit, profile }: Device, { connection }: Line): number {
  const write = triggerWrite(profile, unit);
  return write === null ? 0 : exchangeMs(connection, write.request, deviceTiming(profile));
}

function costOf({ table, address, count }: Read, { unit, profile }: Device, { connection }: Line): number {
  return exchangeMs(connection, { op: 'read', unit, table, address, count }, deviceTiming(profile));
}
