import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLane } from '../../../gateway/courier/flow/lane.ts';
import { type Step, StreamPlan } from '../../../gateway/courier/flow/plan.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { Messages } from '../../../gateway/courier/wording/messages.ts';
import { openJournalReader } from '../../../gateway/journal/read/reader.ts';
import {
  decodeBirth,
  decodeMessage,
  type Part,
  type StateMessage,
} from '../../../gateway/telemetry/index.ts';
import { Verifier } from '../../../gateway/telemetry/sdk/verify.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { soak } from '../../harness/soak.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { BOOT, openStore, part } from '../../journal/samples.ts';

const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('period' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('evidence' as const), rows: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('publish' as const), limitBytes: fc.constantFrom(150, 1e6) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('arrive' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('state' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const), arrived: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

/** The real journal, the real plan and messages, and a platform; between them a line that may break. */
function aGatewayWithEvidence() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-evidence-'));
  const file = join(folder, 'journal.db');
  const opened = openStore(file);
  const reader = openJournalReader(file);
  if (!reader.ok) throw new Error(reader.error.what);
  const { epoch } = reader.value.identity();
  const messages = new Messages(epoch, new VirtualClock({ boot: BOOT, mono: 1e6 }), new ClockTable());
  const lane = openLane(
    'telemetry',
    reader.value,
    { id: 'city' },
    messages,
    new StreamPlan(reader.value.delivered('city', 'telemetry')),
  );
  const verifier = new Verifier();
  const evidence = new Map<string, Part[]>();
  let inFlight: { step: Step; payloads: readonly Uint8Array[] }[] = [];
  let store = opened;
  let number = 0;

  const take = (payload: Uint8Array) => {
    const message = decodeMessage('tel', payload, (hash) => {
      const birth = decodeBirth(reader.value.birth(hash) ?? new Uint8Array());
      return birth.ok ? birth.value : undefined;
    });
    if (!message.ok) throw new Error(message.error.what);
    verifier.add(message.value);
    expect(verifier.report().missing).toEqual([]);
    if (message.value.kind === 'telemetry' && message.value.evidence !== null)
      evidence.set(message.value.evidence, [...message.value.parts]);
  };
  const arrive = (acknowledged: boolean) => {
    const [first, ...rest] = inFlight;
    if (first === undefined) return;
    inFlight = rest;
    for (const payload of first.payloads) take(payload);
    if (acknowledged) lane.plan.acknowledged(first.step);
  };
  return {
    verifier,
    evidence,
    period: () => store.parts(++number),
    evidenceRows(rows: number) {
      const items = Array.from({ length: rows }, () => {
        number += 1;
        return { kind: 'part' as const, part: part(number), evidence: `gas-high#${number}` };
      });
      store.store.write(items);
      return items;
    },
    publish(limitBytes: number) {
      lane.refresh();
      const next = lane.next('live');
      if (next === null) return false;
      const { step, payloads } = next.make(limitBytes);
      lane.plan.sent(step);
      inFlight.push({ step, payloads });
      return true;
    },
    arrive,
    get onTheWay() {
      return inFlight.length;
    },
    state() {
      lane.refresh();
      const heads = reader.value.heads();
      const state = {
        epoch,
        heads,
        delivered: { event: heads.event, telemetry: lane.plan.contiguous(heads.telemetry) },
      };
      verifier.add({ kind: 'state', state: state as StateMessage });
      expect(verifier.report().missing).toEqual([]);
    },
    breakOff(arrived: number) {
      for (let n = 0; n < arrived; n++) arrive(false);
      inFlight = [];
      lane.plan.lost();
    },
    /** Guard was killed and started again: the open segment is sealed as it lay there. */
    restart() {
      store.close();
      store = openStore(file);
    },
    close() {
      reader.value.close();
      store.close();
      removeFolder(folder);
    },
  };
}

test('evidence amid open segments is never taken for a gap: live, over a broken line, in a drain, after a restart', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 5, maxLength: 60 }), (operations) => {
      const gateway = aGatewayWithEvidence();
      const written = new Map<string, Part>();
      try {
        for (const one of operations) {
          if (one.do === 'period') gateway.period();
          else if (one.do === 'evidence')
            for (const { evidence, part: content } of gateway.evidenceRows(one.rows))
              written.set(evidence, content);
          else if (one.do === 'publish') gateway.publish(one.limitBytes);
          else if (one.do === 'arrive') gateway.arrive(true);
          else if (one.do === 'state') gateway.state();
          else if (one.do === 'break') gateway.breakOff(one.arrived);
          else gateway.restart();
        }
        while (gateway.publish(1e6) || gateway.onTheWay > 0) gateway.arrive(true);
        gateway.state();
        expect(gateway.verifier.report()).toMatchObject({
          missing: [],
          behindHead: [],
          conflicts: [],
          complete: true,
        });
        expect([...gateway.evidence]).toEqual(
          [...written].map(([occurrence, content]) => [occurrence, [content]]),
        );
      } finally {
        gateway.close();
      }
    }),
    { numRuns: soak(25) },
  );
});
