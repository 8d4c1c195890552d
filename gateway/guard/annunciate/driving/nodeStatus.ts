import {
  NODE_BOARD_STATES,
  NODE_OUTPUTS,
  NODE_TONES,
  type NodeBoardState,
  type NodeOutput,
  type NodeTone,
  STATUS_ADDRESS,
  STATUS_COUNT,
} from '../../../../drivers/annunciator/node.ts';
import type { Reading } from '../../../../drivers/reading.ts';
import type { Device } from '../../../site/installation.ts';

/** What a node says it does, from its status block. */
export type NodeDoing = {
  readonly board: NodeBoardState;
  readonly tone: NodeTone;
  readonly acting: ReadonlySet<NodeOutput>;
  readonly leaseLeft: boolean;
};

/** How often its buttons were pressed since it booted. */
export type NodeButtons = {
  readonly boot: number;
  readonly silence: number;
  readonly reset: number;
  readonly test: number;
};

/** Registers of a node's status block by number, as far as these readings hold them. */
export type StatusWords = ReadonlyMap<number, number>;

/** Finds the status registers in what was read of a node, whatever points its profile makes of them. */
export function statusWords(readings: readonly Reading[], device: Device): StatusWords {
  const words = new Map<number, number>();
  for (const { point: id, raw = [] } of readings) {
    const point = device.points.find((one) => one.id === id);
    if (point?.profile.table !== 'input') continue;
    const first = point.profile.address - STATUS_ADDRESS;
    for (const [i, word] of raw.entries())
      if (first + i >= 0 && first + i < STATUS_COUNT) words.set(first + i, word);
  }
  return words;
}

/** What the node does; null when the readings do not say it all, or say what no node says. */
export function doingIn(words: StatusWords): NodeDoing | null {
  const board = NODE_BOARD_STATES[words.get(7) ?? -1];
  const tone = NODE_TONES[words.get(8) ?? -1];
  const acting = words.get(9);
  const left = words.get(10);
  if (board === undefined || tone === undefined || acting === undefined || left === undefined) return null;
  return {
    board,
    tone,
    acting: new Set(NODE_OUTPUTS.filter((_, bit) => ((acting >> bit) & 1) === 1)),
    leaseLeft: left > 0,
  };
}

/** Its button counters; null when the readings do not hold boot id and counters together. */
export function buttonsIn(words: StatusWords): NodeButtons | null {
  const [high, low, silence, reset, test] = [0, 1, 2, 3, 4].map((register) => words.get(register));
  if (high === undefined || low === undefined) return null;
  if (silence === undefined || reset === undefined || test === undefined) return null;
  return { boot: high * 0x10000 + low, silence, reset, test };
}
