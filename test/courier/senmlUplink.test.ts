import { connect } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { type Birth, birthHash, decodeBirth, decodeMessage } from '../../gateway/telemetry/index.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { type Cell, cellsOf, cellsOfRecords, readIndependently } from '../telemetry/senmlRecords.ts';
import { clock, Field, FieldGuard, GATEWAY } from './field.ts';

type Heard = {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
};

const PARTS = 25;
const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

test('an uplink that speaks SenML tells a reader of the RFC what the other uplink of the gateway tells in columns', async () => {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const heard: Record<'columns' | 'senml', Heard[]> = { columns: [], senml: [] };
  const client = connect(broker.url, { protocolVersion: 5 });
  onTestFinished(() => client.endAsync(true));
  client.on('message', (topic, payload, { properties }) => {
    const [prefix, ...rest] = topic.split('/');
    if (prefix === 'columns' || prefix === 'senml')
      heard[prefix].push({ topic: rest.slice(2).join('/'), payload, contentType: properties?.contentType });
  });
  await client.subscribeAsync(['columns/v1/#', 'senml/v1/#'], { qos: 1 });
  const field = new Field([
    { id: 'columns', url: broker.url, prefix: 'columns' },
    { id: 'senml', url: broker.url, prefix: 'senml', encoding: 'senml-cbor' },
  ]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['columns', 'senml']).start();
  onTestFinished(() => guard.stop());
  const { time } = guard;
  const { boot } = clock;
  guard.journal.appendEvent({ type: 'clock', boot, time, at: { boot, mono: time.mono } });
  for (let number = 1; number < PARTS; number++) guard.part(number); // some of it waited, some is live
  await until('the journal has both', () => guard.heads.event.seq === 1 && guard.heads.telemetry.seq === 3);
  await field.courier();
  guard.evidence('gas-high#1');
  guard.part(PARTS);
  guard.alarm('gas-high#1');

  const births = new Map<string, Birth>();
  const columns = await until('both have all of it', () => {
    for (const { topic, payload } of heard.columns) {
      const birth = topic.startsWith('birth') ? decodeBirth(payload) : null;
      if (birth?.ok) births.set(birthHash(payload), birth.value);
    }
    const read = heard.columns.flatMap(({ topic, payload }) => {
      const message = decodeMessage(topic, payload, (hash) => births.get(hash));
      return message.ok && message.value.kind === 'telemetry' ? [message.value] : [];
    });
    const parts = (list: readonly { parts: readonly unknown[] }[]) =>
      list.reduce((sum, { parts: of }) => sum + of.length, 0);
    const other = heard.senml.flatMap(({ topic, payload }) => {
      const message = decodeMessage(topic, payload, (hash) => births.get(hash));
      return message.ok && message.value.kind === 'telemetry' ? [message.value] : [];
    });
    const events = (of: readonly Heard[]) => of.filter(({ topic }) => topic === 'event').length;
    const all = [read, other].every((list) => parts(list) === PARTS + 1);
    return all && events(heard.columns) === 2 && events(heard.senml) === 2 ? read : null;
  });

  const packs = heard.senml.filter(({ topic }) => topic === 'tel' || topic === 'event');
  expect(packs.map(({ contentType }) => contentType)).toEqual(packs.map(() => 'application/senml+cbor'));
  const answers = readIndependently(packs.map(({ payload }) => payload));
  const [birth] = births.values();
  if (birth === undefined) throw new Error('no birth came');
  const records = answers.flatMap((answer) => answer as Record<string, unknown>[]); // it refuses nothing
  const dated = columns.flatMap((message): Cell[] =>
    cellsOf(message, birth).map((cell) => ({
      ...cell,
      time: Math.round((message.time.utc ?? Number.NaN) + cell.time - message.time.mono),
    })),
  );
  expect(dated.length).toBeGreaterThan(8 * PARTS);
  expect(cellsOfRecords(records, birth).toSorted(byText)).toEqual(dated.toSorted(byText));
  const event = (name: string) => records.find(({ n }) => n === `lifeline:${GATEWAY}:event:${name}`);
  expect(event('value')).toMatchObject({ v: 27.5 });
  expect(event('ruleName')).toMatchObject({ vs: 'Gas high' });
});
