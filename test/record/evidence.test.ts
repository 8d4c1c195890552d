import { expect, test } from 'vitest';
import { assignChannels } from '../../gateway/record/channels.ts';
import { EvidenceRing } from '../../gateway/record/evidence.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

const fast = installationOf({
  ...gasSite,
  buses: [{ id: 'rs485', connection: { type: 'modbus-tcp', host: 'plc', port: 502 } }],
  devices: [{ ...gasSite.devices[0], points: { concentration: { periodMs: 50 } } }],
});
const at = (mono: number) => ({ boot: 'b', mono });

test('the last minute of a point is there at full rate, and stays there', () => {
  const installation = installationOf(gasSite);
  const ring = new EvidenceRing(installation, assignChannels(null, installation));
  for (let s = 1; s <= 200; s++)
    ring.accept([
      { point: 'gas-1/concentration', value: s, quality: 'good', at: at(s * 1000) },
      { point: 'gas-1/state', value: 0, quality: 'good', at: at(s * 1000) },
    ]);
  const part = ring.takeEvidence('gas-1/concentration', 200_000);
  expect(part?.samples[0]?.columns[0]?.values).toEqual(Array.from({ length: 60 }, (_, i) => 141 + i));
  expect(part).toMatchObject({ from: 140_999, to: 200_000 });
  expect(ring.takeEvidence('gas-1/concentration', 200_000)).toEqual(part);
  const device = ring.takeEvidence('gas-1', 200_000);
  expect(device?.samples).toMatchObject([{ columns: [{ channel: 0 }, { channel: 1 }] }]);
});

test('what is remembered does not grow with the polling rate', () => {
  const ring = new EvidenceRing(fast, assignChannels(null, fast));
  for (let ms = 0; ms < 100_000; ms += 5)
    ring.accept([{ point: 'gas-1/concentration', value: ms, quality: 'good', at: at(ms) }]);
  const values = ring.takeEvidence('gas-1/concentration', 100_000)?.samples[0]?.columns[0]?.values;
  expect(values?.length).toBe(1200);
  expect(values?.at(-1)).toBe(99_995);
});

test('no evidence is null', () => {
  const ring = new EvidenceRing(fast, assignChannels(null, fast));
  expect(ring.takeEvidence('gas-1', 1000)).toBeNull();
});
