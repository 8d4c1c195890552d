import { expect, test } from 'vitest';
import type { LiftStatuses } from '../../../gateway/control/liftStatuses.ts';
import { LiftStatusTeller } from '../../../gateway/courier/wording/liftStatusTeller.ts';
import type { GbtStatus } from '../../../gateway/lift/gbt24476.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const IN_SERVICE: GbtStatus = {
  ...{
    Identification_Number: '3110500',
    Time_Stamps: 1000,
    Service_Mode: 1,
    Car_Status: 0,
    Car_Direction: 0,
  },
  ...{ Door_Zone: true, Car_Position: 4, Door_Status: true, Passenger_Status: null },
  ...{ Total_Running_Time: null, Present_Counter_Value: 7, Message_Code: [0] },
};

function platform() {
  const clock = new VirtualClock({ boot: 'test' });
  const said: { topic: string; retained: boolean; body: Record<string, unknown> }[] = [];
  const told = (retained: boolean) => (topic: string, payload: Uint8Array) =>
    void said.push({ topic, retained, body: JSON.parse(new TextDecoder().decode(payload)) });
  let connected = true;
  const teller = new LiftStatusTeller({
    clock,
    connected: () => connected,
    retain: told(true),
    say: told(false),
  });
  const stands = (change: Partial<GbtStatus> = {}, lifts = ['a']) => {
    const one = { status: { ...IN_SERVICE, ...change }, withoutCode: [] };
    const statuses: LiftStatuses = {
      ...{ source: 'a public server', confidence: 'mapped' },
      lifts: lifts.map((lift) => ({ lift, ...one })),
    };
    teller.take(statuses);
    return said.splice(0);
  };
  return { clock, teller, stands, link: (up: boolean) => (connected = up) };
}

test('the record is told at once, on every change, and every minute while nothing changes', async () => {
  const { clock, stands } = platform();
  expect(stands()).toMatchObject([
    {
      topic: 'gbt24476/a',
      retained: true,
      body: { standard: 'GB/T 24476-2017', Car_Position: 4, confidence: 'mapped' },
    },
  ]);
  for (let s = 1; s < 60; s++) {
    await clock.advance(1000);
    expect(stands({ Time_Stamps: 1000 + s })).toEqual([]); // another time alone is no change
  }
  await clock.advance(1000);
  expect(stands({ Time_Stamps: 61_000 })).toMatchObject([{ body: { Time_Stamps: 61_000 } }]);
  await clock.advance(1000);
  expect(stands({ Car_Position: 5 })).toMatchObject([{ body: { Car_Position: 5 } }]);
});

test('what is entered, and the alarm button, are events of their own, once', () => {
  const { stands } = platform();
  const codes = (change: Partial<GbtStatus>) =>
    stands(change)
      .filter(({ topic }) => topic === 'gbt24476/a/event')
      .map(({ body, retained }) => [body.Message_Code, retained]);
  expect(codes({})).toEqual([]); // a gateway that starts beside a lift in service has seen nothing happen
  expect(codes({ Service_Mode: 2 })).toEqual([[43, false]]);
  expect(codes({ Service_Mode: 2, Message_Code: [90] })).toEqual([[90, false]]);
  expect(codes({ Service_Mode: 2, Message_Code: [90] })).toEqual([]);
  expect(codes({ Service_Mode: 1, Message_Code: [41, 90] })).toEqual([
    [40, false],
    [41, false],
  ]);
  for (const [mode, code] of [
    [3, 44],
    [4, 45],
    [5, 46],
    [6, 47],
    [0, 42],
  ] as const)
    expect(codes({ Service_Mode: mode })).toEqual([[code, false]]);
  expect(codes({ Service_Mode: 7 })).toEqual([]); // that it is not known is no event of the lift
});

test('an event that came without a connection is said when there is one, before the record', () => {
  const { teller, stands, link } = platform();
  stands();
  link(false);
  expect(stands({ Message_Code: [90] })).toEqual([]);
  expect(stands()).toEqual([]);
  link(true);
  teller.again();
  expect(stands()).toMatchObject([
    { topic: 'gbt24476/a/event', body: { Message_Code: 90, Car_Position: 4 } },
    { topic: 'gbt24476/a', body: { Message_Code: [0] } },
  ]);
});

test('a lift that is gone from the site is forgotten, and one that comes back begins anew', () => {
  const { stands } = platform();
  stands({ Service_Mode: 2 }, ['a', 'b']);
  expect(stands({ Service_Mode: 2 }, ['a'])).toEqual([]);
  expect(stands({ Service_Mode: 2 }, ['a', 'b']).map(({ topic }) => topic)).toEqual([
    'gbt24476/b/event',
    'gbt24476/b',
  ]);
});
