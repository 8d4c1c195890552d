import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { memory } from '../bench/processFigures.ts';
import { claimedDesk, DeskClient } from '../harness/deskClient.ts';
import { crowdTokens, DeskCrowd } from '../harness/deskCrowd.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { SOAK } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

/** The soak has as many as desk lets in. */
const CROWD = SOAK ? 1_000 : 120;
/** Above what so many streams take, and no more than what desk's unit lets it have (`deploy/package`). */
const MOST_MB = SOAK ? 240 : 200;

test('a crowd of which half never reads, passwords tried without end and bodies that never come keep neither the alarm nor the one who waits for it', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await stage.guard(houseSite);
  const guard = await stage.desk();
  const tokens = crowdTokens(join(stage.folder, 'desk'), CROWD / 8);
  const { desk, client, port } = await claimedDesk(stage);
  await until('gas is read', () => guard.shows('gas/concentration')?.[1] === 'good');

  const crowd = new DeskCrowd(port, tokens);
  stage.onClose(() => crowd.leave());
  await crowd.join(CROWD, (n) => n % 2 === 0);
  const readers = crowd.followers.filter((_, n) => n % 2 === 0);
  expect(readers.every(({ heard }) => heard().includes('event: snapshot'))).toBe(true);

  // whoever guesses, and whoever says that a body comes and sends none
  const guesser = new DeskClient(port);
  const guesses = Array.from({ length: 60 }, (_, n) =>
    guesser.ask('POST', '/api/login', { name: 'Li', password: `guess ${n}` }),
  );
  const slow = Array.from({ length: 40 }, () => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.on('error', () => {}); // it is cut in the end
    socket.write(
      'POST /api/login HTTP/1.1\r\nhost: box\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{"na',
    );
    stage.onClose(() => socket.destroy());
    return socket;
  });
  expect(slow).toHaveLength(40);

  // meanwhile the gas leaks: guard keeps its promise, every reader sees it, and a person can act
  await building.set('rooms.kitchen.gas', 60);
  const alarm = await until('guard has it', () => guard.alarm('gas-high'));
  const sees = ({ heard }: (typeof readers)[number]) => heard().includes(alarm.occurrence);
  await until('every reader sees it', () => readers.every(sees));
  const { occurrence, announcement, severity } = alarm;
  await client.post('/api/acts/acknowledge', { occurrence, seen: { announcement, severity } });
  await until('it is acknowledged', () => guard.alarm('gas-high')?.actor === 'desk:Li');
  const { alarmTime } = await guard.status();
  expect([alarmTime?.exceeded, alarmTime?.lines.gas?.count]).toEqual([0, 1]);

  const codes = (await Promise.all(guesses)).map(({ status }) => status);
  expect(codes.filter((status) => status === 200)).toEqual([]);
  expect(codes.filter((status) => status === 429).length).toBeGreaterThanOrEqual(55);
  expect(memory(desk.pid).rssMb).toBeLessThan(MOST_MB);

  // what the allocator keeps of it serves the next crowd
  crowd.leave();
  const next = new DeskCrowd(port, tokens);
  stage.onClose(() => next.leave());
  await next.join(CROWD, (n) => n % 2 === 0);
  expect(memory(desk.pid).rssMb).toBeLessThan(MOST_MB);
});
