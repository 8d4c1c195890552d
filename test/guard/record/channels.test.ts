import { expect, test } from 'vitest';
import { birthOf } from '../../../gateway/guard/record/birth.ts';
import { assignChannels, formatChannels, parseChannels } from '../../../gateway/guard/record/channels.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';

const second = { id: 'gas-2', profile: 'ya-k300-s', bus: 'rs485', unit: 2 };
const one = installationOf(gasSite);
const two = installationOf({ ...gasSite, devices: [...gasSite.devices, second] });
const other = installationOf({ ...gasSite, devices: [second] });

test('a channel index is never given to another point, and comes back with its point', () => {
  const first = assignChannels(null, one);
  const then = assignChannels(first, other);
  expect(Object.values(then.indices)).toEqual([...Array(16).keys()]);
  const again = assignChannels(then, two);
  expect(again).toEqual(then);
  expect(again.indices['gas-1/concentration']).toBe(first.indices['gas-1/concentration']);
});

test('the table survives its file, and a damaged file is a problem', () => {
  const table = assignChannels(null, two);
  const text = formatChannels(table);
  expect(parseChannels(text)).toEqual({ ok: true, value: table });
  for (const damaged of [
    '',
    '{',
    text.slice(0, 40),
    text.replace('"next": 16', '"next": 3'),
    text.replace(': 1,', ': 2,'),
  ])
    expect(parseChannels(damaged).ok).toBe(false);
});

test('the birth document names every channel as a person would', () => {
  const named = installationOf({
    ...gasSite,
    gateway: { id: 'tower', name: 'Tower', place: { en: 'Main street', zh: '主街' } },
    devices: [{ ...gasSite.devices[0], name: { en: 'Kitchen gas', zh: '厨房燃气' } }],
    rules: [
      {
        kind: 'limit',
        id: 'high',
        point: 'gas-1/concentration',
        unit: '%LEL',
        high: { red: 50 },
        deadband: 2,
      },
    ],
  });
  const birth = birthOf(named, assignChannels(null, named), '1.2.3');
  expect(birth.channels[0]).toEqual({
    index: 0,
    point: 'gas-1/concentration',
    name: { en: 'Kitchen gas: Gas concentration', zh: '厨房燃气：气体浓度' },
    unit: '%LEL',
    exponent: -1,
    profile: 'ya-k300-s',
    place: { en: 'Main street', zh: '主街' },
    role: 'gas.concentration',
  });
  expect(birth.rules).toMatchObject([
    {
      id: 'high',
      kind: 'limit',
      point: 'gas-1/concentration',
      text: 'gas-1/concentration high red 50 %LEL; deadband 2',
    },
    { id: 'gas-1.loss-of-sensing', kind: 'loss-of-sensing' },
    ...['journal', 'alarm-time', 'state', 'clock', 'internal'].map((concern) => ({
      id: `gateway.${concern}`,
    })),
  ]);
});
