import { qualityClass } from '../../../drivers/quality.ts';
import type { AlarmScreen, LimitProvenance, ScreenAlarm } from '../../control/alarmScreen.ts';
import { isHeard } from '../../control/isHeard.ts';
import type { Text } from '../../text/language.ts';
import { CONFIDENCE_WORDS, QUALITY_WORDS, SEVERITY_WORDS, STATE_WORDS } from '../../text/terms.ts';
import { nextStep } from './nextStep.ts';
import type { Voice } from './voice.ts';

const ASIDE: readonly ScreenAlarm['to'][] = ['shelved', 'suppressed', 'out-of-service'];
// actors that are not persons
const SOUNDER_LIMIT = 'sounder-limit';
const BUTTON = 'button:';
// a person on site, by guard's own socket for them
const AT_DESK = 'desk:';

/** One alarm in a few lines: what and where, how it stands, what is heard, what to do next, and its occurrence. */
export function alarmText(alarm: ScreenAlarm, screen: AlarmScreen, voice: Voice): string {
  const { paint, say, word } = voice;
  const named = word(alarm.deviceName);
  const device = named === alarm.device ? named : say('alarm.device', { name: named, id: alarm.device });
  const step = nextStep(alarm, voice);
  return [
    alarmHeadline(alarm, voice),
    `  ${alarm.place === null ? device : say('alarm.where-place', { device, place: word(alarm.place) })}`,
    ...because(alarm.unsensed ?? alarm.why, voice),
    `  ${facts(alarm, screen, voice).join(' · ')}`,
    ...(step === null ? [] : [`  → ${step}`]),
    paint('faint', `  ${alarm.occurrence}`),
  ].join('\n');
}

/** An alarm in one row: how grave, which rule, at what value. */
export function alarmHeadline(alarm: ScreenAlarm, voice: Voice): string {
  const { say, word, paint } = voice;
  if (alarm.condition === 'normal') return word(alarm.ruleName); // put aside with nothing beneath
  const severity = paint(alarm.severity, word(SEVERITY_WORDS[alarm.severity]));
  const rule = word(alarm.ruleName);
  const { value: known, quality, limit, unit } = alarm;
  // whether it obeys is the rule itself
  const bare = alarm.kind === 'annunciator' && typeof known === 'boolean';
  if (bare || (known === null && quality === 'good')) return say('alarm.headline-bare', { severity, rule });
  const value = valueText(alarm, voice);
  // what a state is compared with is the state itself
  if (typeof limit !== 'number' || alarm.kind === 'state')
    return say('alarm.headline', { severity, rule, value });
  return say('alarm.headline-limit', { severity, rule, value, limit: withUnit(limit, unit, voice) });
}

const MOST_POINTS = 3;

/** Why a device is not sensed, in the words of its line, or why it does not obey. */
function because(why: ScreenAlarm['unsensed'] | ScreenAlarm['why'], { say, word }: Voice): string[] {
  if (why === undefined || why.because === null) return [];
  const reason = say('alarm.because', { reason: word(why.because) });
  return [`  ${reason}`, ...(why.remedy === null ? [] : [`  → ${word(why.remedy)}`])];
}

/** Which points are lost, where others are not. */
function lostPoints(points: readonly (string | Text)[], { say, word }: Voice): string {
  const named = points.slice(0, MOST_POINTS).map(word).join(say('alarm.comma'));
  const more = points.length - MOST_POINTS;
  return more > 0 ? say('alarm.and-more', { named, more }) : named;
}

function valueText({ value, valueName, unit, quality, unsensed, kind }: ScreenAlarm, voice: Voice): string {
  const { say, word } = voice;
  if (unsensed !== undefined && !unsensed.whole)
    return say('alarm.unsensed', {
      ...{ points: lostPoints(unsensed.points, voice), quality: word(QUALITY_WORDS[quality]) },
    });
  // a value that stands still, or beyond its range, is one: the rule shows none of its own
  if (value === null && kind === 'loss-of-sensing' && qualityClass(quality) !== 'bad')
    return word(QUALITY_WORDS[quality]);
  if (value === null) return say('alarm.no-value', { quality: word(QUALITY_WORDS[quality]) });
  const known = valueName === null ? withUnit(value, unit, voice) : word(valueName);
  return qualityClass(quality) === 'good'
    ? known
    : say('alarm.value-doubtful', { value: known, quality: word(QUALITY_WORDS[quality]) });
}

function withUnit(value: number | string | boolean, unit: string, { say }: Voice): string {
  if (typeof value === 'boolean') return say(value ? 'alarm.yes' : 'alarm.no');
  return unit === '' ? String(value) : say('alarm.value', { value, unit });
}

function facts(alarm: ScreenAlarm, screen: AlarmScreen, voice: Voice): string[] {
  const { say, word, moments } = voice;
  const { letter, actor, reason, announcement, limitProvenance, condition, to } = alarm;
  const state = word(STATE_WORDS[to]);
  const beneath = ASIDE.includes(to)
    ? say('alarm.state-beneath', { letter, state, condition: word(STATE_WORDS[condition]) })
    : say('alarm.state', { letter, state });
  return [
    ...presentText(alarm, voice),
    beneath,
    ...(actor === null ? [] : [say('alarm.by', { actor: actorText(actor, voice) })]),
    moments.since(ASIDE.includes(to) ? alarm.since : alarm.declared),
    ...(alarm.until === null ? [] : [moments.until(alarm.until)]),
    ...(to === 'out-of-service' ? [say('alarm.until-by-hand')] : []),
    ...(reason === null || reason === '' ? [] : [say('alarm.reason', { reason })]),
    ...heard(alarm, screen, voice),
    ...(announcement > 1 ? [say('alarm.count', { count: announcement })] : []),
    ...grouping(alarm, screen, voice),
    ...(limitProvenance === null ? [] : [provenanceText(limitProvenance, voice)]),
    ...(alarm.durable ? [] : [say('alarm.not-on-disk')]),
  ];
}

/** What the point shows now, where that is no longer what the headline says. */
function presentText(alarm: ScreenAlarm, voice: Voice): string[] {
  const { present, value, quality } = alarm;
  if (isSensedAgain(alarm)) return [voice.say('alarm.sensed-again')];
  if (present === null || (present.value === value && present.quality === quality)) return [];
  const { say, word } = voice;
  const bad = { quality: word(QUALITY_WORDS[present.quality]) };
  if (present.value === null) return [say('alarm.now', { value: say('alarm.no-value', bad) })];
  const known =
    present.valueName === null ? withUnit(present.value, present.unit, voice) : word(present.valueName);
  const doubtful = qualityClass(present.quality) !== 'good';
  return [
    say('alarm.now', { value: doubtful ? say('alarm.value-doubtful', { ...bad, value: known }) : known }),
  ];
}

/** A loss of sensing stands on for a while when every point is read again, so that it does not come and go. */
function isSensedAgain({ kind, condition, unsensed, quality }: ScreenAlarm): boolean {
  const stands = condition === 'unacknowledged-active' || condition === 'acknowledged-active';
  const wasUnheard = quality === 'no-communication' || quality === 'protocol-error';
  return kind === 'loss-of-sensing' && stands && unsensed === undefined && wasUnheard;
}

function provenanceText({ confidence, source, clause }: LimitProvenance, { say, word }: Voice): string {
  const said = { source: word(source), confidence: word(CONFIDENCE_WORDS[confidence]) };
  return clause === null ? say('alarm.limit-from', said) : say('alarm.limit-clause', { ...said, clause });
}

function heard({ sounding, silenced }: ScreenAlarm, screen: AlarmScreen, voice: Voice): string[] {
  const { say, moments } = voice;
  if (sounding) return [say(isHeard(screen) ? 'alarm.sounds' : 'alarm.unheard')];
  if (silenced === null) return [];
  if (silenced.actor === SOUNDER_LIMIT) return [say('alarm.silenced-limit')];
  const actor = actorText(silenced.actor, voice);
  const time = moments.at(silenced.at);
  return [time === null ? say('alarm.silenced-by', { actor }) : say('alarm.silenced', { actor, time })];
}

/** A person on site by name, or the device whose button somebody pressed. Who is not on site is shown with the way they came. */
export function actorText(actor: string, { say }: Pick<Voice, 'say'>): string {
  if (actor.startsWith(AT_DESK)) return actor.slice(AT_DESK.length);
  return actor.startsWith(BUTTON) ? say('alarm.button', { device: actor.slice(BUTTON.length) }) : actor;
}

function grouping(alarm: ScreenAlarm, screen: AlarmScreen, { say, word }: Voice): string[] {
  if (alarm.firstOut) return [say('alarm.first-out')];
  if (alarm.group === null || alarm.group === alarm.occurrence) return [];
  const first = screen.alarms.find(({ occurrence }) => occurrence === alarm.group);
  return [say('alarm.followed', { first: first === undefined ? alarm.group : word(first.ruleName) })];
}
