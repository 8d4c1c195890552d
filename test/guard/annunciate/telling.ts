import type { Problem } from '../../../gateway/core/result.ts';
import { ordersOf, soundingNow } from '../../../gateway/guard/annunciate/orders.ts';
import { type Policy, policyOf, type Sounded } from '../../../gateway/guard/annunciate/policy.ts';
import { restoreAnnunciation, saveAnnunciation } from '../../../gateway/guard/annunciate/saved.ts';
import {
  type AnnunciateEffect,
  type AnnunciateInput,
  type AnnunciateState,
  NOTHING_HEARD,
  type Press,
} from '../../../gateway/guard/annunciate/state.ts';
import { adopted, annunciate, nextDue } from '../../../gateway/guard/annunciate/step.ts';
import type { AnnunciateCommand } from '../../../gateway/guard/annunciate/types.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { installationOf } from '../../site/fixture.ts';

export const BOOT = 'b007b007b007b007';

const limit = (id: string, device: string, more: object = {}) => ({
  id,
  kind: 'limit',
  point: `${device}/concentration`,
  unit: '%LEL',
  high: { yellow: 10, orange: 25, red: 50 },
  ...more,
});
const GAS_SIGNALS = {
  red: { tone: 'continuous', strobe: true, closeGasValve: true, runFan: true },
  orange: { tone: 'pulsed', strobe: true },
};

/**
 * Two zones, each with a gas detector and a siren of its own; a strobe, a valve, a fan and a fault lamp for all. `lobby`
 * is in no zone. Rules `east`, `west`, `lobby` close the valve at red, `quiet` says nothing of its own.
 */
export const house = installationOf({
  gateway: { id: 'tower' },
  buses: [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
  zones: [{ id: 'east' }, { id: 'west' }],
  devices: [
    { id: 'gas-e', profile: 'ya-k300-s', bus: 'rs485', unit: 1, zone: 'east' },
    { id: 'gas-w', profile: 'ya-k300-s', bus: 'rs485', unit: 2, zone: 'west' },
    { id: 'gas-l', profile: 'ya-k300-s', bus: 'rs485', unit: 3 },
    { id: 'board', profile: 'relay-8in-8out', bus: 'rs485', unit: 4 },
  ],
  rules: [
    limit('east', 'gas-e', { signals: GAS_SIGNALS }),
    limit('west', 'gas-w', { signals: GAS_SIGNALS }),
    limit('lobby', 'gas-l', { signals: GAS_SIGNALS }),
    limit('quiet', 'gas-l'),
  ],
  annunciators: [
    {
      device: 'board',
      outputs: [
        { point: 'relay1', drives: 'siren', onLoss: 'rest', zones: ['east'] },
        { point: 'relay2', drives: 'siren', onLoss: 'rest', zones: ['west'] },
        { point: 'relay3', drives: 'strobe', onLoss: 'rest' },
        { point: 'relay4', drives: 'gas-valve' },
        { point: 'relay5', drives: 'fan' },
        { point: 'relay6', drives: 'fault-lamp', energised: 'at-rest' },
        { point: 'relay7', drives: 'healthy' },
      ],
    },
  ],
});

export const VALVE = 'board/relay4';

/** An alarm as it stands. The occurrence is named after the rule unless said otherwise. */
export function alarm(rule: string, change: Partial<Sounded> = {}): Sounded {
  const to = change.to ?? 'unacknowledged-active';
  return {
    rule,
    occurrence: `${rule}#1`,
    cause: 'raised',
    to,
    condition: to,
    severity: 'red',
    device: DEVICE_OF[rule] ?? '',
    announcement: 1,
    ...change,
  };
}
const DEVICE_OF: Readonly<Record<string, string>> = {
  east: 'gas-e',
  west: 'gas-w',
  lobby: 'gas-l',
  quiet: 'gas-l',
  'gas-e.loss-of-sensing': 'gas-e',
};

/** Annunciation with a clock: alarms are told, people press and ask, ticks fall where they are due. Times in seconds. */
export class Telling {
  state: AnnunciateState = NOTHING_HEARD;
  policy: Policy;
  readonly effects: AnnunciateEffect[] = [];
  boot = BOOT;
  #nowMs = 0;

  constructor(installation: Installation = house) {
    this.policy = policyOf(installation);
    this.input({ kind: 'found', point: VALVE, closed: false });
  }

  /** From `atS` on these alarms stand. */
  alarms(atS: number, ...alarms: readonly Sounded[]): this {
    this.pass(atS);
    return this.input({ kind: 'alarms', alarms });
  }

  /** What somebody asked for came to: null, or why not. */
  ask(atS: number, command: DistributiveOmit<AnnunciateCommand, 'actor'>): Problem | null {
    this.pass(atS);
    const before = this.effects.length;
    this.input({ kind: 'command', command: { actor: 'wang', ...command } });
    const answer = this.effects.slice(before).find((effect) => effect.kind === 'answer');
    return answer?.problem ?? null;
  }

  silence(atS: number, occurrence: string | null = null, zones: readonly string[] = []): Problem | null {
    return this.ask(atS, { verb: 'silence', occurrence, zones });
  }

  press(atS: number, button: Press['button'], zones: readonly string[] = []): this {
    this.pass(atS);
    return this.input({ kind: 'press', press: { device: 'board', button, zones } });
  }

  /** Guard dies and starts again; with `boot`, the machine did. */
  restart(boot = this.boot): this {
    this.boot = boot;
    const restored = restoreAnnunciation(saveAnnunciation(this.state));
    if (!restored.ok) throw new Error(restored.error.what);
    this.state = adopted(restored.value, this.now);
    return this;
  }

  pass(untilS: number): this {
    for (;;) {
      const due = nextDue(this.state, this.policy);
      if (due === null || due > untilS * 1000) break;
      this.#nowMs = Math.max(this.#nowMs, due);
      this.input({ kind: 'tick' });
      if (nextDue(this.state, this.policy) === due) throw new Error('a tick at its due time changed nothing');
    }
    this.#nowMs = untilS * 1000;
    return this;
  }

  input(input: DistributiveOmit<AnnunciateInput, 'at'>): this {
    const step = annunciate(this.state, { ...input, at: this.now } as AnnunciateInput, this.policy);
    this.state = step.state;
    this.effects.push(...step.effects);
    return this;
  }

  get now() {
    return { boot: this.boot, mono: this.#nowMs };
  }

  /** Occurrences that are heard. */
  get sounding(): string[] {
    return soundingNow(this.state, this.policy);
  }

  /** What acts now, by what it drives; sirens with their tone. */
  get acting(): string[] {
    return ordersOf(this.state, this.policy).flatMap(({ point, drives, acting, tone }) => {
      if (!acting || drives === 'healthy') return [];
      return [drives === 'siren' ? `${point.slice(-1)} ${tone}` : drives];
    });
  }

  /** Occurrences in the order in which they were announced. */
  get announced(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'announced' ? effect.occurrences : []));
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
