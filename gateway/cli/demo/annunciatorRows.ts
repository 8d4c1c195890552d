import { TONE_WORDS } from '../../text/terms.ts';
import { padded } from '../columns.ts';
import type { DemoVoice } from './demoVoice.ts';
import { AMBER, bold, colour, cut, dim, GREEN, RED, type Style } from './paint.ts';
import type { Scene } from './scene.ts';

const TONE_COLUMNS = 10;

/** The siren and what is beside it, as the board's pins are and its wiring makes of them; and who is heard. */
export function annunciatorRows({ cabinet, screen }: Scene, width: number, voice: DemoVoice): string[] {
  const { say, word } = voice;
  const { effects, tone } = cabinet;
  if (effects === null) return [bold(say('annunciator.starting')), ''];
  const valve = say(effects.gas === 'open' ? 'valve.open' : 'valve.shut');
  const gas = effects.gas === 'open' ? colour('□', GREEN) : colour('■', RED);
  const { sounding = [], silenced = [], testing = false } = screen?.annunciation ?? {};
  const why = [
    ...(testing ? [say('annunciator.testing')] : []),
    ...(sounding.length > 0 ? [say('annunciator.sounding', { count: sounding.length })] : []),
    ...(silenced.length > 0 ? [say('annunciator.silenced', { count: silenced.length })] : []),
  ];
  const charge = effects.inCharge ? say('annunciator.in-charge') : colour(say('annunciator.nobody'), RED);
  const heard =
    tone === 'none'
      ? dim(padded(say('siren.still'), TONE_COLUMNS))
      : padded(word(TONE_WORDS[tone]), TONE_COLUMNS);
  const lamps = [
    `${lamp(effects.siren, RED)} ${say('siren')} ${heard}`,
    `${lamp(effects.strobe, RED)} ${say('strobe')}`,
    `${lamp(effects.faultLamp, AMBER)} ${say('fault-lamp')}`,
    `${gas} ${valve}`,
  ];
  return [
    cut(`${bold(say('annunciator'))}${[charge, ...why].join(say('list.comma'))}`, width),
    cut(lamps.join('   '), width),
  ];
}

function lamp(on: boolean, style: Style): string {
  return on ? colour('■', style) : dim('□');
}
