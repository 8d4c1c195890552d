import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask, isNobody } from '../../gateway/desk/page/state/ask.ts';

/** Answers with a status, or never. @returns where it is */
async function serverThat(status: number | 'never answers'): Promise<string> {
  const server = createServer((_request, response) => {
    if (status === 'never answers') return;
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(`{"status":${status}}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a request that a network has swallowed has an end, and says no more than that nothing came', async () => {
  const answer = await ask('POST', await serverThat('never answers'), {}, 50);
  expect(answer).toEqual({ ok: false, refusal: null });
});

test('that nobody is logged in is said by desk, never by its being busy or away', async () => {
  expect(isNobody(await ask('GET', await serverThat(401)))).toBe(true);
  for (const status of [429, 403, 500, 503] as const)
    expect(isNobody(await ask('GET', await serverThat(status)))).toBe(false);
  expect(isNobody(await ask('GET', await serverThat('never answers'), undefined, 50))).toBe(false);
  expect(isNobody(await ask('GET', await serverThat(200)))).toBe(false);
});
