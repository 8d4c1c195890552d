import { NODE_TONES, type NodeTone } from '../../../drivers/annunciator/node.ts';
import type { Reading } from '../../../drivers/reading.ts';

/** What the wiring behind the board's pins does, as the simulated board tells it over its backchannel. */
export type CabinetEffects = {
  readonly inCharge: boolean; // the pulse output is being moved: guard lives
  readonly siren: boolean;
  readonly strobe: boolean;
  readonly faultLamp: boolean;
  readonly gas: 'open' | 'shut';
};

const TONE_POINT = 'annunciator/tone';
// the pause of a pulsed tone is one second
const STILL_MS = 1500;

/** The annunciator as somebody in the stairwell sees and hears it, and its tone as its node tells guard. */
export class Cabinet {
  effects: CabinetEffects | null = null;
  tone: NodeTone = 'none';
  #heardAt = Number.NEGATIVE_INFINITY;

  /** Takes a push or the state of the board. @returns what a person notices of it, in words */
  notice(told: unknown, now: number): string[] {
    const effects = effectsIn(told);
    if (effects === undefined) return [];
    const before = this.effects;
    this.effects = effects;
    const began = effects.siren && before?.siren !== true && now - this.#heardAt > STILL_MS;
    if (effects.siren || before?.siren === true) this.#heardAt = now;
    const words = began ? ['the siren sounds'] : [];
    if (before === null) return words;
    if (before.strobe !== effects.strobe)
      words.push(effects.strobe ? 'the strobe flashes' : 'the strobe is dark');
    if (before.gas !== effects.gas) words.push(`the gas valve is ${effects.gas}`);
    if (before.faultLamp !== effects.faultLamp)
      words.push(effects.faultLamp ? 'the fault lamp is lit' : 'the fault lamp is dark: guard is in charge');
    return words;
  }

  /** Takes what guard read. @returns the tone in words, when it has changed */
  read(readings: readonly Reading[]): string[] {
    const reading = readings.findLast(({ point }) => point === TONE_POINT);
    const tone = typeof reading?.value === 'number' ? NODE_TONES[reading.value] : undefined;
    if (tone === undefined || tone === this.tone) return [];
    this.tone = tone;
    return [tone === 'none' ? 'the siren is still' : `its tone is ${tone}`];
  }
}

function effectsIn(told: unknown): CabinetEffects | undefined {
  return typeof told === 'object' && told !== null && 'effects' in told
    ? (told.effects as CabinetEffects)
    : undefined;
}
