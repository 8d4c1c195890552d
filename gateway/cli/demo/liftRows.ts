import { isStanding } from '../../lift/detection/entrapment/entrapment.ts';
import { statusRows } from '../lift/statusRows.ts';
import { trappedText } from '../lift/trappedText.ts';
import { liftVoice } from '../lift/voice.ts';
import type { DemoVoice } from './demoVoice.ts';
import { mark } from './lineRows.ts';
import { bold, colour, cut, dim, RED } from './paint.ts';
import type { Scene } from './scene.ts';

/** Each lift in two rows: where it is and what it does; whether somebody is trapped in it. */
export function liftRows(scene: Scene, width: number, { language, say, nameOf }: DemoVoice): string[] {
  const { lifts } = scene;
  if (lifts === null) return [];
  const voice = liftVoice(lifts, language);
  const shown = new Set(
    (['row.car', 'row.door', 'row.mode', 'row.power'] as const).map((row) => voice.tell(row)),
  );
  return lifts.lifts.flatMap((view) => {
    const head = `${view.devices.map((device) => mark(scene, device)).join('')} ${bold(say('lift', { name: nameOf(view.id) }))}`;
    if (view.snapshot.at === null) return [`${head}${dim(say('lift.silent'))}`, ''];
    const told = statusRows(view, voice)
      .filter(([heading]) => shown.has(heading))
      .map(([heading, value]) => `${heading} ${value}`);
    const trapped = isStanding(view.entrapment);
    const [first = ''] = trappedText(view, voice);
    return [
      cut(`${head}${told.join(say('list.semicolon'))}`, width),
      `  ${trapped ? colour(cut(first, width - 2), RED) : dim(cut(first, width - 2))}`,
    ];
  });
}
