import type { ClientSession } from 'node-opcua-client';
import { AttributeIds } from 'node-opcua-data-model';
import { expect, test } from 'vitest';
import { listCertificates, moveCertificate } from '../../gateway/trust/trustStore.ts';
import { ForeignUaClient, foreignRun, foreignUser, trustForeign } from '../harness/foreignUaClient.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openUaHouse, UA_PASSWORD, uaCommands, uaFolder } from '../harness/uaHouse.ts';
import { sirenSite } from '../harness/uaSite.ts';
import { until } from '../harness/until.ts';

// The client of test/foreign/opcua was written from the specification, without a look at the server.

const GAS = 'rooms.kitchen.gas';
const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const GAS_HIGH = 'ns=1;s=alarm/gas-high';
const SILENCE = 'i=16402';
const RESET = 'i=18199';
const operator = foreignUser('operator');

test('a client of another make hears an alarm, stills the siren, acknowledges it and is written down', async () => {
  const house = await openUaHouse(houseBuilding, sirenSite);
  await trustForeign(house, operator);
  const foreign = await ForeignUaClient.open(house, operator);
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  const [selected, refreshed] = await foreign.do('alarms', 0);
  expect(new Set(selected?.selected as string[])).toEqual(new Set(['Good']));
  expect(refreshed).toMatchObject({ status: 'Good' });
  await until(
    'the refresh begins and ends',
    () => foreign.heard.some(({ EventType }) => EventType === 'i=2788'), // RefreshEndEventType
  );
  for (const event of foreign.heard) expect(event.Severity, JSON.stringify(event)).toBeGreaterThanOrEqual(1);

  await house.building.set(GAS, 58);
  const raised = await until('the alarm is heard', () => foreign.last(GAS_HIGH));
  expect(raised).toMatchObject({
    ...{ EventType: 'i=9482', SourceNode: 'ns=1;s=gas', SourceName: 'gas', ConditionName: 'gas-high' },
    ...{ Active: true, Acked: false, Retain: true, Severity: 900, BranchId: 'i=0', Quality: 'Good' },
    ...{ Silence: false, Enabled: true, LimitState: { text: 'HighHigh' } },
    Message: { locale: 'en', text: 'Gas in the kitchen: 58 %LEL (limit 50 %LEL)' },
  });
  expect(Math.abs(Date.parse(String(raised.Time)) - Date.now())).toBeLessThan(30_000);
  const relays = async () => {
    const { devices } = await house.building.state();
    const outputs = devices.find(({ id }) => id === 'board')?.outputs;
    return [outputs?.relay1, outputs?.relay2].map(Number).join('');
  };
  await until('siren and strobe act', async () => (await relays()) === '11');

  expect(await foreign.do('call', GAS_HIGH, SILENCE)).toEqual([{ status: 'Good', outputs: [] }]);
  await until('the siren is still, the strobe is not', async () => (await relays()) === '01');
  await until('the event says so', () => foreign.last(GAS_HIGH)?.Silence === true);
  const eventId = String(foreign.last(GAS_HIGH)?.EventId);
  // two who press at once: one of them did it, the other is told so
  const other = await ForeignUaClient.open(house, foreignUser('installer'));
  const pressed = await Promise.all(
    [foreign, other].map(async (one) => one.do('acknowledge', GAS_HIGH, eventId, '我在路上')),
  );
  const [first = '', second = ''] = pressed.map(([answer]) => String(answer?.status));
  expect([first, second].toSorted()).toEqual(['BadConditionBranchAlreadyAcked', 'Good']);
  const acked = await until('it is acknowledged', () => {
    const last = foreign.last(GAS_HIGH);
    return last?.Acked === true ? last : null;
  });
  const quicker = first === 'Good' ? 'operator' : 'installer';
  expect(acked).toMatchObject({ Active: true, Retain: true, ClientUserId: quicker });
  expect(acked.Comment).toMatchObject({ text: '我在路上' });
  expect(acked.EventId).not.toBe(raised.EventId);
  expect(await foreign.do('acknowledge', GAS_HIGH, eventId, '')).toMatchObject([
    { status: 'BadConditionBranchAlreadyAcked' },
  ]);
  // keys renewed in the middle; what was subscribed goes on
  expect((await foreign.do('renew'))[0]?.renewed).toBeGreaterThan(1);
  await house.building.set(GAS, 0);
  await until('it is latched', () => foreign.last(GAS_HIGH)?.Latched === true);
  expect(await foreign.do('call', GAS_HIGH, RESET)).toMatchObject([{ status: 'Good' }]);
  await until('it is over', () => foreign.last(GAS_HIGH)?.Retain === false);
  const slower = quicker === 'operator' ? 'installer' : 'operator';
  expect(uaCommands(house)).toEqual([
    'silence opcua:operator true',
    `acknowledge opcua:${quicker} true`,
    `acknowledge opcua:${slower} false`,
    'acknowledge opcua:operator false',
    'reset opcua:operator true',
  ]);
});

test('a sensor that dies is told with the same status and the same time to clients of two makes', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const viewer = foreignUser('viewer');
  await trustForeign(house, viewer);
  const foreign = await ForeignUaClient.open(house, viewer);
  const { session } = await house.session('viewer');
  await foreign.do('follow', 0, CONCENTRATION);
  await until('both read it', () => foreign.shows(CONCENTRATION)?.status === 'Good');
  await house.building.set(GAS, 7);
  const seen = await until('seven is told', () => {
    const last = foreign.shows(CONCENTRATION);
    return last?.value === 7 ? last : null;
  });

  // named states, as what they are and in words
  const [door, state] = ['ns=1;s=board-ParameterSet-input1', 'ns=1;s=gas-ParameterSet-state'];
  const states = await until('states are read', async () => {
    const told = await foreign.do('read', door, `${door}-TrueState`, state, `${state}-ValueAsText`);
    return told.every(({ status }) => status === 'Good') ? told.map(({ value }) => value) : null;
  });
  expect(states).toMatchObject([true, { text: 'on' }, 0, { text: 'normal' }]);

  await house.building.fault('gas', { kind: 'silent' });
  const dead = await until('it is told that the sensor is dead', () => {
    const last = foreign.shows(CONCENTRATION);
    return last?.status === 'BadNoCommunication' ? last : null;
  });
  expect(dead.value).toBeNull();
  expect(Date.parse(String(dead.sourceTime))).toBeGreaterThan(Date.parse(String(seen.sourceTime)));
  const both = await until('both say the same', async () => {
    const other = await read(session, CONCENTRATION);
    const [mine] = await foreign.do('read', CONCENTRATION);
    return mine?.sourceTime === other.sourceTimestamp?.toISOString() ? { mine, other } : null;
  });
  expect(both.mine).toMatchObject({ value: null, status: 'BadNoCommunication' });
  expect(both.other).toMatchObject({ value: { value: null }, statusCode: { name: 'BadNoCommunication' } });
  const known = house.desk.readings.get('gas/concentration');
  expect(known?.quality).toBe('no-communication');

  const began = new Date(Date.now() - 3_600_000).toISOString();
  const past = await foreign.do('history', CONCENTRATION, began, new Date().toISOString(), 3);
  const { values, pages } = past.at(-1) as { values: number; pages: number };
  expect(values).toBeGreaterThan(3);
  expect(pages).toBeGreaterThan(1);
  expect(past.some(({ value }) => value === 7)).toBe(true);
});

test('whoever comes without security, without a name, with a wrong password or untrusted is refused; every policy works', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const read = async (options: Record<string, string>) => {
    const lines = await foreignRun(house, options, 'read', 'i=2259');
    return lines.find(({ refused }) => refused !== undefined)?.refused ?? lines.at(-1)?.status;
  };
  expect(await read(operator)).toBe('BadSecurityChecksFailed');
  // the log says what to do, for whoever installs it
  const hint = await until('the log tells of the stranger', () => {
    const words = house.server.words.join(' ');
    return /nobody trusts yet was refused: urn:\S+:foreign-client .*lifeline (opcua trust [0-9A-F]+ --memory \S+)/.exec(
      words,
    )?.[1];
  });
  const done = await house.stage.lifeline(...hint.split(' '));
  expect(done).toMatchObject({ status: 0, err: '', out: 'CN=foreign-client, O=Foreign is trusted\n' });
  await until('the server believes it', async () => (await read(operator)) === 'Good');
  const ways = [
    { policy: 'Basic256Sha256', mode: 'sign' },
    { policy: 'Aes128_Sha256_RsaOaep', mode: 'encrypt' },
    { policy: 'Aes256_Sha256_RsaPss', mode: 'sign' },
  ];
  for (const way of ways) expect(await read({ ...operator, ...way }), JSON.stringify(way)).toBe('Good');
  // a certificate in place of a password: trusted by itself, and named like a person
  const byCertificate = { 'user-certificate': 'operator' };
  expect(await read(byCertificate)).toMatch(
    /^BadIdentityToken|^BadCertificateUntrusted$|^BadUserAccessDenied$/,
  );
  const shown = await until('the certificate of a person was shown', () =>
    listCertificates(uaFolder(house)).find(({ store }) => store === 'people'),
  );
  expect(shown).toMatchObject({ trusted: false, subject: 'CN=operator, O=Foreign' });
  moveCertificate(uaFolder(house), shown.thumbprint, 'trusted');
  await until('the person is let in', async () => (await read(byCertificate)) === 'Good');
  await house.people.amend('operator', { disabled: new Date().toISOString() });
  expect(await read(byCertificate)).toMatch(/^Bad/);
  await house.people.amend('operator', { disabled: null });
  expect(await read({ mode: 'sign' })).toBe('BadIdentityTokenInvalid');
  expect(await read({ ...operator, password: 'wrong password' })).toBe('BadUserAccessDenied');
  expect(await read({ user: 'nobody', password: UA_PASSWORD })).toBe('BadUserAccessDenied');
  expect(await read({ ...operator, policy: 'None', mode: 'none' })).toMatch(/^Bad(Security|Identity)/);
});

function read(session: ClientSession, nodeId: string) {
  return session.read({ nodeId, attributeId: AttributeIds.Value });
}
