import { DIRECTION, MODE, OCCUPANCY, OCCUPANCY_SOURCE } from '../../../drivers/lift/car.ts';
import { DOOR } from '../../../drivers/lift/door.ts';
import { BRAKE, CHAIN, POWER } from '../../../drivers/lift/safety.ts';
import type { DoorSnapshot, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import { type FloorLabels, floorText } from '../../reports/lift/findingShown.ts';
import { FIELD_WORDS } from '../../text/liftTerms.ts';
import { codeWord, fieldText, rowOf } from './known.ts';
import type { LiftVoice } from './voice.ts';

type StatusRow = [heading: string, value: string];

/** What the devices of a lift tell now, a row each; what this lift never tells has none. */
export function statusRows({ snapshot, floors }: LiftView, voice: LiftVoice): StatusRow[] {
  const { tell } = voice;
  const calls = (list: readonly number[]) =>
    list.length === 0
      ? tell('calls.none')
      : list.map((floor) => floorText(floor, floors)).join(tell('list.names'));
  return [
    ...carRow(snapshot, floors, voice),
    ...rowOf(tell('row.speed'), snapshot.speedMmS, voice, (mmS) =>
      tell('value.speed', { speed: (mmS / 1000).toFixed(2) }),
    ),
    ...snapshot.doors.flatMap((door, i) => doorRow(door, i, snapshot.doors.length, voice)),
    ...rowOf(tell('row.mode'), snapshot.mode, voice, codeWord(MODE, voice)),
    ...loadRow(snapshot, voice),
    ...peopleRow(snapshot, voice),
    ...rowOf(tell('row.chain'), snapshot.safetyChain, voice, codeWord(CHAIN, voice)),
    ...rowOf(tell('row.brake'), snapshot.brake, voice, codeWord(BRAKE, voice)),
    ...rowOf(tell('row.power'), snapshot.power, voice, codeWord(POWER, voice)),
    ...rowOf(tell('row.level'), snapshot.levelErrorMm, voice, (mm) => tell('value.mm', { mm })),
    ...rowOf(tell('row.alarm-button'), snapshot.alarmButton, voice, (pressed) =>
      tell(pressed ? 'button.pressed' : 'button.at-rest'),
    ),
    ...rowOf(tell('row.calls'), snapshot.carCalls, voice, calls),
  ];
}

/** What this lift never tells, by name; empty where it tells everything. */
export function neverTold({ snapshot }: LiftView, { word }: LiftVoice): string[] {
  const fields = Object.keys(FIELD_WORDS) as (keyof typeof FIELD_WORDS)[];
  return fields.filter((field) => snapshot[field] === null).map((field) => word(FIELD_WORDS[field]));
}

function carRow(snapshot: LiftSnapshot, labels: FloorLabels, voice: LiftVoice): StatusRow[] {
  const { tell } = voice;
  const { floor, direction, doorZone } = snapshot;
  if (floor === null) return [];
  const count = Object.keys(labels).length;
  const unnamed = (number: number) =>
    count > 0 && labels[number] === undefined ? tell('car.floor-unnamed', { floor: number, count }) : null;
  const lost = floor.told === undefined ? null : unnamed(floor.told);
  const where =
    lost ??
    fieldText(floor, voice, (number) => {
      const other = unnamed(number);
      if (other !== null) return other;
      const label = floorText(number, labels);
      return label === String(number)
        ? tell('car.floor', { floor: number })
        : tell('car.floor-label', { floor: number, label });
    });
  const parts = [
    where,
    ...(direction === null ? [] : [fieldText(direction, voice, codeWord(DIRECTION, voice))]),
    ...(doorZone === null
      ? []
      : [fieldText(doorZone, voice, (inZone) => tell(inZone ? 'car.in-zone' : 'car.out-of-zone'))]),
  ];
  return [[tell('row.car'), [...new Set(parts)].join(tell('list.comma'))]];
}

function doorRow(door: DoorSnapshot, i: number, count: number, voice: LiftVoice): StatusRow[] {
  const { tell } = voice;
  const { status, locked, obstructed } = door;
  if (status === null) return [];
  const parts = [
    fieldText(status, voice, codeWord(DOOR, voice)),
    ...(locked === null || locked.value === null
      ? []
      : [fieldText(locked, voice, (is) => tell(is ? 'door.locked' : 'door.unlocked'))]),
    ...(obstructed?.value === true ? [tell('door.obstructed')] : []),
  ];
  const heading = count === 1 ? tell('row.door') : tell('row.door-of', { door: i + 1 });
  return [[heading, parts.join(tell('list.comma'))]];
}

function loadRow({ loadPct, fullLoad, overload }: LiftSnapshot, voice: LiftVoice): StatusRow[] {
  const { tell, paint } = voice;
  const parts = [
    ...(loadPct === null
      ? []
      : [fieldText(loadPct, voice, (percent) => tell('value.percent', { percent: Math.round(percent) }))]),
    ...(fullLoad?.value === true ? [tell('load.full')] : []),
    ...(overload?.value === true ? [paint('red', tell('load.over'))] : []),
  ];
  return parts.length === 0 ? [] : [[tell('row.load'), parts.join(tell('list.comma'))]];
}

function peopleRow({ occupancy, occupancySource }: LiftSnapshot, voice: LiftVoice): StatusRow[] {
  const source = codeWord(OCCUPANCY_SOURCE, voice)(occupancySource);
  const say = codeWord(OCCUPANCY, voice);
  return rowOf(voice.tell('row.people'), occupancy, voice, (who) =>
    occupancySource === 'none' ? say(who) : voice.tell('people.source', { occupancy: say(who), source }),
  );
}
