import type { Problem, Result } from '../../../drivers/result.ts';
import { type CborItem, encodeId, encodeItem, integer } from './cbor.ts';
import {
  asArray,
  asBoolean,
  asCount,
  asId,
  asOneOf,
  asText,
  decode,
  documentFields,
  VERSION,
} from './fields.ts';
import { readText, textItem } from './header.ts';
import { type StateMessage, TOMBSTONE_REASONS, type TombstoneReason, type WireText } from './model.ts';
import { readState, stateItem } from './state.ts';

/** A gateway's answer to a command. */
export type Reply = {
  readonly id: string; // of the command
  readonly ok: boolean;
  readonly code: string; // `done`, or why not: `alarm.not-standing`, `command.unsigned`, …
  readonly text: WireText; // for people
  readonly detail: ReplyDetail | null;
};

export type ReplyDetail =
  /** To a ping: how things stand, as in `state`. */
  | { readonly kind: 'state'; readonly state: StateMessage }
  /** To a replay: the rows that come once more, and those that never will. */
  | {
      readonly kind: 'replay';
      readonly again: readonly (readonly [from: number, to: number])[];
      readonly gone: readonly {
        readonly from: number;
        readonly to: number;
        readonly reason: TombstoneReason;
      }[];
    };

export function encodeReply({ id, ok, code, text, detail }: Reply): Uint8Array {
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, encodeId(id)],
      [2, ok],
      [3, code],
      [4, textItem(text)],
      ...(detail?.kind === 'state' ? [[5, stateItem(detail.state)] as [number, CborItem]] : []),
      ...(detail?.kind === 'replay' ? [[6, replayItem(detail)] as [number, CborItem]] : []),
    ]),
  );
}

/** Decodes a reply; never throws. */
export function decodeReply(bytes: Uint8Array): Result<Reply, Problem> {
  return decode(bytes, 'reply', (item) => {
    const fields = documentFields(item);
    const text = fields.get(4);
    return {
      id: asId(fields.get(1)),
      ok: asBoolean(fields.get(2)),
      code: asText(fields.get(3)),
      text: text === undefined ? '' : readText(text),
      detail: readDetail(fields.get(5), fields.get(6)),
    };
  });
}

type Replay = Extract<ReplyDetail, { kind: 'replay' }>;

function replayItem({ again, gone }: Replay): CborItem {
  return [
    again.map(([from, to]) => [integer(from), integer(to)]),
    gone.map(({ from, to, reason }) => [integer(from), integer(to), TOMBSTONE_REASONS.indexOf(reason)]),
  ];
}

function readDetail(state: CborItem | undefined, replay: CborItem | undefined): ReplyDetail | null {
  if (state !== undefined) return { kind: 'state', state: readState(state) };
  if (replay === undefined) return null;
  const [again, gone] = asArray(replay);
  return {
    kind: 'replay',
    again: asArray(again).map((interval) => {
      const [from, to] = asArray(interval);
      return [asCount(from), asCount(to)] as const;
    }),
    gone: asArray(gone).map((stone) => {
      const [from, to, reason] = asArray(stone);
      return { from: asCount(from), to: asCount(to), reason: asOneOf(reason, TOMBSTONE_REASONS) };
    }),
  };
}
