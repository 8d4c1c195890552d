import type { Installation } from '../../site/installation.ts';
import { problemIn } from '../../text/problemText.ts';
import { alarmRows } from './alarmRows.ts';
import { annunciatorRows } from './annunciatorRows.ts';
import type { DemoVoice } from './demoVoice.ts';
import { liftRows } from './liftRows.ts';
import { lineRows, sensorLines } from './lineRows.ts';
import { AMBER, beside, bold, colour, cut, dim, GREEN, RED, wrappedWords } from './paint.ts';
import type { Scene } from './scene.ts';

/** A terminal's room, in characters. */
export type Size = { readonly columns: number; readonly rows: number };

/** Keys in the order in which they are shown. */
const KEYS = ['g', 'v', 'k', 'n', 'l', 'p', 'f', 'w', 'a', 's', 'r', 't', 'o', 'q'] as const;
/** From here on alarms and platform stand beside the building, not below it. */
const TWO_COLUMNS_FROM = 160;
const LONGEST_LIST = 20;

/** One picture of the scene, for a terminal of this size; 80 × 24 is enough. Pure: text in, text out. */
export function drawScene(
  scene: Scene,
  installation: Installation,
  now: number,
  { columns, rows }: Size,
  voice: DemoVoice,
): string {
  const wide = columns >= TWO_COLUMNS_FROM;
  const width = wide ? Math.floor((columns - 4) / 2) : columns;
  const { say } = voice;
  const head = [cut(title(scene, installation, now, voice), columns)];
  const keys = wrappedWords(
    KEYS.map((key) => say(`key.${key}`)),
    columns,
  ).map(dim);
  const done = scene.said === '' ? [] : [cut(`▸ ${scene.said}`, columns)];
  const building = [
    ...sensorLines(installation).map((line) => lineRows(scene, line, width, voice)),
    liftRows(scene, width, voice),
    annunciatorRows(scene, width, voice),
  ].filter((block) => block.length > 0);
  const platform = platformRows(scene, width, voice);
  const about = [...head, ...done, ...keys].length;
  const left = building.flat().length;
  const free = rows - about - platform.length - 1 - (wide ? 0 : left); // 1: heading of the alarms
  const blocks = wide ? 4 : building.length + 3;
  const airy = free - blocks >= (wide ? 2 : 8);
  const room = Math.max(2, free - (airy ? blocks : 0));
  const wanted = Math.min(LONGEST_LIST, Math.max(1, scene.alarms.length));
  const arrived = Math.min(scene.arrivals.length, Math.max(1, room - wanted));
  const alarms = alarmRows(
    scene,
    installation,
    Math.max(1, room - Math.min(arrived, room >> 1)),
    width,
    voice,
  );
  const arrivals = scene.arrivals
    .slice(-Math.max(1, Math.min(LONGEST_LIST, room - alarms.length)))
    .map((line) => dim(cut(line, width)));
  const decided = [bold(say('alarms')), ...alarms];
  const told = [...platform, ...(room - alarms.length > 0 ? arrivals : [])];
  const between = airy ? [''] : [];
  const apart = (list: readonly string[][]) =>
    list.flatMap((block, i) => (i === 0 ? block : [...between, ...block]));
  const middle = wide
    ? beside(apart(building), apart([decided, told]), width + 4)
    : apart([...building, decided, told]);
  return [...head, ...between, ...middle, ...between, ...done, ...keys].slice(0, rows).join('\n');
}

function title(
  scene: Scene,
  { gateway: { id, name = id } }: Installation,
  now: number,
  voice: DemoVoice,
): string {
  const times = { time: clock(scene.elapsedS(now)), first: scene.firstReadingS?.toFixed(1) ?? '…' };
  return `${bold(`LIFELINE  ${voice.word(name)}`)}  ${dim(voice.say('title', times))}`;
}

/** How the link is, as courier tells it; what the network is made to do; what the platform has. */
function platformRows(
  { totals, network, screen }: Scene,
  width: number,
  { say, language }: DemoVoice,
): string[] {
  const trouble = screen?.problems.find(({ code }) => code.startsWith('uplink.'));
  const link =
    trouble !== undefined
      ? colour(`${say('platform.lost')}: ${problemIn(trouble, language).what}`, RED)
      : totals === null
        ? dim(say('platform.connecting'))
        : network === 'cut'
          ? colour(say('platform.unnoticed'), AMBER)
          : colour(say('platform.connected'), GREEN);
  const states = [...(network === 'cut' ? [colour(say('platform.cut'), RED)] : []), link];
  const sums =
    totals === null
      ? say('platform.nothing')
      : [
          say('platform.sums', totals),
          ...(totals.outstanding > 0 ? [say('platform.outstanding', { count: totals.outstanding })] : []),
        ].join(say('list.comma'));
  return [cut(`${bold(say('platform'))}${states.join(say('list.comma'))}`, width), cut(sums, width)];
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}
