import { describe, expect, it } from 'vitest';
import { BirthTeller } from '../../../gateway/courier/wording/birthTeller.ts';
import type { Publisher } from '../../../gateway/courier/wording/publisher.ts';
import type { JournalReader } from '../../../gateway/journal/types.ts';

const A = 'aaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbb';

/** A journal with births of so many bytes, the last one current, and a broker that takes so many. */
function setUp(sizes: Readonly<Record<string, number>>, largest = 1000) {
  const retained: (readonly [topic: string, bytes: number])[] = [];
  const hashes = Object.keys(sizes);
  const publisher = {
    session: {},
    limitOf: () => largest,
    retain: (topic: string, payload: Uint8Array) => retained.push([topic, payload.length]),
    tooLarge: () => {},
  } as unknown as Publisher;
  const reader = {
    birth: (hash: string) => (sizes[hash] === undefined ? null : new Uint8Array(sizes[hash])),
    currentBirth: () => hashes.at(-1) ?? null,
    earlierBirths: () => hashes.slice(0, -1),
  } as unknown as JournalReader;
  const teller = new BirthTeller(publisher);
  const said = () => retained.splice(0);
  return { teller, reader, said, hashes, sizes };
}

describe('births', () => {
  it('are taken back when a newer one is current and nothing waits that names them', () => {
    const { teller, reader, said } = setUp({ [A]: 70, [B]: 80 });
    teller.tellCurrent(reader);
    teller.tell(A, reader); // of a row that waited
    expect(said()).toEqual([
      [`birth/${B}`, 80],
      ['birth', 80],
      [`birth/${A}`, 70],
    ]);
    teller.takeBack(reader, () => false);
    expect(said()).toEqual([]);
    teller.takeBack(reader, () => true);
    expect(said()).toEqual([[`birth/${A}`, 0]]);
    teller.takeBack(reader, () => true);
    expect(said()).toEqual([]);
  });

  it('are said again for a replay, and taken back again after it', () => {
    const { teller, reader, said } = setUp({ [A]: 70, [B]: 80 });
    teller.tellCurrent(reader);
    teller.takeBack(reader, () => true);
    said();
    teller.tell(A, reader);
    expect(said()).toEqual([[`birth/${A}`, 70]]);
    teller.takeBack(reader, () => true);
    expect(said()).toEqual([[`birth/${A}`, 0]]);
  });

  it('that went in pieces are taken back piece by piece', () => {
    const { teller, reader, said } = setUp({ [A]: 25, [B]: 8 }, 10);
    teller.tellCurrent(reader);
    said();
    teller.takeBack(reader, () => true);
    expect(said()).toEqual([
      [`birth/${A}/0/3`, 0],
      [`birth/${A}/1/3`, 0],
      [`birth/${A}/2/3`, 0],
    ]);
  });

  it('are told once a connection, again with the next one and whenever somebody asks', () => {
    const { teller, reader, said } = setUp({ [B]: 80 });
    for (let time = 0; time < 3; time++) teller.tellCurrent(reader);
    expect(said()).toHaveLength(2);
    teller.forget();
    teller.tellCurrent(reader);
    expect(said()).toHaveLength(2);
    expect(teller.again(B, reader)).toBe(true);
    expect(said()).toEqual([[`birth/${B}`, 80]]);
    expect(teller.again(A, reader)).toBe(false);
    expect(said()).toEqual([]);
  });
});
