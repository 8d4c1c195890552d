import type { AlarmScreen, ScreenAlarm, ScreenOutput } from '../../control/alarmScreen.ts';
import { isHeard } from '../../control/isHeard.ts';
import { formatProblem } from '../../core/result.ts';
import { byUrgency } from '../../guard/detect/alarms.ts';
import { floodView } from '../../guard/detect/floodView.ts';
import { inLanguage } from '../../text/language.ts';
import { problemIn } from '../../text/problemText.ts';
import {
  ACTING_WORDS,
  CLOCK_WORDS,
  DEVICE_STATE_WORDS,
  LINE_STATE_WORDS,
  OUTPUT_WORDS,
  RESTING_WORDS,
  TONE_WORDS,
} from '../../text/terms.ts';
import { actorText, alarmText } from './alarmText.ts';
import { endMaintenance } from './nextStep.ts';
import type { Voice } from './voice.ts';

const WAITING: readonly ScreenAlarm['condition'][] = [
  'unacknowledged-active',
  'returned-unacknowledged',
  'latched-unacknowledged',
];

/** What a relay does in beats too short for its polls: it is not judged while it does. */
const UNJUDGED: readonly string[] = ['fault', 'healthy'];

/** The whole screen as text, most severe first. Everything in it comes from `screen`, nothing from elsewhere. */
export function screenText(screen: AlarmScreen, voice: Voice): string {
  const { say } = voice;
  const standing = screen.alarms.filter(({ to }) => !isAside(to));
  const of = (kind: ScreenAlarm['class']) => inGroups(standing.filter((alarm) => alarm.class === kind));
  const inState = (state: ScreenAlarm['to']) => screen.alarms.filter(({ to }) => to === state);
  const alarms = (list: readonly ScreenAlarm[]) => list.map((alarm) => alarmText(alarm, screen, voice));
  const sections: [heading: string, entries: string[]][] = [
    [say('heading.alarms'), alarms(of('alarm'))],
    [say('heading.faults'), alarms(of('fault'))],
    [say('heading.shelved'), alarms(inState('shelved'))],
    [say('heading.suppressed'), alarms(inState('suppressed'))],
    [say('heading.out-of-service'), alarms(inState('out-of-service'))],
    [say('heading.maintenance'), screen.maintenance.map((period) => maintenanceText(period, screen, voice))],
    [say('heading.outputs'), screen.annunciation.outputs.map((output) => outputText(output, voice))],
    [say('heading.health'), healthText(screen, voice)],
    [say('heading.problems'), problemsBeside(standing, screen).map((problem) => problemText(problem, voice))],
  ];
  return [
    headText(screen, standing, voice),
    ...sections.flatMap(([heading, entries]) =>
      entries.length === 0 ? [] : [`${voice.paint('heading', heading)}\n${entries.join('\n')}`],
    ),
  ].join('\n\n');
}

/** Problems that no alarm shown above gives as its reason. */
function problemsBeside(
  standing: readonly ScreenAlarm[],
  { problems }: AlarmScreen,
): AlarmScreen['problems'] {
  const given = standing.flatMap(({ device, unsensed }) =>
    unsensed === undefined || unsensed.because === null
      ? []
      : [`${device} ${inLanguage(unsensed.because, 'en')}`],
  );
  given.push(
    ...standing.flatMap(({ device, why }) =>
      why === undefined ? [] : [`${device} ${inLanguage(why.because, 'en')}`],
    ),
  );
  return problems.filter(
    ({ what, where = '' }) => !given.some((one) => one.startsWith(`${where.split(' ')[0]} ${what}`)),
  );
}

/** A problem of the gateway itself, with since when it stands where that is known. */
function problemText(problem: AlarmScreen['problems'][number], { language, moments }: Voice): string {
  const said = problemIn(problem, language);
  if (problem.since === undefined) return formatProblem(said);
  return formatProblem({ ...said, what: `${said.what} · ${moments.since(problem.since)}` });
}

/** What belongs together stands together, the most urgent of it first; of equals the one that came first. */
function inGroups(alarms: readonly ScreenAlarm[]): ScreenAlarm[] {
  return floodView(alarms).flatMap((group) =>
    group.alarms.toSorted((a, b) => byUrgency(a, b) || Number(b.firstOut) - Number(a.firstOut)),
  );
}

function isAside(state: ScreenAlarm['to']): boolean {
  return state === 'shelved' || state === 'suppressed' || state === 'out-of-service';
}

function headText(screen: AlarmScreen, standing: readonly ScreenAlarm[], voice: Voice): string {
  const { say, word, moments, paint } = voice;
  const { id, name, place } = screen.gateway;
  const gateway = { id, name: word(name) };
  const quality = word(CLOCK_WORDS[screen.time.quality]);
  const now = moments.now();
  const time = now === null ? null : `${now} ${screen.gateway.timeZone}`;
  return [
    place === null
      ? say('screen.gateway', gateway)
      : say('screen.gateway-at', { ...gateway, place: word(place) }),
    time === null ? say('screen.no-time', { quality }) : say('screen.time', { time, quality }),
    paint('heading', countText(standing, voice)),
    ...soundText(screen, voice),
    ...trialText(screen, voice),
  ].join('\n');
}

function countText(standing: readonly ScreenAlarm[], { say }: Voice): string {
  const unacknowledged = standing.filter(({ condition }) => WAITING.includes(condition)).length;
  if (standing.length === 0) return say('screen.nothing');
  if (standing.length === 1) return say('screen.standing-one', { unacknowledged });
  return say('screen.standing', { count: standing.length, unacknowledged });
}

function soundText(screen: AlarmScreen, voice: Voice): string[] {
  const { say, paint } = voice;
  const { outputs, sounding, testing } = screen.annunciation;
  const count = sounding.length;
  if (outputs.length === 0) return [];
  return [
    count === 0
      ? say('screen.quiet')
      : paint('loud', say(isHeard(screen) ? 'screen.sounding' : 'screen.unheard', { count })),
    ...(testing ? [say('screen.testing')] : []),
  ];
}

/** That a changed site goes back by itself, and when; nothing where none is on trial. */
export function trialText({ trial, boot }: AlarmScreen, voice: Voice): string[] {
  if (trial === null) return [];
  const until = voice.moments.until({ boot, mono: trial.until });
  return [voice.say('screen.trial', { by: actorText(trial.by, voice), until })];
}

function maintenanceText(
  { period, covers, since, until, actor, reason }: AlarmScreen['maintenance'][number],
  { boot }: AlarmScreen,
  voice: Voice,
): string {
  const { say, word, moments } = voice;
  const covered = covers.map(({ kind, name }) => say(`maintenance.${kind}`, { name: word(name) }));
  const facts = [
    moments.since(since),
    moments.until({ boot, mono: until }),
    say('alarm.by', { actor: actorText(actor, voice) }),
    say('alarm.reason', { reason }),
  ];
  return [
    covered.length === 0 ? say('maintenance.whole-site') : covered.join(' · '),
    `  ${facts.join(' · ')}`,
    `  → ${say('next.end-maintenance', { command: endMaintenance(period) })}`,
  ].join('\n');
}

/** What an output is told, and what was seen of it: that it does so is said of one that was read back doing so. */
function outputText(output: ScreenOutput, { say, word, paint }: Voice): string {
  const { point, drives, acting, acted, tone, obeys, refused, name } = output;
  const line = (doing: string) =>
    say('output.line', { output: word(OUTPUT_WORDS[drives]), point, name: word(name), doing });
  if (refused !== null) {
    const key = acting ? 'output.refused' : 'output.refused-rest';
    return line(paint('red', say(key, { exception: word(refused) })));
  }
  const told = word((acting ? ACTING_WORDS : RESTING_WORDS)[drives]);
  const seen = acting ? acted : obeys === true;
  const unseen = obeys === null || (acting && !acted && !UNJUDGED.includes(tone ?? drives));
  const read =
    obeys === false ? paint('red', say('output.disobeys')) : say(unseen ? 'output.unread' : 'output.obeys');
  const doing = seen && obeys !== false ? told : say('output.told', { doing: told });
  return [line(doing), ...(acting && tone !== null ? [word(TONE_WORDS[tone])] : []), read].join(' · ');
}

/** Only what a person has to know: all devices and lines at their best are one line. */
function healthText({ health }: AlarmScreen, { say, word, moments }: Voice): string[] {
  const percent = (share: number) => Math.round(share * 100);
  return [
    say('health.devices', health.devices),
    ...health.unwell.map(({ device, name, state, since }) =>
      [
        say('health.device', { name: word(name), device, state: word(DEVICE_STATE_WORDS[state]) }),
        ...(since === null ? [] : [moments.since(since)]),
      ].join(' · '),
    ),
    ...health.lines
      .filter(({ state, deadShare }) => state === 'lost' || deadShare > 0)
      .map(({ line, state, utilisation, deadShare }) =>
        say('health.line', {
          line,
          state: word(LINE_STATE_WORDS[state]),
          busy: percent(utilisation),
          dead: percent(deadShare),
        }),
      ),
  ];
}
