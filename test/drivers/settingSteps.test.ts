import { expect, test } from 'vitest';
import { settingSteps } from '../../drivers/plan/settingSteps.ts';
import { triggerWrite } from '../../drivers/plan/triggerWrite.ts';
import { type Profile, profileSchema } from '../../drivers/profile/schema.ts';

type Input = Partial<Parameters<typeof profileSchema.parse>[0] & object>;

function profile(said: Input): Profile {
  return profileSchema.parse({
    id: 'sample',
    names: 'sample',
    vendor: 'sample',
    kind: 'sample',
    source: 'made up',
    verification: 'unverified',
    serial: { unit: 1, baud: 9600, bauds: [9600] },
    timing: { turnaroundMs: 5, responseMs: 100 },
    points: [
      { id: 'x', names: 'x', table: 'input', address: 7, type: 'u16', class: 'trend', periodMs: 1000 },
    ],
    ...said,
  });
}

const unitSetting = { id: 'unit', names: 'unit id', table: 'holding', address: 0x10, type: 'u16' };

function stepsFor(said: object, value: number) {
  const device = profile({ settings: [{ ...unitSetting, ...said }] });
  const [setting] = device.settings;
  if (setting === undefined) throw new Error('the schema lost the setting');
  const steps = settingSteps(device, setting, value, 1);
  return steps.ok ? steps.value : steps.error.what;
}

const written = (unit: number, address: number, value: number) => ({
  ...{ op: 'write-registers', unit, address, values: [value] },
});

test('an id that counts at once is saved and read back under the new id', () => {
  expect(stepsFor({ save: [{ address: 0x20, value: 1 }], settleMs: 50 }, 9)).toEqual([
    { kind: 'write', request: written(1, 0x10, 9), at: 'old', replyFrom: 'old', thenMs: 50 },
    { kind: 'write', request: written(9, 0x20, 1), at: 'new', replyFrom: 'new', thenMs: 50 },
    {
      kind: 'read-back',
      request: { op: 'read', unit: 9, table: 'holding', address: 0x10, count: 1 },
      at: 'new',
      values: [9],
    },
  ]);
});

test('an id that counts after power-up is saved under the old one, and the supply is taken away', () => {
  const steps = stepsFor(
    {
      takesEffect: 'on-power-up',
      function: 16,
      unlock: [{ address: 0x69, value: 0xb588 }],
      save: [{ address: 0, value: 0 }],
      readBack: false,
    },
    9,
  );
  const several = true;
  expect(steps).toEqual([
    {
      kind: 'write',
      request: { ...written(1, 0x69, 0xb588), several },
      at: 'old',
      replyFrom: 'old',
      thenMs: 0,
    },
    { kind: 'write', request: { ...written(1, 0x10, 9), several }, at: 'old', replyFrom: 'old', thenMs: 0 },
    { kind: 'write', request: { ...written(1, 0, 0), several }, at: 'old', replyFrom: 'old', thenMs: 0 },
    { kind: 'power-cycle' },
  ]);
});

test('a broadcast goes to unit 0 and nobody answers; the proof is asked of the new id', () => {
  const [write, proof] = stepsFor({ broadcast: true }, 9);
  expect(write).toMatchObject({ request: { unit: 0 }, replyFrom: 'nobody' });
  expect(proof).toMatchObject({ kind: 'read-back', request: { unit: 9 } });
});

test('the reply of a device that answers as its new self is waited for there', () => {
  expect(stepsFor({ answersAs: 'new' }, 9)[0]).toMatchObject({ request: { unit: 1 }, replyFrom: 'new' });
  const saved = stepsFor(
    { answersAs: 'nobody', takesEffect: 'on-save', save: [{ address: 1, value: 1 }] },
    9,
  );
  expect(saved).toMatchObject([{ replyFrom: 'old' }, { replyFrom: 'nobody' }, { kind: 'read-back' }]);
});

test('a value is laid out in its registers', () => {
  const said = { id: 'zero', type: 'f32', order: 'CDAB', function: 16 };
  expect(stepsFor(said, 2.5)).toMatchObject([{ request: { values: [0, 0x4020] } }, { values: [0, 0x4020] }]);
  expect(stepsFor({ id: 'offset', type: 's16' }, -2)).toMatchObject([{ request: { values: [0xfffe] } }, {}]);
});

test('what a setting does not have is refused', () => {
  expect(stepsFor({ range: [1, 16] }, 17)).toBe('unit of sample cannot be 17');
  expect(stepsFor({ codes: { 0: '4800', 1: '9600' } }, 2)).toBe('unit of sample cannot be 2');
  expect(stepsFor({}, 1.5)).toBe('unit of sample cannot be 1.5');
});

test('a device that waits for a word is told before it is asked, one of a lift never', () => {
  const write = { table: 'holding', address: 0x118, value: 1 };
  const told = { request: written(4, 0x118, 1), waitMs: 2000 };
  expect(triggerWrite(profile({ trigger: { write, waitMs: 2000 } }), 4)).toEqual(told);
  const several = { ...write, function: 16 };
  expect(triggerWrite(profile({ trigger: { write: several, waitMs: 1 } }), 4)?.request).toMatchObject({
    op: 'write-registers',
    several: true,
  });
  const coil = { table: 'coil', address: 3, value: 1 };
  expect(triggerWrite(profile({ trigger: { write: coil, waitMs: 1 } }), 4)?.request).toEqual({
    ...{ op: 'write-coils', unit: 4, address: 3, values: [true] },
  });
  expect(triggerWrite(profile({}), 4)).toBe(null);
  const lift = { mapping: 'nice3000plus' };
  expect(triggerWrite(profile({ trigger: { write, waitMs: 1 }, lift }), 4)).toBe(null);
});
