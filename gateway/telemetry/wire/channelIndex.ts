import type { Channel } from './model.ts';

const known = new WeakMap<readonly Channel[], ReadonlyMap<number, number>>();

/**
 * Where in `channels` the one with this index stands; -1: it is not there. Every message asks for every column. Nearly always
 * a channel stands where its index says; else a table is made, once for each list.
 */
export function positionOf(channels: readonly Channel[], index: number): number {
  if (channels[index]?.index === index) return index;
  return tableOf(channels).get(index) ?? -1;
}

/** The channel with this index; undefined: the birth has none. */
export function channelAt(channels: readonly Channel[], index: number): Channel | undefined {
  return channels[positionOf(channels, index)];
}

function tableOf(channels: readonly Channel[]): ReadonlyMap<number, number> {
  const before = known.get(channels);
  if (before !== undefined) return before;
  const made = new Map(channels.map((channel, position) => [channel.index, position]));
  known.set(channels, made);
  return made;
}
