import { AMBER, bold, colour, dim, GREEN, RED, type Style } from './paint.ts';
import type { Scene } from './scene.ts';

/** The siren and what is beside it, as the board's pins are and its wiring makes of them; and who is heard. */
export function annunciatorRows({ cabinet, annunciation }: Scene): string[] {
  const { effects, tone } = cabinet;
  if (effects === null) return [bold('annunciator: its board is starting'), ''];
  const gas = effects.gas === 'open' ? colour('□', GREEN) : colour('■', RED);
  const sounding = annunciation?.sounding.length ?? 0;
  const silenced = annunciation?.silenced.length ?? 0;
  const why = [
    annunciation?.testing === true ? 'lamp test' : '',
    sounding > 0 ? `${sounding} sounding` : '',
    silenced > 0 ? `${silenced} silenced` : '',
  ].filter((word) => word !== '');
  const charge = effects.inCharge ? 'guard is in charge' : colour('nobody is in charge', RED);
  return [
    `${bold('annunciator:')} ${charge}${why.length === 0 ? '' : `, ${why.join(', ')}`}`,
    [
      `${lamp(effects.siren, RED)} siren ${tone === 'none' ? dim('still'.padEnd(10)) : tone.padEnd(10)}`,
      `${lamp(effects.strobe, RED)} strobe`,
      `${lamp(effects.faultLamp, AMBER)} fault lamp`,
      `${gas} gas valve ${effects.gas}`,
    ].join('   '),
  ];
}

function lamp(on: boolean, style: Style): string {
  return on ? colour('■', style) : dim('□');
}
