import type { NodeOutput } from '../../../../drivers/annunciator/node.ts';
import type { Reading } from '../../../../drivers/reading.ts';
import type { DriveState } from './drive.ts';
import type { CoilChannel } from './driveCoils.ts';
import type { NodeWiring } from './driveNode.ts';
import type { NodeDoing } from './nodeStatus.ts';
import type { ReadBack } from './readBack.ts';

/** What was seen of one output. */
export type SeenOutput = { readonly point: string; readonly look: ReadBack };

/** What these readings say of the relays of a board. Those from before the last write, or bad ones, say nothing. */
export function coilLooks(
  channels: readonly CoilChannel[],
  drive: DriveState,
  readings: readonly Reading[],
): SeenOutput[] {
  return channels.flatMap((channel): SeenOutput[] => {
    const state = drive.channels.get(channel.id);
    const reading = readings.find(({ point }) => point === channel.id);
    if (state?.done == null || typeof reading?.value !== 'boolean' || reading.quality !== 'good') return [];
    const at = reading.at.mono;
    const expected = channel.expected(state, drive.orders, at);
    if (expected === null) return [];
    const steady = channel.steady(drive.orders);
    const look: ReadBack = { expected, seen: reading.value, steady, told: state.done.at, at };
    return [{ point: channel.id, look }];
  });
}

/**
 * What a node's status, read at `at`, says of its outputs. Whatever it claims, outputs do not obey while its board is
 * not ready or its lease has run out.
 */
export function nodeLooks(
  device: string,
  wiring: NodeWiring,
  drive: DriveState,
  doing: NodeDoing,
  at: number,
): SeenOutput[] {
  const state = drive.channels.get(device);
  if (state?.done == null || state.done.wish !== state.wish || at < state.done.at) return [];
  const told = state.done.at;
  const able = doing.board === 'ready' && doing.leaseLeft;
  return [...wiring].flatMap(([name, { point }]): SeenOutput[] => {
    const order = drive.orders.get(point);
    if (order === undefined) return [];
    // the node opens its valve by a hand on its own button alone: closed longer than told is no disobedience
    if (name === 'gas-valve' && !order.acting && able && acts(doing, name)) return [];
    const agrees =
      able && (name === 'siren' ? doing.tone === order.tone : acts(doing, name) === order.acting);
    const expected = order.acting;
    return [{ point, look: { expected, seen: agrees ? expected : !expected, steady: true, told, at } }];
  });
}

function acts({ acting }: NodeDoing, name: NodeOutput): boolean {
  return acting.has(name);
}
