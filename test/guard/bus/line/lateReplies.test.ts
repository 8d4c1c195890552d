import { describe, expect, it } from 'vitest';
import { LateReplies } from '../../../../gateway/guard/bus/line/lateReplies.ts';
import { ModbusClient } from '../../../../gateway/guard/bus/line/modbusClient.ts';
import { type Question, questionOf } from '../../../../gateway/guard/bus/line/shape.ts';

const TOLERANCE = { answerMs: 100, lateWindowMs: 400, longestWindowMs: 1000, forgetMs: 1000 };
const A = read(0, 2);
const B = read(10, 2);
const LONGER = read(20, 3);

function read(address: number, count: number): Question {
  const request = { op: 'read', unit: 1, table: 'holding', address, count } as const;
  return questionOf(request, new ModbusClient().ask(request));
}

/** A ledger in which A was asked at 0 and given up at 100. */
function afterLosing(question: Question): LateReplies {
  const late = new LateReplies();
  late.asking(question, TOLERANCE, 0);
  late.lost(question, 100, true);
  return late;
}

function doubt(late: LateReplies, question: Question) {
  return late.doubt(question, question.reply);
}

describe('a unit that did not answer', () => {
  it('is left alone for its late window', () => {
    const late = afterLosing(A);
    expect(late.readyAt(1, 100)).toBe(500);
    expect(late.readyAt(2, 100)).toBe(0);
  });

  it('may be asked again when its late reply was seen', () => {
    const late = afterLosing(A);
    late.surplus(A.reply, 250);
    expect(late.readyAt(1, 250)).toBe(0);
    expect(late.seen(1)).toBe(1);
    expect(doubt(late, B).owed).toBe(0);
  });

  it('teaches how late it can be, up to the forget time', () => {
    const late = afterLosing(A);
    late.surplus(A.reply, 700);
    late.asking(A, TOLERANCE, 800);
    late.lost(A, 900, true);
    expect(late.readyAt(1, 900)).toBe(900 + 1.25 * 600);
    late.surplus(A.reply, 1890);
    late.asking(A, TOLERANCE, 1950);
    late.lost(A, 2050, true);
    expect(late.readyAt(1, 2050)).toBe(2050 + 1000);
  });

  it('is not put into quarantine by mere garbage', () => {
    const late = new LateReplies();
    late.asking(A, TOLERANCE, 0);
    late.lost(A, 100, false);
    expect(late.readyAt(1, 100)).toBe(0);
    expect(doubt(late, B)).toEqual({ owed: 1, elsewhere: true });
  });
});

describe('past the window, an answer', () => {
  it('of another shape is believed', () => {
    expect(doubt(afterLosing(A), LONGER).owed).toBe(0);
  });

  it('about the same registers is believed, one about others is not', () => {
    const late = afterLosing(A);
    expect(doubt(late, A)).toEqual({ owed: 1, elsewhere: false });
    expect(doubt(late, B)).toEqual({ owed: 1, elsewhere: true });
  });

  it('about the same registers is not believed once others were asked for in between', () => {
    const late = afterLosing(A);
    late.asking(B, TOLERANCE, 600);
    late.answered(B, 620);
    expect(doubt(late, A)).toEqual({ owed: 1, elsewhere: true });
  });

  it('that is a refusal may belong to any question of its function', () => {
    const late = afterLosing(A);
    expect(late.doubt(LONGER, LONGER.exception)).toEqual({ owed: 1, elsewhere: true });
  });

  it('needs one confirmation more for every reply owed', () => {
    const late = afterLosing(A);
    late.asking(B, TOLERANCE, 600);
    late.lost(B, 700, true);
    expect(doubt(late, A).owed).toBe(2);
    late.surplus(A.reply, 800);
    expect(doubt(late, A)).toEqual({ owed: 1, elsewhere: true });
  });
});

describe('a debt', () => {
  /** Asks and answers A every 200 ms from `from` on, so that an ordinary answer's time passes in between. */
  function restThrice(late: LateReplies, from: number): void {
    for (let i = 0; i < 4; i++) {
      late.asking(A, TOLERANCE, from + 200 * i);
      late.answered(A, from + 200 * i + 20);
    }
  }

  it('is forgotten when its time is over and the unit had three rests without betraying a displaced reply', () => {
    const late = afterLosing(A);
    restThrice(late, 700);
    expect(doubt(late, B).owed).toBe(1);
    restThrice(late, 1500);
    expect(doubt(late, B).owed).toBe(0);
  });

  it('is not forgotten before its time', () => {
    const late = afterLosing(A);
    restThrice(late, 400);
    expect(doubt(late, B).owed).toBe(1);
  });

  it('asks for those rests when the unit is polled without pause', () => {
    const late = afterLosing(A);
    for (const at of [900, 1120]) {
      late.asking(A, TOLERANCE, at);
      late.answered(A, at + 20);
    }
    expect(late.readyAt(1, 1140)).toBe(1240);
  });

  it('is not forgotten over rests in which the unit was mute', () => {
    const late = afterLosing(A);
    late.asking(A, TOLERANCE, 900);
    late.answered(A, 920);
    for (const at of [930, 1200, 1300, 1400, 1500]) {
      late.asking(A, TOLERANCE, at);
      late.lost(A, at + 99, false);
    }
    expect(doubt(late, A).owed).toBe(6);
  });

  it('of a unit that was mute ever since is forgotten when its time is over', () => {
    const late = afterLosing(A);
    for (let at = 600; at < 100_000; at += 500) {
      late.asking(A, TOLERANCE, at);
      late.lost(A, at + 100, true);
      expect(doubt(late, A).owed).toBeLessThanOrEqual(3);
    }
  });

  it('of a unit that was left alone for the forget time is forgotten whatever happened before', () => {
    const late = afterLosing(A);
    late.asking(B, TOLERANCE, 600);
    late.answered(B, 620);
    late.asking(A, TOLERANCE, 1600);
    expect(doubt(late, B).owed).toBe(0);
  });

  it('too many of them keep the unit waiting until the oldest can be forgotten', () => {
    const late = afterLosing(A);
    for (const at of [110, 120, 130]) late.lost(A, at, false);
    expect(late.readyAt(1, 600)).toBe(1100);
  });
});

describe('a reply that nobody owed', () => {
  it('puts the unit in doubt, as when two devices share an address', () => {
    const late = new LateReplies();
    late.asking(A, TOLERANCE, 0);
    late.answered(A, 20);
    late.surplus(A.reply, 25, Uint8Array.of(2));
    expect(doubt(late, A)).toEqual({ owed: 1, elsewhere: true });
    expect(late.seen(1)).toBe(1);
    expect(late.readyAt(1, 30)).toBe(0);
  });
});

describe('the shapes by which late replies are recognised', () => {
  it('are those of everything ever asked, with refusals, each once', () => {
    const late = new LateReplies();
    for (const question of [A, B, LONGER, A]) late.asking(question, TOLERANCE, 0);
    expect(late.shapes.map(({ length }) => length)).toEqual([9, 5, 11]);
  });

  it('do not grow without end when many questions are asked once', () => {
    const late = new LateReplies();
    for (let i = 0; i < 1000; i++) {
      const request = { op: 'write-registers', unit: 1, address: 0, values: [i] } as const;
      late.asking(questionOf(request, new ModbusClient().ask(request)), TOLERANCE, i * 2000);
    }
    expect(late.shapes.length).toBeLessThanOrEqual(150);
  });
});
