import { FAULT, SEVERITY } from '../../../drivers/lift/faultClass.ts';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import type { FaultNames } from '../../reports/lift/faultNames.ts';
import { floorText } from '../../reports/lift/findingShown.ts';
import { QUALITY_WORDS } from '../../text/terms.ts';
import { codeWord } from './known.ts';
import type { LiftVoice } from './voice.ts';

/** The faults that stand, two rows each: the maker's code and name, then how grave, where and since when. */
export function faultsText(view: LiftView, faults: FaultNames, voice: LiftVoice): string[] {
  const { tell, word } = voice;
  const told = view.snapshot.faults;
  if (view.faults.length > 0) return view.faults.flatMap((active) => faultText(active, view, faults, voice));
  if (told !== null && told.value === null)
    return [tell('faults.unknown', { quality: word(QUALITY_WORDS[told.quality]) })];
  return [tell('faults.none')];
}

function faultText(
  { fault, from, floor, exact, goneAt }: LiftView['faults'][number],
  { floors }: LiftView,
  names: FaultNames,
  voice: LiftVoice,
): string[] {
  const { tell, word, moments, paint } = voice;
  const name = names.name(fault);
  const code = paint('red', names.code(fault));
  const facts = [
    ...classText(fault, voice),
    ...levelText(fault, names, voice),
    ...(fault.sub === null ? [] : [tell('fault.sub', { sub: fault.sub })]),
    ...(floor === null ? [] : [tell('fault.floor', { floor: floorText(floor, floors) })]),
    moments.since(from),
    ...(exact ? [] : [tell('fault.onset-unsure')]),
    ...(goneAt === null ? [] : [tell('fault.gone')]),
  ];
  return [
    tell('fault.line', { code, name: name === null ? tell('fault.no-name') : word(name) }),
    `  ${facts.join(' · ')}`,
  ];
}

function classText(fault: LiftFault, voice: LiftVoice): string[] {
  if (fault.class === null) return [];
  const severity = codeWord(SEVERITY, voice)(FAULT[fault.class].severity);
  return [voice.tell('fault.severity', { class: codeWord(FAULT, voice)(fault.class), severity })];
}

function levelText(fault: LiftFault, names: FaultNames, { tell, word }: LiftVoice): string[] {
  if (fault.level === null) return [];
  const level = fault.suffix === null ? String(fault.level) : `${fault.level}${fault.suffix}`;
  const effect = names.effect(fault);
  return effect === null
    ? [tell('fault.level-bare', { level })]
    : [tell('fault.level', { level, effect: word(effect) })];
}
