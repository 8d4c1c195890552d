import type { Channel } from './model.ts';

const known = new WeakMap<readonly Channel[], ReadonlyMap<number, Channel>>();

/** The channels of a birth by their index. Every message asks, and births are few: made once for each. */
export function byIndex(channels: readonly Channel[]): ReadonlyMap<number, Channel> {
  const before = known.get(channels);
  if (before !== undefined) return before;
  const made = new Map(channels.map((channel) => [channel.index, channel]));
  known.set(channels, made);
  return made;
}
