import { expect, it } from 'vitest';
import type { Problem } from '../../../../gateway/core/result.ts';
import type { Port } from '../../../../gateway/guard/bus/types.ts';
import { expectChinese } from '../../../text/inChinese.ts';

/** The other side of a port under test: what it hears, and what can be done to it. */
export type FarSide = {
  readonly port: Port;
  send(bytes: Uint8Array): void;
  /** All bytes heard so far. */
  heard(): Uint8Array;
  /** Breaks the line as its kind of line breaks: unplugged, hung up. */
  cut(): Promise<void>;
  /** Makes it whole again, so that it can be opened. */
  mend(): Promise<void>;
  dispose(): Promise<void>;
};

// a loss may be noticed by looking whether the device is still there, which is done now and then
const PATIENT = { timeout: 30_000 };

/** What every port owes its user, whatever it is made of. */
export function portContract(make: () => Promise<FarSide>): void {
  it('carries bytes both ways, in order', async () => {
    await using site = await opened(make);
    const { far, received } = site;
    const bytes = Uint8Array.from({ length: 600 }, (_, i) => i & 0xff);
    far.port.write(bytes.subarray(0, 256));
    far.port.write(bytes.subarray(256));
    await expect.poll(() => [...far.heard()]).toEqual([...bytes]);
    far.send(bytes);
    await expect.poll(() => [...received()]).toEqual([...bytes]);
  });

  it('dates what it receives on the monotonic clock', async () => {
    await using site = await opened(make);
    site.far.send(Uint8Array.of(1, 2, 3));
    await expect.poll(() => site.received().length).toBe(3);
    expect(site.times.every((at) => Number.isFinite(at) && at > 0)).toBe(true);
    expect(site.times).toEqual(site.times.toSorted((a, b) => a - b));
  });

  it('tells a loss once, and takes writes without complaint afterwards', async () => {
    await using site = await opened(make);
    await site.far.cut();
    await expect.poll(() => site.losses.length, PATIENT).toBe(1);
    expect(site.losses[0]).toMatchObject({ code: 'port.lost', hint: expect.any(String) });
    site.losses.forEach(expectChinese);
    site.far.port.write(Uint8Array.of(1));
    await site.far.port.close();
    expect(site.losses).toHaveLength(1);
  });

  it('says why it cannot be opened while the line is cut, and can be opened again when it is mended', async () => {
    await using site = await opened(make);
    const { far, received } = site;
    await far.cut();
    await expect.poll(() => site.losses.length, PATIENT).toBe(1);
    expect(await far.port.open()).toMatchObject({ ok: false, error: { what: expect.any(String) } });
    await far.mend();
    expect(await far.port.open()).toEqual({ ok: true, value: undefined });
    far.send(Uint8Array.of(7));
    await expect.poll(() => [...received()]).toEqual([7]);
  });

  it('is quiet once closed, and closing twice is nothing', async () => {
    await using site = await opened(make);
    const { far } = site;
    await far.port.close();
    await far.port.close();
    far.port.write(Uint8Array.of(9));
    expect(await far.port.open()).toEqual({ ok: true, value: undefined });
    far.port.write(Uint8Array.of(5));
    await expect.poll(() => [...far.heard()]).toEqual([5]);
    expect(site.losses).toEqual([]);
  });
}

async function opened(make: () => Promise<FarSide>) {
  const far = await make();
  const chunks: Uint8Array[] = [];
  const times: number[] = [];
  const losses: Problem[] = [];
  far.port.onBytes = (bytes, at) => {
    chunks.push(bytes.slice());
    times.push(at);
  };
  far.port.onLost = (problem) => losses.push(problem);
  expect(await far.port.open()).toEqual({ ok: true, value: undefined });
  return {
    far,
    times,
    losses,
    received: () => Buffer.concat(chunks),
    [Symbol.asyncDispose]: async () => {
      await far.port.close();
      await far.dispose();
    },
  };
}
