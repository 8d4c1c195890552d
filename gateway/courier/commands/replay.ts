import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { CommandAsk, ReplyDetail } from '../../telemetry/index.ts';
import { subtract } from '../../telemetry/sdk/intervals.ts';
import type { Lanes } from '../flow/lanes.ts';

/** Rows that a platform asks for. */
export type RowRange = Pick<Extract<CommandAsk, { kind: 'replay' }>, 'epoch' | 'stream' | 'from' | 'to'>;

/** What a reply can name without being larger than a small broker takes; the stream itself tells all of it. */
const MOST_NAMED = 20;

/**
 * Has a range of rows sent once more, with the keys they have: also those that were delivered long ago and are only kept as
 * history. What is gone goes out as its tombstone, and is named in the answer.
 */
export function replay(lanes: Lanes, { epoch, stream, from, to }: RowRange): Result<ReplyDetail, Problem> {
  const answer = lanes.read((): Result<ReplyDetail, Problem> => {
    const lane = lanes.lane(stream);
    if (lane === null || epoch !== lanes.epoch) return err(otherEpoch(epoch, lanes.epoch));
    const last = Math.min(to, lane.head().seq);
    if (last < from) return err(notYet(stream, from, lane.head().seq));
    const gone = lane.repeat(from, last);
    const again = subtract(
      [[from, last]],
      gone.map((stone) => [stone.from, stone.to] as const),
    );
    return ok({ kind: 'replay', again: again.slice(0, MOST_NAMED), gone: gone.slice(0, MOST_NAMED) });
  });
  return answer ?? err(NO_JOURNAL);
}

function otherEpoch(asked: string, epoch: string): Problem {
  return {
    code: 'replay.other-epoch',
    what: `the journal is of epoch ${epoch}, and none of ${asked} is beside it`,
    hint: 'look for a copy of the older file at the gateway: lifeline journal export reads it',
  };
}

/** There is no such row in a journal that ends at `head`. */
export function notYet(stream: string, from: number, head: number): Problem {
  return {
    code: 'replay.not-written',
    what: `the ${stream} stream ends at ${head}: there is no row ${from} yet`,
    hint: 'what will be written will be sent without being asked for',
  };
}

const NO_JOURNAL: Problem = {
  code: 'replay.no-journal',
  what: 'the journal cannot be read now',
  hint: 'ask again; guard or the disk may be in trouble',
};
