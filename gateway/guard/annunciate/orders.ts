import { type OutputKind, TONES, type Tone } from '../../../drivers/vocabulary.ts';
import type { Output } from '../../site/installation.ts';

import { type Policy, reaches, type Sounded } from './policy.ts';
import { signals, unanswered } from './signalling.ts';
import type { AnnunciateState } from './state.ts';

/** What one output is to do. */
export type OutputOrder = {
  readonly point: string;
  readonly drives: OutputKind;
  readonly acting: boolean;
  readonly tone: Tone; // of a siren that acts; `none` for everything else
  readonly because: readonly string[]; // occurrences that ask for it
};

/**
 * What every output is to do now, in the order of the policy's outputs. A gas valve of which nobody knows whether it is
 * closed gets no order: it could open one that closed when a lease had run out.
 */
export function ordersOf(state: AnnunciateState, policy: Policy): OutputOrder[] {
  return policy.outputs
    .filter(
      ({ point, drives }) => drives !== 'gas-valve' || state.known.has(point) || state.valves.has(point),
    )
    .map((output) => orderOf(output, state, policy));
}

/** Occurrences that are heard now: unanswered, with a tone, and a siren reaches where they are. */
export function soundingNow(state: AnnunciateState, policy: Policy): string[] {
  const sirens = policy.outputs.filter(({ drives }) => drives === 'siren');
  return state.alarms
    .filter((alarm) => toneOf(alarm, state, policy) !== 'none')
    .filter((alarm) => sirens.some((siren) => reaches(siren, policy.zoneOf(alarm))))
    .map(({ occurrence }) => occurrence);
}

function orderOf(output: Output, state: AnnunciateState, policy: Policy): OutputOrder {
  const { point, drives } = output;
  const here = state.alarms.filter((alarm) => signals(alarm) && reaches(output, policy.zoneOf(alarm)));
  const tested = isTested(output, state);
  const order = (acting: boolean, asking: readonly Sounded[]): OutputOrder => ({
    ...{ point, drives, acting, tone: 'none' },
    because: asking.map(({ occurrence }) => occurrence),
  });
  switch (drives) {
    case 'siren': {
      const asking = here.filter((alarm) => toneOf(alarm, state, policy) !== 'none');
      const tones = asking.map((alarm) => toneOf(alarm, state, policy));
      const tone = highest(tested ? [...tones, 'pulsed'] : tones);
      return { ...order(tone !== 'none', asking), tone };
    }
    case 'strobe': {
      const asking = here.filter((alarm) => policy.signalOf(alarm).strobe);
      return order(asking.length > 0 || tested, asking);
    }
    case 'fault-lamp': {
      const asking = here.filter((alarm) => policy.isFault(alarm));
      return order(asking.length > 0 || state.trouble || tested, asking);
    }
    case 'gas-valve': {
      const closure = state.valves.get(point);
      return { ...order(closure !== undefined, []), because: closure?.because ?? [] };
    }
    case 'fan': {
      const asking = here.filter((alarm) => policy.signalOf(alarm).runFan);
      return order(asking.length > 0, asking);
    }
    case 'healthy':
      return order(true, []);
  }
}

function toneOf(alarm: Sounded, state: AnnunciateState, policy: Policy): Tone {
  return unanswered(alarm, state.heard.get(alarm.occurrence)) ? policy.signalOf(alarm).tone : 'none';
}

function highest(tones: readonly Tone[]): Tone {
  return tones.reduce<Tone>((top, tone) => (TONES.indexOf(tone) > TONES.indexOf(top) ? tone : top), 'none');
}

/** A test is for the zones it names, and for the sirens of the whole building, which are there too. */
function isTested({ zones }: Output, { test }: AnnunciateState): boolean {
  if (test === null) return false;
  return test.zones.length === 0 || zones.length === 0 || zones.some((zone) => test.zones.includes(zone));
}
