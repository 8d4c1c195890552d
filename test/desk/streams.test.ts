import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Streams } from '../../gateway/desk/live/streams.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const beat = { now: 0, guard: { alive: true, since: 0 }, building: '' };
const snapshot = { ...beat, boot: 'b', screen: null, values: [] };

/** Streams behind a real server; the path names the session. */
async function openStreams() {
  const clock = new VirtualClock();
  const streams = new Streams(clock, () => beat);
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    streams.open(response, request.url ?? '', snapshot);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    streams.stop();
    server.closeAllConnections();
    server.close();
  });
  const listen = (session: string, reads: boolean) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    if (reads) socket.on('data', (bytes) => (heard += bytes));
    socket.on('error', () => {}); // it was cut
    socket.write(`GET ${session} HTTP/1.1\r\nHost: box\r\n\r\n`);
    onTestFinished(() => void socket.destroy());
    return { socket, heard: () => heard };
  };
  return { streams, clock, listen };
}

it('cuts a client that never reads, and goes on telling the one that does', async () => {
  const { streams, listen } = await openStreams();
  const reader = listen('/reads', true);
  listen('/never', false);
  await until('both listen', () => streams.count === 2);
  const point = { point: 'x'.repeat(20_000), value: 1, quality: 'good', at: 0 } as const;
  let told = 0;
  await until('one is left', () => {
    streams.tell('values', { now: ++told, values: [point] });
    return streams.count === 1;
  });
  await until('the other hears the last', () => reader.heard().includes(`"now":${told},`));
  expect(reader.heard()).toContain('event: snapshot');
});

it('ends the streams of a session that is over, and lets one session hold no more than eight', async () => {
  const { streams, listen } = await openStreams();
  const first = listen('/one', true);
  let cut = false;
  first.socket.on('close', () => {
    cut = true;
  });
  await until('the first listens', () => streams.count === 1);
  for (let n = 0; n < 7; n++) listen('/one', true);
  const other = listen('/other', true);
  await until('all listen', () => streams.count === 9);
  listen('/one', true);
  await until('the oldest makes room', () => cut);
  await until('the newest listens', () => streams.count === 9);
  streams.endOf('/one');
  expect(streams.count).toBe(1);
  streams.tell('beat', beat);
  await until('the other goes on', () => other.heard().includes('event: beat'));
});

it('cuts who may not listen any more at the next beat, though nothing told it so', async () => {
  const { streams, clock, listen } = await openStreams();
  const out = new Set<string>();
  streams.heldTo((listening) => new Set([...listening].filter((one) => !out.has(one))));
  streams.start();
  const stays = listen('/stays', true);
  listen('/goes', true);
  await until('both listen', () => streams.count === 2);
  await clock.advance(2_000);
  expect(streams.count).toBe(2);
  out.add('/goes');
  await clock.advance(2_000);
  expect(streams.count).toBe(1);
  await until('the other goes on', () => stays.heard().includes('event: beat'));
});
