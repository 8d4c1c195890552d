import type { Instant } from '../../../drivers/reading.ts';
import { ALARM_STATES } from '../../../drivers/vocabulary.ts';
import type { Alarm, Maintenance } from '../../control/alarm.ts';
import type { AlarmScreen, LimitProvenance, ScreenAlarm, ScreenOutput } from '../../control/alarmScreen.ts';
import type { AnnunciationScreen, OutputView } from '../../control/annunciation.ts';
import type { SiteTrial } from '../../control/siteRequests.ts';
import type { StandingProblem } from '../../control/uplinkTroubles.ts';
import type { CivilTime } from '../../core/civilTime.ts';
import type { Installation, Point } from '../../site/installation.ts';
import { alarmClass, kindOf } from '../../site/rules/ruleKinds.ts';
import { ruleText } from '../../site/rules/ruleText.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import { inLanguage, type Text } from '../../text/language.ts';
import { exceptionText } from '../bus/exceptionText.ts';
import type { StatusBoard } from '../statusBoard.ts';
import { whyNotObeyed } from './notObeyed.ts';
import { stateNameOf } from './presentValues.ts';
import { unsensedOf, whySilent } from './unsensed.ts';

export type ScreenParts = {
  readonly installation: Installation;
  readonly provenance?: RuleProvenance | undefined;
  readonly alarms: readonly Alarm[];
  /** Whether detection would reset this occurrence now. */
  readonly mayReset: (occurrence: string) => boolean;
  readonly maintenance: readonly Maintenance[];
  readonly annunciation: AnnunciationScreen;
  readonly board: Pick<StatusBoard, 'devices' | 'lines' | 'reading'> & {
    readonly problems: readonly StandingProblem[];
  };
  readonly now: Instant;
  readonly time: CivilTime;
  readonly trial?: SiteTrial | null;
};

/** By rule id, where the values of a rule come from. `path` as in the rule, e.g. `high.red`. */
export type RuleProvenance = ReadonlyMap<
  string,
  {
    readonly values: readonly {
      readonly path: string;
      readonly value: unknown;
      readonly clause: string | undefined;
      readonly source: Text;
      readonly confidence: LimitProvenance['confidence'];
    }[];
  }
>;

/** Everything an operator's screen shows, from what stands now. */
export function alarmScreen(parts: ScreenParts): AlarmScreen {
  const { installation, alarms, maintenance, annunciation, board, now, time } = parts;
  const { gateway, zones } = installation;
  const shown = alarms.map((alarm) => screenAlarm(alarm, parts));
  return {
    gateway: {
      ...{ id: gateway.id, name: gateway.name ?? gateway.id, place: gateway.place ?? null },
      timeZone: gateway.timeZone,
    },
    boot: now.boot,
    now: now.mono,
    utc: time.utc === null ? null : time.utc + now.mono - time.mono,
    time,
    zones: zones.map(({ id, name }) => ({ id, name: name ?? id })),
    alarms: shown,
    shelved: shown.filter(({ to }) => to === 'shelved').map(aside),
    outOfService: shown.filter(({ to }) => to === 'out-of-service').map(aside),
    maintenance: maintenance.map((period) => screenPeriod(period, installation)),
    annunciation: {
      sounding: [...annunciation.sounding],
      silenced: [...annunciation.silenced],
      testing: annunciation.testing,
      outputs: annunciation.outputs.map((output) => screenOutput(output, installation)),
    },
    trial: parts.trial ?? null,
    problems: [
      ...board.problems,
      // of a line that is lost its devices tell
      ...[...board.lines.values()].flatMap(({ state, problem }) => (state === 'open' ? (problem ?? []) : [])),
      ...[...board.devices.values()].flatMap(({ trouble }) => trouble ?? []),
    ],
    health: health(installation, board),
  };
}

function isActive({ condition }: Alarm): boolean {
  return condition === 'unacknowledged-active' || condition === 'acknowledged-active';
}

/** Whether a reset would end the alarm: detection is asked, as it would be for the reset itself. */
function resetOf({ occurrence, condition }: Alarm, { mayReset }: ScreenParts): ScreenAlarm['reset'] {
  if (condition === 'normal') return { possible: false, because: 'nothing-held' };
  if (mayReset(occurrence)) return { possible: true, because: null };
  return { possible: false, because: 'condition-holds' };
}

function screenAlarm(alarm: Alarm, parts: ScreenParts): ScreenAlarm {
  const { installation, annunciation, maintenance } = parts;
  const device = installation.devices.get(alarm.device);
  const point = alarm.point === null ? undefined : installation.points.get(alarm.point);
  const rule = installation.rules.find(({ id }) => id === alarm.rule);
  const stands = rule?.kind === 'loss-of-sensing' && isActive(alarm);
  const unsensed = stands ? unsensedOf(device, parts.board) : undefined;
  const disobeys = rule?.kind === 'annunciator' && isActive(alarm) && device !== undefined;
  const why = disobeys
    ? (whyNotObeyed(device, annunciation.outputs) ?? whySilent(device, parts.board))
    : undefined;
  const covering = alarm.to === 'suppressed' ? coveringPeriod(maintenance, alarm, device?.zone) : undefined;
  const silenced = annunciation.silenced.find(
    ({ occurrence, announcement }) => occurrence === alarm.occurrence && announcement === alarm.announcement,
  );
  return {
    ...alarm,
    letter: ALARM_STATES[alarm.to],
    class: alarmClass(rule),
    kind: rule?.kind ?? 'unknown',
    ruleName: rule === undefined ? alarm.rule : nameOf(rule, device?.name),
    ruleText: rule === undefined ? '' : ruleText(rule, 'en'),
    limitProvenance: provenanceOf(alarm, parts.provenance),
    deviceName: device?.name ?? installation.gateway.name ?? alarm.device, // no device of the site: the gateway's own
    place: device?.place ?? installation.gateway.place ?? null,
    zone: device?.zone ?? null,
    pointName: point?.profile.names ?? null,
    valueName: point === undefined ? null : stateNameOf(alarm.value, point.profile),
    present: presentOf(point, parts),
    ...(unsensed === undefined ? {} : { unsensed }),
    ...(why === undefined ? {} : { why }),
    latches: rule?.latch.includes(alarm.severity) ?? false,
    latched: alarm.condition === 'latched-unacknowledged' || alarm.condition === 'latched-acknowledged',
    reset: resetOf(alarm, parts),
    sounding: annunciation.sounding.includes(alarm.occurrence),
    silenced: silenced ?? null,
    firstOut: isFirstOut(alarm, parts.alarms),
    period: covering?.period ?? null,
  };
}

/** What its point shows now: the value of an alarm is the one of its last step, and may be hours old. */
function presentOf(point: Point | undefined, { board }: ScreenParts): ScreenAlarm['present'] {
  const reading = point === undefined ? undefined : board.reading(point.id);
  if (point === undefined || reading === undefined) return null;
  const { value, quality, at } = reading;
  return { value, quality, at, unit: point.unit, valueName: stateNameOf(value, point.profile) };
}

/** Others came after it in its place; one that stands alone is first of nothing. */
function isFirstOut({ occurrence }: Alarm, alarms: readonly Alarm[]): boolean {
  return alarms.some((other) => other.group === occurrence && other.occurrence !== occurrence);
}

/** What is known of the limit that was crossed: the value of that severity, and really that value. */
function provenanceOf(
  { rule, severity, limit }: Alarm,
  provenance: RuleProvenance | undefined,
): ScreenAlarm['limitProvenance'] {
  const values = provenance?.get(rule)?.values ?? [];
  const found = values.find(({ path, value }) => path.endsWith(`.${severity}`) && value === limit);
  if (found === undefined) return null;
  const { confidence, source, clause = null } = found;
  return { confidence, source, clause };
}

/** The installer's name for the rule, or what kind of rule it is on which device. */
function nameOf(rule: Rule, device: ScreenAlarm['deviceName'] | undefined): ScreenAlarm['ruleName'] {
  if (rule.name !== undefined) return rule.name;
  const kind = kindOf(rule).names;
  const on = device ?? rule.id;
  return { en: `${inLanguage(on, 'en')}: ${kind.en}`, zh: `${inLanguage(on, 'zh')}：${kind.zh}` };
}

/** Of the periods that cover a device the one that ends last: it decides when the alarm comes back. */
function coveringPeriod(periods: readonly Maintenance[], { device }: Alarm, zone: string | undefined) {
  return periods
    .filter(({ scope: { zones, devices } }) => {
      const wholeSite = zones.length + devices.length === 0;
      return wholeSite || devices.includes(device) || (zone !== undefined && zones.includes(zone));
    })
    .toSorted((a, b) => b.until - a.until)[0];
}

function aside(alarm: ScreenAlarm): AlarmScreen['shelved'][number] {
  const { rule, ruleName, occurrence, condition, since, until, actor, reason } = alarm;
  return { rule, ruleName, occurrence, condition, since, until, actor, reason };
}

function screenPeriod(
  { scope: { zones, devices }, ...period }: Maintenance,
  installation: Installation,
): AlarmScreen['maintenance'][number] {
  const zoneName = (id: string) => installation.zones.find((zone) => zone.id === id)?.name ?? id;
  return {
    ...period,
    scope: { zones: [...zones], devices: [...devices] },
    covers: [
      ...zones.map((id) => ({ kind: 'zone' as const, name: zoneName(id) })),
      ...devices.map((id) => ({ kind: 'device' as const, name: installation.devices.get(id)?.name ?? id })),
    ],
  };
}

function screenOutput(output: OutputView, { devices, gateway }: Installation): ScreenOutput {
  const id = output.point.split('/')[0] ?? '';
  const device = devices.get(id);
  return {
    ...output,
    zones: [...output.zones],
    because: [...output.because],
    refused: output.refused === null ? null : exceptionText(output.refused),
    name: device?.name ?? id,
    place: device?.place ?? gateway.place ?? null,
  };
}

function health(
  { devices }: Installation,
  board: Pick<StatusBoard, 'devices' | 'lines'>,
): AlarmScreen['health'] {
  const counts = { online: 0, failing: 0, offline: 0, unknown: 0 };
  const unwell: AlarmScreen['health']['unwell'] = [];
  for (const { id, name, place, points, madeOf } of devices.values()) {
    if (points.length === 0 || madeOf !== undefined) continue; // not asked at all
    const known = board.devices.get(id);
    const state = known?.state ?? 'unknown';
    counts[state]++;
    if (state !== 'online')
      unwell.push({
        device: id,
        name,
        place: place ?? null,
        state,
        since: known?.since ?? null,
        lastOk: known?.lastOk ?? null,
      });
  }
  const lines = [...board.lines.values()].map(({ line, state, utilisation, deadShare, problem }) => ({
    ...{ line, state, utilisation, deadShare },
    problem: problem ?? null,
  }));
  return { devices: counts, unwell, lines };
}
