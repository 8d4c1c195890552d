import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Acknowledged,
  type Gap,
  type Queue,
  type RowShape,
  type Step,
  StreamPlan,
} from '../../../gateway/courier/flow/plan.ts';
import type { DeliveredSet } from '../../../gateway/journal/types.ts';
import { addInterval, type Intervals, includes, subtract } from '../../../gateway/telemetry/sdk/intervals.ts';
import { soak } from '../../harness/soak.ts';

/** A journal of one stream, its guard, and a platform that notes what reached it. */
class Model {
  rows = new Map<number, RowShape>();
  head = 0;
  tombstones: Gap[] = [];
  recorded: { intervals: Intervals; partial: Map<number, number> } = { intervals: [], partial: new Map() };
  platform = {
    parts: new Map<number, Set<number>>(),
    sealed: new Map<number, number>(),
    gone: [] as Intervals,
  };
  inFlight: Step[] = [];
  sentNow = new Set<string>();
  plan = new StreamPlan(this.recorded);

  view() {
    return {
      head: this.head,
      tombstones: this.tombstones,
      atOrAfter: (seq: number) => {
        for (let at = seq; at <= this.head; at++) {
          const row = this.rows.get(at);
          if (row !== undefined) return row;
        }
        return null;
      },
    };
  }

  open(): RowShape | undefined {
    return [...this.rows.values()].find((row) => !row.sealed);
  }

  put(row: RowShape): void {
    this.rows.set(row.seq, row);
    this.head = Math.max(this.head, row.seq);
  }

  addPart(seal: boolean): void {
    const row = this.open() ?? { seq: this.head + 1, parts: 0, sealed: false };
    this.put({ ...row, parts: row.parts + 1, sealed: seal });
  }

  /** The newest row when the connection came up, if it was whole by then. */
  waited = 0;

  publish(queue: Queue = 'live'): boolean {
    const step = this.plan.next(this.view(), queue);
    if (step === null) return false;
    expect(this.plan.next(this.view(), queue)).toEqual(step);
    const [from, to] = step.kind === 'row' ? [step.seq, step.seq] : [step.from, step.to];
    if (queue === 'live') expect(from, 'what had waited went out as live').toBeGreaterThan(this.waited);
    else expect(to, 'what is live waited with the backlog').toBeLessThanOrEqual(this.waited);
    const pieces =
      step.kind === 'row'
        ? Array.from({ length: step.last - step.first + 1 }, (_, at) => `${step.seq}.${step.first + at}`)
        : Array.from({ length: step.to - step.from + 1 }, (_, at) => `gone ${step.from + at}`);
    for (const piece of pieces) {
      expect(this.sentNow.has(piece), `${piece} went out twice in one connection`).toBe(false);
      this.sentNow.add(piece);
    }
    this.plan.sent(step);
    this.inFlight.push(step);
    return true;
  }

  arrive(step: Step): void {
    if (step.kind === 'tombstone') {
      this.platform.gone = addInterval(this.platform.gone, step.from, step.to);
      return;
    }
    const parts = this.platform.parts.get(step.seq) ?? new Set();
    for (let part = step.first; part <= step.last; part++) parts.add(part);
    this.platform.parts.set(step.seq, parts);
    if (step.sealed) this.platform.sealed.set(step.seq, step.last);
  }

  acknowledge(which: number): void {
    const [step] = this.inFlight.splice(which % Math.max(1, this.inFlight.length), 1);
    if (step === undefined) return;
    this.arrive(step);
    this.record(this.plan.acknowledged(step));
  }

  record(what: Acknowledged | null): void {
    if (what === null) return;
    if (what.parts === null)
      this.recorded.intervals = addInterval(this.recorded.intervals, what.from, what.to);
    else this.recorded.partial.set(what.from, what.parts);
  }

  /** The connection breaks: of what was in flight the first `arrived` came through, their acknowledgements did not. */
  disconnect(arrived: number): void {
    this.breakOff(arrived);
    this.plan.lost();
    this.connect();
  }

  connect(): void {
    this.plan.connected(this.view());
    this.waited = this.rows.get(this.head)?.sealed === false ? this.head - 1 : this.head;
  }

  breakOff(arrived: number): void {
    for (const step of this.inFlight.splice(0).slice(0, arrived)) this.arrive(step);
    this.sentNow.clear();
  }

  /** Courier was killed: only what guard wrote down is known. */
  restart(arrived: number): void {
    this.breakOff(arrived);
    for (const remember of this.forgotten.splice(0)) remember();
    this.plan = new StreamPlan({ ...this.recorded, partial: new Map(this.recorded.partial) } as DeliveredSet);
    this.connect();
  }

  /** A platform that has lost rows asks for them. Should courier be killed meanwhile, it has to ask again. */
  repeat(from: number, count: number): void {
    const to = Math.min(from + count, this.head);
    if (to < from) return;
    this.plan.repeat(from, to);
    for (let seq = from; seq <= to; seq++) {
      const parts = this.platform.parts.get(seq);
      const end = this.platform.sealed.get(seq);
      this.forgotten.push(() => {
        for (const part of parts ?? [])
          this.platform.parts.get(seq)?.add(part) ?? this.platform.parts.set(seq, new Set([part]));
        if (end !== undefined) this.platform.sealed.set(seq, end);
        if (had) this.platform.gone = addInterval(this.platform.gone, seq, seq);
      });
      const had = includes(this.platform.gone, seq);
      this.platform.parts.delete(seq);
      this.platform.sealed.delete(seq);
      this.platform.gone = subtract(this.platform.gone, [[seq, seq]]);
      for (const piece of this.sentNow)
        if (piece.startsWith(`${seq}.`) || piece === `gone ${seq}`) this.sentNow.delete(piece);
    }
  }
  forgotten: (() => void)[] = [];

  /** Rows go, the oldest first, and leave a tombstone. The open one stays. */
  evict(count: number): void {
    const gone = [...this.rows.values()].filter((row) => row.sealed).slice(0, count);
    for (const row of gone) this.lose(row.seq, true);
  }

  lose(seq: number, told: boolean): void {
    if (!this.rows.delete(seq)) return;
    if (told) this.tombstones.push({ from: seq, to: seq, reason: 'evicted' });
    else this.untold.push(seq);
  }
  untold: number[] = [];
  tell(): void {
    for (const seq of this.untold.splice(0)) this.tombstones.push({ from: seq, to: seq, reason: 'damaged' });
  }

  drain(): void {
    while (this.publish('live') || this.publish('backlog'))
      while (this.inFlight.length > 0) this.acknowledge(0);
    while (this.inFlight.length > 0) this.acknowledge(0);
    expect(this.publish('live') || this.publish('backlog')).toBe(false);
  }

  expectComplete(): void {
    for (let seq = 1; seq <= this.head; seq++) {
      const row = this.rows.get(seq);
      const arrived = this.platform.parts.get(seq) ?? new Set();
      if (row === undefined) {
        const whole = this.platform.sealed.has(seq) && arrived.size === this.platform.sealed.get(seq);
        expect(whole || includes(this.platform.gone, seq), `row ${seq} is unaccounted for`).toBe(true);
        continue;
      }
      for (let part = 1; part <= row.parts; part++)
        expect(arrived.has(part), `part ${part} of row ${seq} never came`).toBe(true);
      if (row.sealed) expect(this.platform.sealed.get(seq)).toBe(row.parts);
    }
    expect(this.plan.contiguous({ seq: this.head, parts: 1 })).toMatchObject(
      this.open() === undefined ? { seq: this.head } : {},
    );
  }
}

const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('part' as const), seal: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('seal' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('evidence' as const), parts: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      queue: fc.constantFrom('live' as const, 'backlog' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('ack' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disconnect' as const), arrived: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), arrived: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('evict' as const), count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('damage' as const), seq: fc.integer({ min: 1, max: 15 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tell' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('repeat' as const),
      from: fc.integer({ min: 1, max: 15 }),
      count: fc.nat(5),
    }),
  },
);

describe('what an uplink sends next', () => {
  test('whatever is acknowledged, lost, evicted or damaged in between: nothing is missing in the end, nothing goes out twice in one connection', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80, size: 'max' }), (operations) => {
        const model = new Model();
        for (const operation of operations) {
          switch (operation.do) {
            case 'part':
              model.addPart(operation.seal);
              break;
            case 'seal': {
              const row = model.open();
              if (row !== undefined) model.put({ ...row, sealed: true });
              break;
            }
            case 'evidence':
              model.put({ seq: model.head + 1, parts: operation.parts, sealed: true });
              break;
            case 'publish':
              model.publish(operation.queue);
              break;
            case 'ack':
              model.acknowledge(operation.which);
              break;
            case 'disconnect':
              model.disconnect(operation.arrived);
              break;
            case 'restart':
              model.restart(operation.arrived);
              break;
            case 'evict':
              model.evict(operation.count);
              break;
            case 'damage':
              if (model.rows.get(operation.seq)?.sealed) model.lose(operation.seq, false);
              break;
            case 'repeat':
              model.repeat(operation.from, operation.count);
              break;
            case 'tell':
              model.tell();
              break;
          }
        }
        model.tell();
        model.drain();
        model.disconnect(0);
        model.drain();
        model.expectComplete();
      }),
      { numRuns: soak(1_000) },
    );
  });

  test('an open segment goes out part by part, a backlog in one message, and its end is told even without a new part', () => {
    const model = new Model();
    const next = () => {
      const step = model.plan.next(model.view());
      if (step !== null) model.plan.sent(step);
      return step;
    };
    model.addPart(false);
    expect(next()).toEqual({ kind: 'row', seq: 1, first: 1, last: 1, sealed: false });
    expect(next()).toBeNull();
    model.addPart(false);
    model.addPart(false);
    expect(next()).toEqual({ kind: 'row', seq: 1, first: 2, last: 3, sealed: false });
    model.put({ seq: 1, parts: 3, sealed: true });
    expect(next()).toEqual({ kind: 'row', seq: 1, first: 4, last: 3, sealed: true });
    expect(next()).toBeNull();
    model.plan.lost();
    expect(next()).toEqual({ kind: 'row', seq: 1, first: 1, last: 3, sealed: true });
  });

  test('a row that is damaged does not hold up what comes after it, and is owned up to once guard has found out', () => {
    const model = new Model();
    for (let row = 0; row < 3; row++) model.addPart(true);
    model.lose(2, false);
    model.drain();
    expect([...model.platform.sealed.keys()]).toEqual([1, 3]);
    expect(model.plan.contiguous({ seq: 3, parts: 1 })).toEqual({ seq: 1, parts: 0 });
    model.tell();
    model.drain();
    expect(model.platform.gone).toEqual([[2, 2]]);
    expect(model.plan.contiguous({ seq: 3, parts: 1 })).toEqual({ seq: 3, parts: 1 });
  });

  test('rows that a platform asks for again go out with the parts they had, and what was told of the rest stays', () => {
    const model = new Model();
    for (let row = 1; row <= 4; row++) model.put({ seq: row, parts: 2, sealed: true });
    model.addPart(false);
    model.drain();
    model.evict(1);
    const had = model.plan.delivered();
    model.plan.repeat(1, 3);
    model.plan.repeat(5, 5);
    const sent: Step[] = [];
    for (let step = model.plan.next(model.view()); step !== null; step = model.plan.next(model.view())) {
      model.plan.sent(step);
      sent.push(step);
    }
    expect(sent).toEqual([
      { kind: 'tombstone', from: 1, to: 1, reason: 'evicted' },
      { kind: 'row', seq: 2, first: 1, last: 2, sealed: true },
      { kind: 'row', seq: 3, first: 1, last: 2, sealed: true },
      { kind: 'row', seq: 5, first: 1, last: 1, sealed: false },
    ]);
    expect(model.plan.delivered()).toEqual(had);
    expect(model.plan.contiguous({ seq: 5, parts: 1 })).toEqual({ seq: 5, parts: 1 });
    model.plan.lost();
    expect(model.plan.next(model.view())).toEqual(sent[0]);
    for (const step of sent) {
      model.plan.sent(step);
      model.plan.acknowledged(step);
    }
    expect(model.plan.next(model.view())).toBeNull();
    expect(model.plan.repeating).toEqual([[5, 5]]); // its segment is still open
  });
});
