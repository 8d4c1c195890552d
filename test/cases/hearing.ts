import { TONES, type Tone } from '../../drivers/vocabulary.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import { soundingNow } from '../../gateway/guard/annunciate/orders.ts';
import { type Policy, policyOf } from '../../gateway/guard/annunciate/policy.ts';
import {
  type AnnunciateInput,
  type AnnunciateState,
  NOTHING_HEARD,
} from '../../gateway/guard/annunciate/state.ts';
import { annunciate } from '../../gateway/guard/annunciate/step.ts';

import type { Installation } from '../../gateway/site/installation.ts';

import { BOOT } from '../guard/detect/story.ts';

type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What is heard, from `atS` on: the rules whose alarms sound, and the highest of their tones. */
export type Sound = { readonly atS: number; readonly rules: readonly string[]; readonly tone: Tone };

/** Annunciation beside a detector: what a person in the building hears while a case is played. */
export class Hearing {
  readonly sounds: Sound[] = [];
  #policy: Policy;
  #state: AnnunciateState = NOTHING_HEARD;

  constructor(installation: Installation) {
    this.#policy = policyOf(installation);
  }

  reload(installation: Installation): void {
    this.#policy = policyOf(installation);
  }

  alarms(atS: number, alarms: readonly Alarm[]): void {
    this.#input(atS, { kind: 'alarms', alarms });
  }

  /** Somebody silences everything, or one occurrence. */
  silence(atS: number, occurrence: string | null): void {
    const command = { verb: 'silence', occurrence, zones: [], actor: 'script' } as const;
    this.#input(atS, { kind: 'command', command });
  }

  #input(atS: number, input: Untimed<AnnunciateInput>): void {
    const at = { boot: BOOT, mono: atS * 1000 };
    this.#state = annunciate(this.#state, { ...input, at } as AnnunciateInput, this.#policy).state;
    const sounding = new Set(soundingNow(this.#state, this.#policy));
    const heard = this.#state.alarms.filter(({ occurrence }) => sounding.has(occurrence));
    const rules = heard.map(({ rule }) => rule).toSorted();
    const rank = Math.max(0, ...heard.map((alarm) => TONES.indexOf(this.#policy.signalOf(alarm).tone)));
    const tone = TONES[rank] ?? 'none';
    const last = this.sounds.at(-1);
    if ((last?.rules.join() ?? '') === rules.join() && (last?.tone ?? 'none') === tone) return;
    this.sounds.push({ atS, rules, tone });
  }
}
