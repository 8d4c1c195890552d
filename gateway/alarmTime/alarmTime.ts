import type { Annunciator, Device, Installation } from '../site/installation.ts';
import { kindOf, type Rule } from '../site/rules/ruleKinds.ts';
import { faultsOf } from './analysis/faults.ts';
import { LinePromises } from './analysis/linePromises.ts';
import { lineWork, type ReadTask } from './analysis/lineWork.ts';
import type { ReadingBound } from './analysis/readingBound.ts';
import { type RelayBound, relayBound } from './analysis/relayBound.ts';
import { allowanceMs } from './wire.ts';

/** The parts of an alarm time, in the order in which they pass. */
export const TERMS = [
  'sampling',
  'blocking',
  'urgent-writes',
  'reads-before',
  'others-in-trouble',
  'measuring',
  'measured',
  'exchange',
  'adapter',
  'lost-exchange',
  'quarantine',
  'wait-again',
  'detection',
  'relay-earlier',
  'relay-blocking',
  'relay-queue',
  'relay-write',
  'relay-node',
  'host',
] as const;
export type Term = { readonly name: (typeof TERMS)[number]; readonly ms: number };

/** bound(N, k): with N other devices dying at the worst moment and k exchanges of the point's own unit lost. */
export type AlarmTimeBound = {
  readonly dying: number;
  readonly lost: number;
  readonly totalMs: number;
  readonly terms: readonly Term[];
};

/**
 * The alarm time of one point under one rule. `relay`: the siren it ends at, the slowest of those that sound for it; null
 * when none does, and the time ends with the alarm being declared.
 */
export type AlarmTime = {
  readonly rule: string;
  readonly point: string;
  readonly line: string;
  readonly delayS: number;
  readonly relay: { readonly device: string; readonly line: string; readonly sharesLine: boolean } | null;
  readonly bounds: readonly AlarmTimeBound[];
};

/** The faults for which `lifeline check` works out bounds. */
const SHOWN = [faultsOf(0, 0), faultsOf(1, 0), faultsOf(1, 1)] as const;

/**
 * What the host may add on the way from the last byte of a reply to the first of the write: timers, the event loop, the
 * rules. An engineering value for a machine that is not starved of its processor; measured it is a few milliseconds.
 */
export const HOST_MS = 20;
/** From the write to the contact: a relay pulls in within 10 ms; a board driven by Johnny-Five takes a moment more. */
const RELAY_ACTS_MS = 10;
const NODE_ACTS_MS = 30;

/** The alarm time of every safety point that a rule judges at once, in the order of the rules. */
export function alarmTimes(installation: Installation): AlarmTime[] {
  const promises = linePromises(installation);
  return installation.rules.flatMap((rule) =>
    pointsOf(rule).flatMap((id) => {
      const device = installation.devices.get(id.split('/')[0] ?? '');
      const line = promises.get(device?.lineId ?? '');
      const task = line?.taskOf(id);
      if (device === undefined || line === undefined || task === undefined) return [];
      const slowest = slowestSiren(installation, device, promises);
      return [
        {
          ...{ rule: rule.id, point: id, line: device.lineId, delayS: delayOf(rule) },
          relay: slowest && {
            device: slowest.device.id,
            line: slowest.device.lineId,
            sharesLine: slowest.device.lineId === device.lineId,
          },
          bounds: SHOWN.flatMap((faults) => {
            const reading = line.bound(task, faults);
            return reading === null ? [] : [boundOf(installation, rule, task, reading, slowest, faults)];
          }),
        },
      ];
    }),
  );
}

/** What is promised of each line, by its id. */
export function linePromises({ lines, annunciators }: Installation): ReadonlyMap<string, LinePromises> {
  return new Map(lines.map((line) => [line.id, new LinePromises(lineWork(line, annunciators))]));
}

/** The points whose readings a rule judges as they come; none for rules over windows and rules of the devices themselves. */
export function pointsOf(rule: Rule): readonly string[] {
  const kind = kindOf(rule);
  return kind.atOnce ? kind.points(rule) : [];
}

/** How long the write for an alarm of this point may wait before it is handed to the line of its siren, milliseconds. */
export function commandedMs(
  installation: Installation,
  promises: ReadonlyMap<string, LinePromises>,
  point: string,
): number {
  const device = installation.devices.get(point.split('/')[0] ?? '');
  return (device && slowestSiren(installation, device, promises)?.bound.earlierMs) ?? 0;
}

type Siren = { readonly device: Device; readonly bound: RelayBound; readonly nodeMs: number };

function slowestSiren(
  { annunciators, devices }: Installation,
  { zone }: Device,
  promises: ReadonlyMap<string, LinePromises>,
): Siren | null {
  const sirens = annunciators.flatMap((annunciator): Siren[] => {
    const device = devices.get(annunciator.device);
    const count = sirensIn(annunciator, zone);
    const work = promises.get(device?.lineId ?? '')?.work;
    if (device === undefined || work === undefined || count === 0) return [];
    const bound = relayBound(work, device.id, sirensIn(annunciator, undefined));
    const nodeMs = device.profile.annunciator?.protocol === 'lifeline' ? NODE_ACTS_MS : RELAY_ACTS_MS;
    return bound === null ? [] : [{ device, bound, nodeMs }];
  });
  return sirens.toSorted((a, b) => b.bound.totalMs + b.nodeMs - a.bound.totalMs - a.nodeMs)[0] ?? null;
}

/** Sirens of an annunciator that sound for an alarm of this zone. */
export function sirensIn({ outputs }: Annunciator, zone: string | undefined): number {
  return outputs.filter(
    ({ drives, zones }) =>
      drives === 'siren' && (zones.length === 0 || zone === undefined || zones.includes(zone)),
  ).length;
}

function boundOf(
  { lines }: Installation,
  rule: Rule,
  task: ReadTask,
  reading: ReadingBound,
  siren: Siren | null,
  { dying, lost }: { readonly dying: number; readonly lost: number },
): AlarmTimeBound {
  const line = lines.find(({ devices }) => devices.some(({ id }) => id === task.device));
  const adapter = Math.min(reading.exchangeMs, line === undefined ? 0 : allowanceMs(line.connection));
  const { wait, losses, measuring } = reading;
  const first = measuring?.wait ?? wait;
  const sum = (of: (loss: (typeof losses)[number]) => number) =>
    losses.reduce((ms, loss) => ms + of(loss), 0);
  const terms: Record<Term['name'], number> = {
    sampling: reading.samplingMs,
    measuring: measuring?.ms ?? 0,
    measured: measuring === undefined ? 0 : wait.totalMs,
    blocking: first.blockingMs,
    'urgent-writes': first.urgentMs,
    'reads-before': first.readsMs,
    'others-in-trouble': first.troubleMs,
    exchange: reading.exchangeMs - adapter,
    adapter,
    'lost-exchange': sum(({ exchangeMs }) => exchangeMs),
    quarantine: sum(({ quarantineMs }) => quarantineMs),
    'wait-again': sum((loss) => loss.wait.totalMs),
    detection: 1000 * delayOf(rule),
    'relay-earlier': siren?.bound.earlierMs ?? 0,
    'relay-blocking': siren?.bound.blockingMs ?? 0,
    'relay-queue': siren?.bound.queueMs ?? 0,
    'relay-write': siren?.bound.writeMs ?? 0,
    'relay-node': siren?.nodeMs ?? 0,
    host: HOST_MS,
  };
  const named = TERMS.map((name) => ({ name, ms: terms[name] })).filter(({ ms }) => ms > 0);
  return { dying, lost, totalMs: named.reduce((ms, term) => ms + term.ms, 0), terms: named };
}

/** The on-delay; none where the highest level does not wait for it. */
function delayOf(rule: Rule): number {
  const atOnce = 'atOnce' in rule && Array.isArray(rule.atOnce) ? rule.atOnce : [];
  return atOnce.includes('red') ? 0 : rule.onDelayS;
}
