import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Incident, incidentsSchema } from './script.ts';
import { type Told, tell } from './told.ts';

const INCIDENTS = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => incidentsSchema.parse(parse(readFileSync(join(import.meta.dirname, name), 'utf8'))));

/** Everything that differs from what was to be expected, in words. */
function differences(incident: Incident, told: Told): string[] {
  const wrong: string[] = [];
  const of = (cause: string) => told.alarms.filter((alarm) => alarm.cause === cause);
  const within = (what: string, seen: readonly number[], from: number, to: number) => {
    if (!seen.some((atS) => atS >= from && atS <= to))
      wrong.push(`${what} between ${from} and ${to} s, but ${seen.length === 0 ? 'never' : seen.join(', ')}`);
  };
  const times = (list: readonly (readonly [string, number])[], name: string) =>
    list.flatMap(([one, atS]) => (one === name ? [atS] : []));
  const timesOf = (cause: string, rule: string) =>
    of(cause).flatMap((alarm) => (alarm.rule === rule ? [alarm.atS] : []));

  for (const [rule, from, to] of incident.raised) within(`raised ${rule}`, timesOf('raised', rule), from, to);
  for (const [rule, from, to] of incident.returned)
    within(`returned ${rule}`, timesOf('returned', rule), from, to);
  const named = new Set(incident.raised.map(([rule]) => rule));
  for (const { atS, rule, severity } of of('raised')) {
    if (severity === 'red' && !named.has(rule)) wrong.push(`${rule} is red at ${atS} s`);
    if (incident.calm && severity === 'orange' && !named.has(rule))
      wrong.push(`${rule} is orange at ${atS} s`);
  }
  for (const rule of incident.never)
    if (timesOf('raised', rule).length > 0)
      wrong.push(`${rule} is raised at ${timesOf('raised', rule).join(', ')}`);
  for (const rule of named) {
    const wanted = incident.raised.filter(([one]) => one === rule).length;
    const seen = timesOf('raised', rule);
    const loud =
      rule === 'alarm-button' ||
      of('raised').some((alarm) => alarm.rule === rule && alarm.severity === 'red');
    if (loud && seen.length > wanted && !incident.repeats.includes(rule))
      wrong.push(`${rule} is raised ${seen.length} times: ${seen.join(', ')}`);
  }
  for (const [phase, from, to] of incident.phases ?? []) within(phase, times(told.phases, phase), from, to);
  const finds = told.deeds.flatMap(([deed, atS]): [string, number][] =>
    deed.kind === 'sensor-fault' && deed.found ? [[deed.sensor, atS]] : [],
  );
  for (const [sensor, from, to] of incident.finds ?? [])
    within(`fault of ${sensor}`, times(finds, sensor), from, to);
  if (incident.sound)
    for (const [sensor, atS] of finds) wrong.push(`${sensor} is found at fault at ${atS} s`);
  for (const [rule, wanted] of Object.entries(incident.standing)) {
    const last = told.alarms.findLast(
      ({ rule: one, cause }) => one === rule && /raised|returned/.test(cause),
    );
    if ((last?.cause === 'raised') !== wanted)
      wrong.push(`${rule} ${wanted ? 'does not stand' : 'stands'} at the end`);
  }
  const trips = told.deeds.filter(([{ kind }]) => kind === 'trip').length;
  if (incident.trips !== undefined && trips !== incident.trips)
    wrong.push(`${trips} trips, not ${incident.trips}`);
  if (incident.tripsOrUnseen !== undefined) {
    const unseen = told.deeds.some(([{ kind }]) => kind === 'unseen');
    if (trips > incident.tripsOrUnseen || (trips < incident.tripsOrUnseen && !unseen))
      wrong.push(`${trips} trips, and nothing unseen, not ${incident.tripsOrUnseen}`);
  }
  incident.cycles?.forEach((wanted, door) => {
    const seen = told.deeds.filter(([deed]) => deed.kind === 'door' && deed.cycle.door === door + 1).length;
    if (seen !== wanted) wrong.push(`door ${door + 1}: ${seen} cycles, not ${wanted}`);
  });
  for (const [condition, from, to] of incident.conditions) {
    const seen = told.deeds.flatMap(([deed, atS]) =>
      deed.kind === 'condition' && `${deed.condition} ${deed.on ? 'on' : 'off'}` === condition ? [atS] : [],
    );
    within(condition, seen, from, to);
  }
  const equal = (what: string, seen: unknown, wanted: unknown) => {
    if (wanted !== undefined && JSON.stringify(seen) !== JSON.stringify(wanted))
      wrong.push(`${what}: ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
  };
  equal('codes', told.codes.toSorted(), incident.codes);
  equal('days', daysOf(told), incident.days);
  const record = recorded(told);
  for (const [name, wanted] of Object.entries(incident.record ?? {}))
    equal(name, record[name as keyof typeof record], wanted);
  return wrong;
}

function daysOf({ deeds }: Told): [string, number][] {
  return deeds.flatMap(([deed]): [string, number][] =>
    deed.kind === 'day' ? [[deed.record.day, deed.record.trips]] : [],
  );
}

/** What an incident may ask of the record of the day so far. */
function recorded({ record }: Told): NonNullable<Incident['record']> {
  if (record === null) return {};
  const { availability } = record;
  return {
    ...record,
    relevels: Object.values(record.landings).reduce((sum, { relevels }) => sum + relevels, 0),
    faults: [...new Set(record.faults.map((one) => String(one.class)))].toSorted(),
    sensors: [...new Set((record.sensors ?? []).map(({ sensor }) => String(sensor)))].toSorted(),
    down: availability.downMs > 0,
    external: (availability.externalMs ?? 0) > 0,
  };
}

test('there are enough of them, and no two share a name', () => {
  expect(new Set(INCIDENTS.map(({ name }) => name)).size).toBe(INCIDENTS.length);
  expect(INCIDENTS.length).toBeGreaterThanOrEqual(120);
});

test.each(INCIDENTS.map((incident) => [incident.name, incident] as const))('%s', (_name, incident) => {
  const wrong = differences(incident, tell(incident));
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
});
