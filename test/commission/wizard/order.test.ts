import { expect, test } from 'vitest';
import { inHand, nextFree, type SensorOrder, twinToMove } from '../../../gateway/commission/wizard/order.ts';
import type { OrderRun } from '../../../gateway/commission/wizard/runOrder.ts';
import type { VirtualClock } from '../../harness/virtualClock.ts';
import { basement } from './installer.ts';

const NAMED = { kind: 'named', name: '压力', place: null } as const;

/** Lets time pass until the order is in a phase. */
async function reaches(clock: VirtualClock, run: OrderRun, phase: SensorOrder['phase']['kind'], at?: number) {
  for (let i = 0; i < 2000; i++) {
    if (run.order.phase.kind === phase && (at === undefined || run.order.at === at)) return;
    await clock.advance(250);
  }
  throw new Error(`still ${JSON.stringify(run.order.phase)} at ${run.order.at}`);
}

test('eight factory-fresh sensors get eight addresses, one after the other, and no address in use is given', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 8);
  const run = begin();
  const ended = run.run();
  for (let i = 0; i < 8; i++) {
    device(i).connect(true);
    await reaches(clock, run, 'name', i);
    await run.tell({ kind: 'named', name: `压力 ${i + 1}`, place: `${i + 1} 层` });
  }
  await clock.until(ended);
  expect(run.order.sensors.map(({ unit, outcome }) => [unit, outcome])).toEqual(
    [11, 13, 14, 15, 16, 17, 18, 19].map((unit) => [unit, 'addressed']),
  );
  expect(Array.from({ length: 8 }, (_, i) => device(i).unit)).toEqual([11, 13, 14, 15, 16, 17, 18, 19]);
});

test('a phone that is lost loses nothing: another run goes on from what was kept, after every single input', async () => {
  const plain = basement('qdy30a-pressure', 2);
  const whole = plain.begin();
  const first = whole.run();
  plain.device(0).connect(true);
  await reaches(plain.clock, whole, 'name', 0);
  whole.stop();
  await plain.clock.until(first);
  const inputs = plain.kept.length;
  for (let after = 1; after <= inputs; after++) {
    const { clock, begin, device, kept, box } = basement('qdy30a-pressure', 2);
    const cut = { ...box };
    const run = begin();
    let count = 0;
    cut.keep = box.keep;
    box.keep = (order) => {
      kept.push(JSON.stringify(order));
      if (++count >= after) {
        run.stop();
        throw new Error('power is cut');
      }
    };
    device(0).connect(true);
    await clock.until(run.run().catch(() => {}));
    device(0).inflict({ kind: 'reboot' }); // the cut took the sensor too
    box.keep = cut.keep;
    const again = begin(JSON.parse(kept[after - 1] ?? '{}') as SensorOrder);
    const ended = again.run();
    await reaches(clock, again, 'name', 0);
    again.stop();
    await clock.until(ended);
    device(0).inflict({ kind: 'reboot' });
    expect([after, device(0).unit]).toEqual([after, 11]);
  }
});

test('two that are connected at once are told, and nothing is written until one is taken off', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 2);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  device(1).connect(true);
  await reaches(clock, run, 'shared');
  await clock.advance(20_000);
  expect([device(0).unit, device(1).unit]).toEqual([1, 1]);
  device(1).connect(false);
  await reaches(clock, run, 'name', 0);
  expect([device(0).unit, device(1).unit]).toEqual([11, 1]);
  run.stop();
  await clock.until(ended);
});

test('one that refuses is told with where it is, can be left out, and the next goes on', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 2);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'recognise');
  await reaches(clock, run, 'change');
  device(0).inflict({ kind: 'exception', code: 4, probability: 1 });
  await reaches(clock, run, 'failed');
  expect(run.order.phase).toMatchObject({ failure: { why: 'refused', leftAt: [{ unit: 1 }] } });
  device(0).connect(false);
  await run.tell({ kind: 'leave-out' });
  device(1).connect(true);
  await reaches(clock, run, 'name', 1);
  await run.tell(NAMED);
  await clock.until(ended);
  expect(run.order.sensors.map(({ outcome }) => outcome)).toEqual(['left-out', 'addressed']);
});

test('where somebody unknown answers at its address a sensor gets the next free one, and is not lost', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 2);
  const run = begin();
  const ended = run.run();
  device(1).inflict({ kind: 'readdress', unit: 11 }); // in no site file
  device(1).connect(true);
  device(0).connect(true);
  await reaches(clock, run, 'failed');
  expect(run.order.phase).toMatchObject({ failure: { why: 'taken' } });
  const unit = nextFree(run.order, new Set([12])) ?? 0;
  await run.tell({ kind: 'another-address', unit });
  await reaches(clock, run, 'name');
  await run.tell(NAMED);
  expect(device(0).unit).toBe(14);
  expect(run.order.sensors.map((one) => [one.unit, one.outcome])).toEqual([
    [14, 'addressed'],
    [13, 'open'],
  ]);
  run.stop();
  await clock.until(ended);
});

test('what cannot be addressed by wire is waited for at its new address', async () => {
  const { clock, begin, simulation } = basement('eastron-sdm120', 1);
  const run = begin();
  const ended = run.run();
  simulation.devices.get('s1')?.connect(true);
  await reaches(clock, run, 'by-hand');
  expect(inHand(run.order)?.unit).toBe(11);
  simulation.devices.get('s1')?.inflict({ kind: 'readdress', unit: 11 }); // at its own button
  await reaches(clock, run, 'name');
  run.stop();
  await clock.until(ended);
});

/** Two that speak in step and say the same: nobody can tell them from one before one of them moves. */
async function inStep() {
  const bench = basement('qdy30a-pressure', 3, {}, 0);
  const run = bench.begin();
  const ended = run.run();
  bench.device(0).connect(true);
  bench.device(1).connect(true);
  await reaches(bench.clock, run, 'name');
  expect([bench.device(0).unit, bench.device(1).unit]).toEqual([11, 11]);
  const close = () => {
    run.stop();
    return bench.clock.until(ended);
  };
  return { ...bench, run, close };
}

test('two in step that took the new address together are noticed while it is named, and it is not done before one is off', async () => {
  const { clock, run, device, close } = await inStep();
  device(1).inflict({ kind: 'wrong-crc', probability: 1 }); // its value is another now
  await reaches(clock, run, 'twins');
  expect(run.order.phase).toMatchObject({ unit: 11, back: 'name' });
  await run.tell(NAMED);
  expect([run.order.phase.kind, run.order.sensors[0]?.outcome]).toEqual(['twins', 'open']);
  device(1).connect(false);
  await reaches(clock, run, 'name');
  await run.tell(NAMED);
  expect(run.order.sensors[0]?.outcome).toBe('addressed');
  await close();
});

test('one that took an address together with another is noticed when it is connected again as the next one', async () => {
  const { clock, run, device, close } = await inStep();
  device(1).connect(false);
  await run.tell(NAMED);
  await reaches(clock, run, 'connect', 1);
  device(1).inflict({ kind: 'wrong-crc', probability: 1 });
  device(1).connect(true);
  await reaches(clock, run, 'twins');
  expect(run.order.phase).toMatchObject({ unit: 11, back: 'connect' });
  device(1).connect(false);
  device(2).connect(true);
  await reaches(clock, run, 'name', 1);
  expect([device(0).unit, device(2).unit]).toEqual([11, 13]);
  await close();
});

test('of two that took an address together one gets its own, alone on the line; while both are there nothing is written', async () => {
  const { clock, run, device, kept, close } = await inStep();
  device(1).inflict({ kind: 'wrong-crc', probability: 1 });
  await reaches(clock, run, 'twins');
  await run.tell({ kind: 'move-twin' }); // neither of the two is known to be the one in hand
  expect(run.order.phase.kind).toBe('twins');
  device(1).connect(false);
  await reaches(clock, run, 'name');
  await run.tell(NAMED);
  device(1).connect(true);
  await reaches(clock, run, 'twins');
  await run.tell({ kind: 'move-twin' });
  await reaches(clock, run, 'change', 1);
  await reaches(clock, run, 'twins');
  expect([device(0).unit, device(1).unit]).toEqual([11, 11]);
  device(0).connect(false); // its owner is off for a moment
  device(1).clear();
  await reaches(clock, run, 'connect', 1);
  expect(twinToMove(run.order)).toBe(11); // it was marked: nobody has to be seen twice again
  await run.tell({ kind: 'move-twin' });
  await reaches(clock, run, 'name', 1);
  expect([device(0).unit, device(1).unit, run.order.marked]).toEqual([11, 13, []]);
  expect(kept.some((text) => text.includes('"marked":[11]'))).toBe(true);
  await close();
});

test('while it is named the value of the sensor is shown, and that it does not answer any more', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 1);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'name');
  await clock.advance(5_000);
  expect(run.shows).toMatchObject({ point: 'pressure', value: expect.any(Number) });
  device(0).connect(false);
  await clock.advance(5_000);
  expect(run.shows).toBe('silent');
  device(0).connect(true);
  await clock.advance(5_000);
  expect(run.shows).toMatchObject({ point: 'pressure' });
  await run.tell(NAMED);
  expect(run.shows).toBeNull();
  await clock.until(ended);
});

test('while the line says nothing no step is proven by silence', async () => {
  const { clock, begin, device, box } = basement('qdy30a-pressure', 1);
  let away = false;
  const { ask } = box.line;
  const run = begin();
  box.line.ask = (request, at) =>
    away ? Promise.resolve({ kind: 'unsaid' as const }) : ask.call(box.line, request, at);
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'change');
  away = true;
  await reaches(clock, run, 'failed');
  expect(run.order.phase).toMatchObject({ failure: { why: 'unsaid', leftAt: [{ unit: 1 }] } });
  away = false;
  await run.tell({ kind: 'again' });
  await reaches(clock, run, 'name');
  expect(device(0).unit).toBe(11);
  run.stop();
  await clock.until(ended);
});

test('one that loses or garbles an answer now and then while it is named is not taken for two', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 1);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'name');
  device(0).inflict({ kind: 'wrong-crc', probability: 0.01 });
  device(0).inflict({ kind: 'silent', probability: 0.02 });
  for (let i = 0; i < 240; i++) {
    await clock.advance(250);
    expect(run.order.phase.kind).toBe('name');
  }
  run.stop();
  await clock.until(ended);
});

test('who goes on while the sensor in hand is looked at is asked for the next one: what was seen of the first says nothing of it', async () => {
  const { clock, begin, device } = basement('qdy30a-pressure', 2);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'name');
  await clock.advance(1); // in the middle of a look
  await run.tell(NAMED);
  for (let i = 0; i < 40; i++) {
    await clock.advance(250);
    expect([run.order.at, run.order.phase.kind]).toEqual([1, 'connect']);
  }
  run.stop();
  await clock.until(ended);
});

test('sensors that come at another rate than their line get its rate first, then their address, and are read there', async () => {
  const { clock, begin, device, own } = basement('qdy30a-pressure', 2, {}, 1, 19_200);
  const run = begin();
  const ended = run.run();
  const rates: string[] = [];
  for (let i = 0; i < 2; i++) {
    device(i).connect(true);
    await reaches(clock, run, 'change', i);
    rates.push(inHand(run.order)?.change?.plan.setting ?? '');
    await reaches(clock, run, 'name', i);
    await run.tell(NAMED);
  }
  await clock.until(ended);
  expect(rates).toEqual(['baud', 'baud']);
  expect([0, 1].map((i) => [device(i).unit, device(i).serial.baud])).toEqual([
    [11, own.baud],
    [13, own.baud],
  ]);
});

test('one that has the rate of the line and not yet its address, because the power was cut in between, is found there', async () => {
  const { clock, begin, device, own } = basement('qdy30a-pressure', 1, {}, 1, 19_200);
  const cut = begin();
  const first = cut.run();
  device(0).connect(true);
  while (device(0).serial.baud !== own.baud) await clock.advance(10);
  cut.stop();
  await clock.until(first);
  expect(device(0).unit).toBe(1);
  const run = begin(); // of what was done nothing is known
  const ended = run.run();
  await reaches(clock, run, 'name');
  expect([device(0).unit, device(0).serial.baud]).toEqual([11, own.baud]);
  run.stop();
  await clock.until(ended);
});

test('a rate that is not taken is told with both places where the sensor may be, and once more finds it', async () => {
  const { clock, begin, device, own } = basement('qdy30a-pressure', 1, {}, 1, 19_200);
  const run = begin();
  const ended = run.run();
  device(0).connect(true);
  await reaches(clock, run, 'change');
  await clock.advance(400);
  device(0).connect(false);
  await reaches(clock, run, 'failed');
  const { leftAt } = run.order.phase.kind === 'failed' ? run.order.phase.failure : { leftAt: [] };
  expect(leftAt.map(({ unit }) => unit)).toEqual(leftAt.map(() => 1));
  expect(leftAt.length).toBeGreaterThan(0);
  device(0).connect(true);
  await run.tell({ kind: 'again' });
  await reaches(clock, run, 'name');
  expect([device(0).unit, device(0).serial.baud]).toEqual([11, own.baud]);
  run.stop();
  await clock.until(ended);
});
