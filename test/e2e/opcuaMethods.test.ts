import { expect, test } from 'vitest';
import { ForeignUaClient, foreignUser, trustForeign } from '../harness/foreignUaClient.ts';
import { houseBuilding } from '../harness/house.ts';
import { openUaHouse, uaCommands } from '../harness/uaHouse.ts';
import { sirenSite } from '../harness/uaSite.ts';
import { until } from '../harness/until.ts';

const GAS_HIGH = 'ns=1;s=alarm/gas-high';
const MINUTE_MS = '60000';

/** Methods by their declaration in the types of 10000-9: a client that never browsed the instance calls these. */
const M = {
  ...{ acknowledge: 'i=9111', confirm: 'i=9113', addComment: 'i=9029', enable: 'i=9027', disable: 'i=9028' },
  ...{ timedShelve: 'i=2949', timedShelve2: 'i=24756', unshelve: 'i=2947', unshelve2: 'i=24758' },
  ...{ oneShotShelve: 'i=2948', silence: 'i=16402', reset: 'i=18199', reset2: 'i=24324' },
  ...{ suppress: 'i=16403', suppress2: 'i=24316', unsuppress: 'i=17868' },
  ...{ remove: 'i=17869', remove2: 'i=24320', place: 'i=17870', place2: 'i=24322', refresh2: 'i=12912' },
} as const;

test('every method of a condition asks guard, answers what guard said, and what came of it is in the events', async () => {
  const house = await openUaHouse(houseBuilding, sirenSite);
  await trustForeign(house, foreignUser('operator'));
  const [viewer, operator, installer] = await Promise.all(
    ['viewer', 'operator', 'installer'].map((id) => ForeignUaClient.open(house, foreignUser(id))),
  );
  if (viewer === undefined || operator === undefined || installer === undefined) throw new Error('no client');
  const call = async (who: ForeignUaClient, method: string, ...args: string[]) =>
    (await who.do('call', GAS_HIGH, method, ...args))[0]?.status;
  const shown = (what: string, fields: Readonly<Record<string, unknown>>) =>
    until(what, () => {
      const last = operator.last(GAS_HIGH);
      const guards = [house.desk.alarm('gas-high'), house.desk.readings.get('gas/concentration')];
      expect(last, JSON.stringify(guards)).toMatchObject(fields);
      return last;
    });
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  await operator.do('alarms', 0);
  const comment = (text: string) => ['LocalizedText', text];

  // nothing stands
  expect(await call(operator, M.silence)).toBe('BadInvalidState');
  expect(await call(operator, M.reset)).toBe('BadInvalidState');
  expect(await call(operator, M.unshelve)).toBe('BadConditionNotShelved');
  await house.building.set('rooms.kitchen.gas', 58);
  const raised = await shown('it stands', { Active: true, Acked: false });
  const event = ['ByteString', String(raised.EventId)];

  // who may only look
  for (const [method, ...args] of [
    [M.acknowledge, ...event, ...comment('no')],
    [M.silence],
    [M.reset],
    [M.timedShelve, 'Double', MINUTE_MS],
    [M.addComment, ...event, ...comment('no')],
    [M.suppress],
    [M.remove],
  ] as const)
    expect(await call(viewer, method, ...args), method).toBe('BadUserAccessDenied');
  expect(await call(operator, M.remove2, ...comment('no'))).toBe('BadUserAccessDenied'); // an installer's
  expect(await call(operator, M.suppress)).toBe('BadUserAccessDenied');

  // nor does asking for what nobody may do cost those anything who act, or fill the journal
  for (let n = 0; n < 150; n++)
    expect(await call(installer, n % 2 === 0 ? M.disable : M.enable)).toMatch(
      /^Bad(UserAccessDenied|ConditionAlreadyEnabled)$/,
    );

  // shelving: with an end, not for ever, and back
  expect(await call(operator, M.oneShotShelve)).toBe('BadShelvingTimeOutOfRange');
  expect(await call(operator, M.timedShelve, 'Double', '0')).toBe('BadShelvingTimeOutOfRange');
  expect(await call(operator, M.timedShelve, 'Double', '864000000')).toBe('BadShelvingTimeOutOfRange');
  expect(await call(operator, M.timedShelve2, 'Double', MINUTE_MS, ...comment('检修'))).toBe('Good');
  const shelved = await shown('it is shelved', {
    ...{ Shelving: { text: 'TimedShelved' }, SuppressedOrShelved: true, Retain: true },
    ...{ Comment: { text: '检修' }, ClientUserId: 'operator' },
  });
  expect(shelved.Active).toBe(true); // the gas is still there
  expect(house.desk.alarm('gas-high')).toMatchObject({ to: 'shelved', reason: '检修' });
  const [left] = await operator.do('read', `${GAS_HIGH}-ShelvingState-UnshelveTime`);
  expect(left?.value).toBeGreaterThan(1_000);
  expect(left?.value).toBeLessThanOrEqual(60_000);
  expect(await call(operator, M.unshelve2, ...comment('done'))).toBe('Good');
  await shown('it is back', {
    ...{ Shelving: { text: 'Unshelved' }, SuppressedOrShelved: false, Active: true },
    Comment: { text: 'done' },
  });

  // out of service and back, by an installer
  expect(await call(installer, M.remove2, ...comment('new sensor'))).toBe('Good');
  await shown('it is out of service', {
    ...{ OutOfService: true, SuppressedOrShelved: true, Comment: { text: 'new sensor' } },
    ClientUserId: 'installer',
  });
  expect(await call(installer, M.place)).toBe('Good');
  await shown('it is in service', { OutOfService: false, SuppressedOrShelved: false, Active: true });

  // suppressed is a maintenance period here, and that needs an end; one that guard has is ended
  expect(await call(installer, M.suppress2, ...comment('x'))).toBe('BadInvalidArgument');
  expect(await call(installer, M.unsuppress)).toBe('BadInvalidState');
  await house.desk.ask({
    ...{ verb: 'maintenance', actor: 'desk:Li', devices: ['gas'], forS: 600, reason: 'yearly test' },
  });
  await shown('it is suppressed', { Suppressed: true, SuppressedOrShelved: true });
  expect(await call(installer, M.unsuppress)).toBe('Good');
  await shown('it is not suppressed any more', { Suppressed: false, Active: true });

  // what is refused whoever asks
  for (const who of [viewer, operator, installer]) {
    expect(await call(who, M.disable)).toBe('BadUserAccessDenied');
    expect(await call(who, M.confirm, ...event, ...comment(''))).toBe('BadNotSupported');
  }
  expect(await call(installer, M.enable)).toBe('BadConditionAlreadyEnabled');

  const standing = await shown('it goes on', { Enabled: true, Active: true });
  const now = ['ByteString', String(standing.EventId)];
  expect(await call(operator, M.silence)).toBe('Good');
  await shown('it is silent', { Silence: true });
  expect(await call(operator, M.addComment, ...now, ...comment('fire brigade called'))).toBe('Good');
  await shown('the comment is told', { Comment: { text: 'fire brigade called' }, Active: true });
  expect(await call(operator, M.acknowledge, ...now, 'LocalizedText', '')).toBe('Good');
  // an empty comment leaves the one there is (10000-9, 5.7.3)
  await shown('it is acknowledged', { Acked: true, Comment: { text: 'fire brigade called' } });
  expect(await call(operator, M.reset)).toBe('BadInvalidState'); // the gas is still there
  await house.building.set('rooms.kitchen.gas', 0);
  await shown('it is latched', { Latched: true, Active: false });
  expect(await call(operator, M.reset2, ...comment('aired'))).toBe('Good');
  // whoever filters by severity still hears that it is over
  await shown('it is over', {
    Retain: false,
    Severity: 900,
    Comment: { text: 'aired' },
    ClientUserId: 'operator',
  });
  await house.building.set('rooms.kitchen.gas', 58);
  await shown('what was said of the last one is not said of the next', {
    ...{ Active: true, Comment: { text: null } },
    ClientUserId: '',
  });
  const done = uaCommands(house);
  for (const line of [
    ...['silence opcua:operator true', 'reset opcua:operator true', 'unshelve opcua:operator true'],
    ...['shelve opcua:operator false', 'shelve opcua:operator true', 'acknowledge opcua:operator true'],
    ...['out-of-service opcua:installer true', 'in-service opcua:installer true'],
    ...['maintenance opcua:installer false', 'end-maintenance opcua:installer true'],
    ...['disable opcua:viewer false', 'confirm opcua:viewer false', 'comment opcua:operator true'],
  ])
    expect(done, line).toContain(line);
});
