import type { Request } from '../../../../drivers/request.ts';
import { pulseRefreshMs } from '../../../alarmTime/leaseWrites.ts';
import { heldByPulse, type Pulse, pulseOf } from '../../../alarmTime/relayWrites.ts';
import type { Annunciator, Device, Output } from '../../../site/installation.ts';
import type { OutputOrder } from '../orders.ts';
import type { ChannelState, Orders, OutputChannel, PatternWrite } from './drive.ts';
import { importance } from './importance.ts';
import { type Pattern, patternOf, stretchAt } from './pattern.ts';

/** A relay of a board, driven by itself. */
export type CoilChannel = OutputChannel & {
  /**
   * Whether the relay should read energised at `at`, after what was written; null where that cannot be told: near the
   * edges of a pattern, and when the last write is too old or another one.
   */
  expected(state: ChannelState, orders: Orders, at: number): boolean | null;
  /**
   * By how much its pattern is to be put off when all readings fall on its edges: polls and beats have periods that fit
   * into each other, and would miss a stuck relay for ever. 0: there is nothing to be seen in between.
   */
  evadeMs(orders: Orders): number;
  /** Whether it does the same all the time. */
  steady(orders: Orders): boolean;
};

/** Readings are dated by the end of their exchange: so much earlier the relay may have been looked at. */
const EDGE_MS = 250;

/**
 * The relays of a board. With timed pulses a relay is closed for the lease and that is renewed, so that it falls when
 * guard falls silent; a pattern is made of shorter pulses. Without, and where an output is to hold when guard is gone,
 * it is switched and stays.
 */
export function coilChannels(annunciator: Annunciator, device: Device): CoilChannel[] {
  return annunciator.outputs
    .toSorted((a, b) => importance(a) - importance(b))
    .map((output) => coilChannel(output, annunciator, device));
}

function coilChannel(output: Output, annunciator: Annunciator, device: Device): CoilChannel {
  const { point: id } = output;
  const { leaseMs } = annunciator;
  const { unit } = device;
  const address = device.points.find((point) => point.id === id)?.profile.address ?? 0;
  const pulse = pulseOf(device.profile);
  const byPulse = pulse !== null && heldByPulse(output);
  const atRest = output.energised === 'at-rest' && output.drives !== 'healthy';
  const switched = (on: boolean): Request => ({ op: 'write-coils', unit, address, values: [on] });
  const closed = (forMs: number, { offset, unitMs, longest }: Pulse): Request => {
    const value = Math.min(longest, Math.max(1, Math.ceil(forMs / unitMs)));
    return { op: 'pulse-coil', unit, address: address + offset, value };
  };
  const pattern = (orders: Orders): Pattern => patternOf(orders.get(id) ?? resting(output), byPulse);

  return {
    id,
    wish: (orders) => (orders.has(id) ? JSON.stringify(pattern(orders)) : null),
    evadeMs: (orders) => (orders.get(id)?.tone === 'pulsed' ? 2 * EDGE_MS : 0),
    steady: (orders) => 'steady' in pattern(orders),

    wire(orders, phaseMs): PatternWrite {
      const { acting, to } = stretchAt(pattern(orders), phaseMs);
      const energised = acting !== atRest;
      if (!byPulse) return { request: switched(energised), againAt: to };
      const fallsByItself = !atRest && to !== Number.POSITIVE_INFINITY;
      if (fallsByItself && energised) {
        const next = stretchAt(pattern(orders), to);
        return { request: closed(to - phaseMs, pulse), againAt: next.to };
      }
      if (fallsByItself) return { request: null, againAt: to };
      if (!energised) return { request: switched(false), againAt: to };
      return {
        request: closed(leaseMs, pulse),
        againAt: Math.min(to, phaseMs + pulseRefreshMs(annunciator)),
      };
    },

    expected({ wish, since, done }, orders, at) {
      if (done === null || done.wish !== wish || at < done.at) return null;
      const { acting, from, to } = stretchAt(pattern(orders), at - since);
      const energised = acting !== atRest;
      const edge = at - since - from < EDGE_MS || to - (at - since) < EDGE_MS;
      const timed = to !== Number.POSITIVE_INFINITY;
      if (timed && edge) return null;
      if (byPulse && energised && at > done.at + leaseMs) return null;
      // the write that began this stretch must have come through; a pulse ends without one
      const needsWrite = timed && !(byPulse && !atRest && !energised);
      return needsWrite && done.at < since + from ? null : energised;
    },
  };
}

function resting({ point, drives }: Output): OutputOrder {
  return { point, drives, acting: false, tone: 'none', because: [] };
}
