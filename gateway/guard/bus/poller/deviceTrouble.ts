import type { Profile, Span, Table } from '../../../../drivers/profile/schema.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import type { Problem, Text } from '../../../core/result.ts';
import { formatName } from '../../../core/serialFormat.ts';
import type { Device } from '../../../site/installation.ts';
import { portName } from '../../../site/portName.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import { listed, words } from '../../../text/named.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { exceptionText } from '../exceptionText.ts';
import type { ForeignAsk, Habit } from '../types.ts';
import type { TooLong } from './blocks.ts';
import type { ContactFinding } from './contactFindings.ts';
import type { RefusedRead } from './refusedRegisters.ts';

/**
 * What a device is troubled with: its line's word on how it answers, that it is `busy` whenever it is asked, or refuses to be
 * told to measure (`untold`), or answers everything but one read (`deaf`); or, once it was given up, that nothing came (`silent`), what came is no answer (`garbled`), or a
 * gateway in between has none (`gateway`).
 */
export type DeviceTrouble =
  | HabitOnLine
  | { readonly kind: 'busy' | 'untold'; readonly code: number }
  | { readonly kind: 'deaf'; readonly read: Span }
  | {
      readonly kind: 'silent' | 'garbled' | 'gateway';
      readonly line: LineConnection;
      readonly wasHeard: boolean;
    };

type HabitOnLine = Habit & {
  readonly kind: Exclude<Habit['kind'], 'unclear'>;
  readonly line: LineConnection;
};

/** What is to be told of how a unit of `line` answers: what is unclear yet is not. */
export function toldHabit(habit: Habit | undefined, line: LineConnection): DeviceTrouble | undefined {
  return habit === undefined || habit.kind === 'unclear' ? undefined : { ...habit, kind: habit.kind, line };
}

/** What is known of a device that is not as it should be. */
type Seen = {
  readonly trouble: DeviceTrouble | undefined;
  readonly refusals: readonly RefusedRead[];
  readonly found: ContactFinding | undefined;
  readonly isAlone: boolean; // because of what was found it is read one register at a time
  readonly tooLong: TooLong | undefined;
};

/** The one thing to tell of a device, in words, with what to do: another device altogether explains what it refuses. */
export function deviceProblem(
  { trouble, refusals, found, isAlone, tooLong }: Seen,
  device: Pick<Device, 'id' | 'unit' | 'profile' | 'points'>,
  timing: DeviceTiming,
): Problem | undefined {
  if (trouble !== undefined) return troubleProblem(trouble, device, timing);
  if (found?.kind === 'identity') return contactProblem(found, device);
  const told = refusalProblem(refusals, device) ?? (found && contactProblem(found, device, isAlone));
  if (told !== undefined || tooLong === undefined) return told;
  return { ...busProblem('bus.too-many', tooLong), where: `${device.id} (unit ${device.unit})` };
}

const ROUND_MS = 50;

/** Why a device does not answer as it should, in words, with what to do. */
export function troubleProblem(
  trouble: DeviceTrouble,
  { id, unit, profile }: Pick<Device, 'id' | 'unit'> & { readonly profile: Pick<Profile, 'id'> },
  timing: DeviceTiming,
): Problem {
  const problem = (): Problem => {
    switch (trouble.kind) {
      case 'late': {
        const ms = Math.round((trouble.ms ?? 0) / ROUND_MS) * ROUND_MS;
        const wanted = Math.ceil((1.5 * ms) / 100) * 100;
        return busProblem('bus.slow', { ms, allowed: timing.responseMs, wanted });
      }
      case 'twice':
        return trouble.master === undefined
          ? busProblem('bus.answers-twice', { ms: Math.round(trouble.ms ?? 0) })
          : busProblem('bus.other-master/unit', { unit, asked: askedText(trouble.master) });
      case 'shared':
        return sharedProblem(unit, trouble);
      case 'transaction':
        return busProblem('bus.other-transaction');
      case 'unit':
        return trouble.unit === undefined
          ? busProblem('bus.other-unit', { unit })
          : busProblem('bus.other-unit/as', { unit, other: trouble.unit });
      case 'length':
        return busProblem('bus.other-length', { profile: profile.id });
      case 'hurried': {
        const { ms = 0, enoughMs = 0 } = trouble;
        return busProblem('bus.hurried', { ms: Math.round(ms), enough: enoughMs });
      }
      case 'busy':
        return busProblem('bus.device-busy', { exception: exceptionText(trouble.code) });
      case 'silent':
        if (trouble.wasHeard) return busProblem('bus.silent/since', { unit });
        return neverAnswered(unit, trouble.line);
      case 'garbled':
        if (trouble.wasHeard) return busProblem('bus.garbled/since', { unit });
        return trouble.line.type === 'modbus-tcp'
          ? busProblem('bus.garbled/tcp', { unit, port: portName(trouble.line) })
          : busProblem('bus.garbled', { unit, format: formatName(trouble.line) });
      case 'deaf': {
        const { table, address: first, count } = trouble.read;
        return busProblem('bus.silent/part', { table, first, last: first + count - 1, profile: profile.id });
      }
      case 'gateway':
        return busProblem('bus.silent/gateway', { unit });
      case 'untold':
        return busProblem('bus.trigger-refused', {
          ...{ profile: profile.id, exception: exceptionText(trouble.code) },
        });
    }
  };
  return { ...problem(), where: `${id} (unit ${unit})` };
}

function neverAnswered(unit: number, line: LineConnection): Problem {
  const port = portName(line);
  if (line.type === 'modbus-tcp') return busProblem('bus.silent/tcp', { unit, port });
  const named = { unit, port, format: formatName(line) };
  return line.type === 'serial' ? busProblem('bus.silent', named) : busProblem('bus.silent/rtu', named);
}

/** Two that answer as one: another device, another master that is heard to ask, or another client of the converter. */
function sharedProblem(unit: number, { master, line }: HabitOnLine): Problem {
  if (master !== undefined) return busProblem('bus.same-address/master', { unit, asked: askedText(master) });
  if (line.type === 'rtu-over-tcp') return busProblem('bus.same-address/tcp', { unit, port: portName(line) });
  return busProblem('bus.same-address', { unit });
}

/** What another master asked for: `unit 3, function 3, register 100`. */
export function askedText({ unit, functionCode, address }: ForeignAsk): Text {
  if (unit === 0) return words('master.broadcast', { code: functionCode });
  return words('master.asked', { unit, code: functionCode, address });
}

/** So many points are named with what would leave them out; of more, the profile is the question. */
const MOST_NAMED = 6;

/** What a device refuses, and what to do about it. Undefined: nothing. */
function refusalProblem(
  refusals: readonly RefusedRead[],
  { id, unit, profile, points }: Pick<Device, 'id' | 'unit' | 'profile' | 'points'>,
): Problem | undefined {
  if (refusals.length === 0) return undefined;
  const refused = refusals.flatMap((refusal) => refusal.points);
  const named = { profile: profile.id, count: refused.length, all: points.length };
  const [first] = refusals;
  const where = `${id} (unit ${unit})`;
  // it knows none of what it was asked for, in this way of asking: the way is wrong
  if (
    first !== undefined &&
    refusals.every(({ code, table }) => code === ILLEGAL_FUNCTION && table === first.table)
  )
    if (refused.length === points.length || points.every(({ profile: { table } }) => table === first.table))
      return {
        ...busProblem('bus.refused/function', { ...functionsOf(first.table), profile: profile.id }),
        where,
      };
  if (refusals.every(({ code }) => code === DEVICE_FAILURE))
    return { ...busProblem('bus.refused/failure', { count: refused.length, all: points.length }), where };
  const few = refused.length <= MOST_NAMED;
  const shown = listed((few ? refusals : refusals.slice(0, 2)).map(refusalText), 'semicolon');
  // what it has is not to be left out because it starts up, or stands in its menu
  if (refusals.every(({ wasGiven }) => wasGiven))
    return { ...busProblem('bus.refused/since', { count: refused.length, refusals: shown }), where };
  const off = refused.map((point) => `${point}: { enabled: false }`).join(', ');
  return {
    ...(few
      ? busProblem('bus.refused', { ...named, refusals: shown, off })
      : busProblem('bus.refused/many', { ...named, refusals: shown })),
    where,
  };
}

const ILLEGAL_FUNCTION = 1;
const DEVICE_FAILURE = 4;

/** The function codes of a table, and of the one that is taken for it most often. */
function functionsOf(table: Table): { asked: number; table: string; other: number; instead: string } {
  const codes = { coil: 1, discrete: 2, holding: 3, input: 4 } as const;
  const pair = { coil: 'discrete', discrete: 'coil', holding: 'input', input: 'holding' } as const;
  const instead = pair[table];
  return { asked: codes[table], table, other: codes[instead], instead };
}

function refusalText({ points, table, address, count, code }: RefusedRead): Text {
  const named = { points: listed(points), table, first: address, reason: exceptionText(code) };
  return count === 1
    ? words('refusal.one', named)
    : words('refusal.several', { ...named, last: address + count - 1 });
}

/** What first contact with a device showed, and what to do about it. */
export function contactProblem(
  finding: ContactFinding,
  { id, unit, profile }: Pick<Device, 'id' | 'unit' | 'profile'>,
  isAlone = false,
): Problem {
  return { ...found(finding, profile.id, isAlone), where: `${id} (unit ${unit})` };
}

function found(finding: ContactFinding, profile: string, isAlone: boolean): Problem {
  switch (finding.kind) {
    case 'identity': {
      const { address, shown, expected } = finding;
      return busProblem('bus.other-device', { register: address, shown, profile, expected });
    }
    case 'unit': {
      const { point, shown, expected } = finding;
      return busProblem('bus.unit', { point, shown, expected });
    }
    case 'order':
      return busProblem('bus.word-order', { point: finding.point, order: finding.order });
    case 'reading': {
      const { point, shown, other, key, instead } = finding;
      return busProblem(`bus.other-reading/${key}`, { point, shown, other, instead });
    }
    case 'merged': {
      const { address, alone, count } = finding;
      const named = { register: address, alone, count };
      return isAlone
        ? busProblem('bus.first-register-only/alone', named)
        : busProblem('bus.first-register-only', named);
    }
  }
}
