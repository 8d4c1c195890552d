import { ENTRAPMENT_POINT, VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import { qualityClass } from '../../../drivers/quality.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { LiftScreen, LiftView } from '../../control/liftScreen.ts';
import type { FaultNames } from '../../reports/lift/faultNames.ts';
import { findingShown } from '../../reports/lift/findingShown.ts';
import { COMMISSIONING_WORDS } from '../../text/liftTerms.ts';
import { CLOCK_WORDS } from '../../text/terms.ts';
import { padded, SCREEN_COLUMNS, widthOf, wrapped } from '../columns.ts';
import { faultsText } from './faultsText.ts';
import { neverTold, statusRows } from './statusRows.ts';
import { trappedText } from './trappedText.ts';
import type { LiftVoice } from './voice.ts';

const MOST_FINDINGS = 3;

/**
 * One lift as it stands, legible on 80 columns. Everything comes from `view`; codes are named by `faults`. `site`: the option
 * that names the site file in commands, where there must be one.
 */
export function statusText(
  view: LiftView,
  screen: LiftScreen,
  faults: FaultNames,
  voice: LiftVoice,
  site = '',
): string {
  const { tell, paint } = voice;
  const rows = rowsText(view, voice);
  const sections: [heading: string, lines: string[]][] = [
    [tell('heading.faults'), faultsText(view, faults, voice)],
    [tell('heading.found'), foundText(view, voice)],
    [tell('heading.today'), todayText(view, voice)],
    [tell('heading.devices'), view.devices.map((device) => deviceText(device, view, voice))],
    [tell('heading.unconfirmed'), unconfirmedText(view, voice, site)],
    [tell('heading.first'), firstText(view, faults, voice)],
  ];
  return [
    headText(view, screen, voice),
    fitted([...trappedText(view, voice), '', ...rows]).join('\n'),
    ...sections.flatMap(([heading, lines]) =>
      lines.length === 0 ? [] : [`${paint('heading', heading)}\n${fitted(lines).join('\n')}`],
    ),
  ].join('\n\n');
}

/** The head that stands over everything said of one lift. */
export function liftHead(
  { id, name, place, registration }: Pick<LiftView, 'id' | 'name' | 'place' | 'registration'>,
  { tell, word }: LiftVoice,
): string[] {
  const called = { name: word(name), id };
  return [
    place === null ? tell('head.lift', called) : tell('head.lift-at', { ...called, place: word(place) }),
    ...(registration === null ? [] : [tell('head.registration', { number: registration })]),
  ];
}

function headText(view: LiftView, { time }: LiftScreen, voice: LiftVoice): string {
  const { say, tell, word, moments, paint } = voice;
  const [title = '', ...more] = liftHead(view, voice);
  const quality = word(CLOCK_WORDS[time.quality]);
  const now = moments.now();
  const { at } = view.snapshot;
  const seen = at === null ? null : moments.at(at);
  return [
    paint('heading', title),
    ...more,
    now === null ? say('screen.no-time', { quality }) : say('screen.time', { time: now, quality }),
    at === null
      ? paint('yellow', tell('head.never-seen'))
      : tell('head.seen', { when: seen ?? moments.since(at) }),
  ].join('\n');
}

/** Rows in two columns, what follows a row's first line beneath its value. */
function rowsText(view: LiftView, voice: LiftVoice): string[] {
  const { tell } = voice;
  const rows = statusRows(view, voice);
  const width = Math.max(0, ...rows.map(([heading]) => widthOf(heading)));
  const lines = rows.flatMap(([heading, value]) => {
    const [first = '', ...rest] = wrapped(value, SCREEN_COLUMNS - width - 2);
    return [`${padded(heading, width)}  ${first}`, ...rest.map((line) => `${' '.repeat(width)}  ${line}`)];
  });
  const assumed = rows.some(([, value]) => value.includes(' *'));
  const never = neverTold(view, voice);
  return [
    ...lines,
    ...(assumed ? [tell('doubt.assumed-note')] : []),
    ...(never.length === 0 ? [] : [tell('doubt.never-told', { things: never.join(tell('list.names')) })]),
  ];
}

/** What detection finds beside entrapment: what stands, and what cannot be told. */
function foundText({ values }: LiftView, { tell, word, paint }: LiftVoice): string[] {
  const named = values.flatMap((value) => {
    const point = VIRTUAL_POINTS.find(({ name }) => name === value.name);
    return point === undefined || point === ENTRAPMENT_POINT
      ? []
      : [{ ...value, what: word({ en: point.en, zh: point.zh }) }];
  });
  const stands = named.filter(({ value }) => value === true || (typeof value === 'string' && value !== 'no'));
  const unknown = named.filter(({ value, quality }) => value === null && qualityClass(quality) === 'bad');
  const things = unknown.map(({ what }) => what).join(tell('list.names'));
  const all = unknown.length === named.length;
  return [
    ...stands.map(({ what, value }) =>
      paint('red', value === true ? what : tell('found.line', { what, value: gradeText(value, tell) })),
    ),
    ...(unknown.length === 0 ? [] : [all ? tell('found.nothing-known') : tell('found.unknown', { things })]),
  ];
}

const GRADES = ['high', 'over', 'top', 'bottom'] as const;

/** How far, or which way: the values of points that hold more than yes and no. */
function gradeText(value: string | boolean | null, tell: LiftVoice['tell']): string {
  const grade = GRADES.find((one) => one === value);
  return grade === undefined ? String(value) : tell(`found.${grade}`);
}

function todayText({ today }: LiftView, { tell }: LiftVoice): string[] {
  if (today === null) return [tell('today.none')];
  const { trips, doorCycles: cycles, entrapments: trapped, unseen } = today;
  const faults = today.faults.reduce((sum, { floors }) => sum + floors.length, 0);
  return [
    tell('today.counts', { trips, cycles, faults, trapped }),
    ...(unseen === 0 ? [] : [tell('today.unseen', { count: unseen })]),
  ];
}

function deviceText(device: string, { comm }: LiftView, { tell, moments, paint, span }: LiftVoice): string {
  const state = comm[device];
  if (state === undefined || state.at === null) return tell('device.unheard', { device });
  const { heardMs, silentMs, silentSince, silences, longestMs } = state;
  const watched = heardMs + silentMs;
  return [
    silentSince === null
      ? tell('device.answers', { device })
      : paint('red', tell('device.silent', { device, since: moments.since(silentSince) })),
    ...(watched === 0 ? [] : [tell('device.share', { percent: percentDown(heardMs / watched) })]),
    ...(longestMs === 0 ? [] : [tell('device.silences', { count: silences, longest: span(longestMs) })]),
  ].join(' · ');
}

/** Rounded down: what is not always is never shown as 100. */
function percentDown(share: number): string {
  return share === 1 ? '100' : (Math.floor(share * 1000) / 10).toFixed(1);
}

function unconfirmedText({ id, snapshot }: LiftView, { tell, word }: LiftVoice, site: string): string[] {
  const open = snapshot.unconfirmed.map((whole) => {
    const dot = whole.lastIndexOf('.');
    const [device, name] = [whole.slice(0, Math.max(0, dot)), whole.slice(dot + 1)];
    const what = word(COMMISSIONING_WORDS[name] ?? name);
    return device === '' ? what : tell('found.line', { what: device, value: what });
  });
  return open.length === 0 ? [] : [...open, `→ lifeline lift confirm ${id}${site}`];
}

function firstText(
  { id, findings, recent, floors }: LiftView,
  faults: FaultNames,
  voice: LiftVoice,
): string[] {
  const { tell, language, moments } = voice;
  const when = (at: Instant) => moments.at(at);
  if (recent.length === 0) return [tell('first.no-days')];
  if (findings.length === 0) return [tell('first.nothing')];
  const left = findings.length - MOST_FINDINGS;
  return [
    ...findings
      .slice(0, MOST_FINDINGS)
      .map(
        (finding, i) =>
          `${i + 1}. ${findingShown(finding, recent, { labels: floors, faults, language, when })}`,
      ),
    ...(left > 0 ? [tell('first.more', { count: left, command: `lifeline lift health ${id}` })] : []),
  ];
}

/** Long lines go on beneath where they began. */
function fitted(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (line === '') return [''];
    const begin = /^\s*(?:→ |\d+\. )?/.exec(line)?.[0] ?? '';
    return wrapped(line, SCREEN_COLUMNS, ' '.repeat(begin === '' ? 2 : begin.length));
  });
}
