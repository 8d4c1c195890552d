import { otherReads } from '../../../drivers/plan/otherReads.ts';
import { readLimits } from '../../../drivers/plan/planReads.ts';
import { type TriggerWrite, triggerWrite } from '../../../drivers/plan/triggerWrite.ts';
import type { Table } from '../../../drivers/profile/schema.ts';
import type { Request } from '../../../drivers/request.ts';
import type { Annunciator, Device, Line } from '../../site/installation.ts';
import { askLimitMs } from '../askLimit.ts';
import { deviceTiming, STRANGER_TIMING } from '../deviceTiming.ts';
import { leaseWrites } from '../leaseWrites.ts';
import { plannedReads, wantedPoints } from '../plannedReads.ts';
import { exchangeBoundMs, exchangeMs, replyBytes } from '../wire.ts';

/**
 * What an exchange takes of the line, silence before it included. `boundMs`: at most, answered or not. `usualMs`: when
 * the device answers in its typical time.
 */
export type Cost = { readonly boundMs: number; readonly usualMs: number };

/** A block read that comes back on its grid. Deadline = period. */
export type ReadTask = Cost & {
  readonly device: string;
  readonly points: readonly string[]; // full ids
  readonly class: 'safety' | 'state' | 'trend';
  readonly periodMs: number;
  readonly quarantineMs: number; // its unit is left alone for so long after silence
  readonly request: Request;
  readonly paceMs: number; // and at least so long after the second loss in a row, answered by silence or not
  readonly wideMs: number; // the most one frame takes when it is asked in another length
  readonly turnsInDoubt: number; // a part of the block first, then the rest: two
  readonly isMistakable: boolean; // another read of its unit looks the same, and it is not known in another length
  readonly jitterMs: number; // how late it may be released, because its device has to measure first
  readonly trigger?: TriggerTask;
};

/**
 * What makes a device measure before a read: a write of the standing of the read, and `waitMs` in which others are served.
 * `othersMs`: what another read of the device made it measure has to be over before.
 */
export type TriggerTask = { readonly task: ReadTask; readonly waitMs: number; readonly othersMs: number };

/** A write that holds an annunciator's lease. */
export type WriteTask = Cost & {
  readonly device: string;
  readonly periodMs: number;
  readonly request: Request;
};

/** All that a line is asked to do by the site file. */
export type LineWork = {
  readonly line: string;
  readonly reads: readonly ReadTask[];
  readonly triggers: readonly ReadTask[]; // the writes that come before some of them; they bring no point
  readonly writes: readonly WriteTask[];
  readonly askedMs: number; // longest exchange of a read that somebody asks for
};

/** The work of one line: the reads its poller plans, and the leases of the annunciators that hang on it. */
export function lineWork(line: Line, annunciators: readonly Annunciator[]): LineWork {
  const reads = line.devices.flatMap((device) => readTasks(device, line));
  const writes = annunciators.flatMap((annunciator) => {
    const device = line.devices.find(({ id }) => id === annunciator.device);
    return device === undefined ? [] : writeTasks(annunciator, device, line);
  });
  const triggers = reads.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger.task]));
  const askedMs = Math.min(askLimitMs(reads), longestAskedMs(line));
  return { line: line.id, reads, triggers, writes, askedMs };
}

/** What Modbus lets a read ask for, of whoever of the line answers most slowly. */
function longestAskedMs({ connection, devices }: Line): number {
  const request: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: MOST_REGISTERS };
  const timings = [STRANGER_TIMING, ...devices.map(({ profile }) => deviceTiming(profile))];
  return Math.max(...timings.map((timing) => exchangeBoundMs(connection, request, timing)));
}

const MOST_REGISTERS = 125;

function readTasks(device: Device, line: Line): ReadTask[] {
  const timing = deviceTiming(device.profile);
  const requestOf = (table: Table, address: number, count: number): Request => ({
    ...{ op: 'read', unit: device.unit },
    ...{ table, address, count },
  });
  const limits = readLimits(device.profile);
  const { reads } = plannedReads(wantedPoints(device), limits, (table, count) =>
    exchangeMs(line.connection, requestOf(table, 0, count), timing),
  );
  const shapeOf = ({ table, count }: { readonly table: Table; readonly count: number }) =>
    `${table} ${replyBytes(requestOf(table, 0, count), timing.dialect)}`;
  const lookAlike = (read: (typeof reads)[number]) =>
    reads.filter((other) => shapeOf(other) === shapeOf(read)).length;
  const isTcp = line.connection.type === 'modbus-tcp';
  const write = triggerWrite(device.profile, device.unit);
  return reads.map((read) => {
    const request = requestOf(read.table, read.address, read.count);
    const others = isTcp ? [] : otherReads(read, limits);
    const wide = [read, ...others].map(({ count }) =>
      exchangeBoundMs(line.connection, requestOf(read.table, read.address, count), timing),
    );
    const task = {
      device: device.id,
      points: read.points.map(({ id }) => `${device.id}/${id}`),
      class: read.class,
      periodMs: read.periodMs,
      quarantineMs: isTcp ? 0 : timing.lateWindowMs,
      paceMs: timing.lateWindowMs,
      wideMs: Math.max(...wide),
      turnsInDoubt: others.some(({ points, isKnown }) => isKnown && points.length < read.points.length)
        ? 2
        : 1,
      isMistakable: !isTcp && lookAlike(read) > 1 && !others.some(({ isKnown }) => isKnown),
      jitterMs: 0,
      request,
      ...costOf(request, device, line),
    };
    if (write === null) return task;
    const cost = costOf(write.request, device, line);
    return { ...task, jitterMs: read.periodMs, trigger: triggerOf(task, write, cost, reads.length) };
  });
}

/** The write is a task beside the read, and goes as often; no reply owed looks like its own. */
function triggerOf(
  read: ReadTask,
  { request, waitMs }: TriggerWrite,
  cost: Cost,
  reads: number,
): TriggerTask {
  const doubts = { wideMs: cost.boundMs, turnsInDoubt: 1, isMistakable: false };
  return {
    task: { ...read, ...cost, ...doubts, points: [], request },
    ...{ waitMs, othersMs: reads > 1 ? waitMs : 0 },
  };
}

function writeTasks(annunciator: Annunciator, device: Device, line: Line): WriteTask[] {
  return leaseWrites(annunciator, device).map(({ request, periodMs }) => ({
    device: device.id,
    periodMs,
    request,
    ...costOf(request, device, line),
  }));
}

function costOf(request: Request, { profile }: Device, { connection }: Line): Cost {
  const timing = deviceTiming(profile);
  return {
    boundMs: exchangeBoundMs(connection, request, timing),
    usualMs: exchangeMs(connection, request, timing),
  };
}
