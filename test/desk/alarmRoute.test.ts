import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import { alarm, openStore } from '../journal/samples.ts';
import { openDesk } from './openDesk.ts';

const SITE = `gateway: { id: tower-7 }
journal: { folder: journal }
buses: [{ id: gas, connection: { type: serial, path: /dev/ttyS1, baud: 9600 } }]
devices: [{ id: gas, profile: ya-k300-s, bus: gas, unit: 1, pack: combustible-gas }]
`;

it('says what to do about an alarm that guard announced while it does not answer: the journal knows it', async () => {
  const { claimed, folder, live } = await openDesk();
  const ask = await claimed();
  writeFileSync(lastGoodPath(join(folder, 'site.yaml')), SITE);
  live.site.start(() => {});
  onTestFinished(() => live.site.stop());
  mkdirSync(join(folder, 'journal'));
  const store = openStore(join(folder, 'journal', 'journal.db'));
  onTestFinished(() => store.close());
  const [rule] = [...(live.site.installation?.rules ?? [])].filter(({ kind }) => kind === 'limit');
  const own = { rule: rule?.id, device: 'gas', point: 'gas/concentration' };
  const told = async (occurrence: string) =>
    (await ask('GET', `/api/alarms/${encodeURIComponent(occurrence)}`)).json();

  store.events({ ...alarm('gas#1', 'red'), ...own } as EventBody);
  const standing = await told('gas#1');
  expect(standing).toMatchObject({ alarm: null, about: { severity: 'red', over: false } });
  expect(standing.toDo[0]).toMatchObject({ en: expect.stringContaining('Leave the room') });
  // when it is over, or of a rule that nobody knows any more, nothing is said
  store.events({ ...alarm('gas#1', 'red', 'A'), ...own } as EventBody);
  expect(await told('gas#1')).toMatchObject({ about: { over: true }, toDo: [] });
  store.events(alarm('old#1', 'red'));
  expect(await told('old#1')).toMatchObject({ about: { over: false }, toDo: [] });
});
