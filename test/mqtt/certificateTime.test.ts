import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TimeWindow } from '../../gateway/mqtt/certificateTime.ts';
import { CertificateWindow } from '../../gateway/mqtt/certificateWindow.ts';
import { openSecure } from '../../gateway/mqtt/secureSocket.ts';
import { freePort } from '../harness/mosquitto.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { type Certificates, makeCertificates } from './certificates.ts';

// The machine's clock is right here; a gateway's wrong one is played by certificates whose time is over or to come.
const DAY_MS = 86_400_000;
let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});
afterAll(() => certificates.remove());

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

type Name = Parameters<Certificates['path']>[0];
const pem = (name: Name) => readFileSync(certificates.path(name));

/** Whether a broker with this certificate is accepted, and what it was told by then. */
async function meet(name: Name, window: TimeWindow | null, ca: Buffer | null = pem('ca.pem')) {
  let heard = '';
  const server = createServer({ cert: pem(name), key: pem('server.key') }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes.toString();
      socket.end('welcome');
    });
  });
  server.on('tlsClientError', () => {});
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanup.push(() => server.close());
  let lenient = false;
  const socket = openSecure(
    { host: '127.0.0.1', port, servername: '', ...(ca === null ? {} : { ca }) },
    { window: () => window, onLenient: () => (lenient = true) },
  );
  socket.write('password'); // as an MQTT client does: at once, to be held back until the other end is known
  return new Promise<{ accepted: boolean; lenient: boolean; code?: string; heard: () => string }>(
    (resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ accepted: false, lenient, code: error.code ?? '', heard: () => heard }),
      );
      socket.on('data', () => resolve({ accepted: true, lenient, heard: () => heard }));
    },
  );
}

const around = (fromDays: number, toDays = fromDays + 1_800): TimeWindow => ({
  from: Date.now() + fromDays * DAY_MS,
  to: Date.now() + toDays * DAY_MS,
});

describe("a broker's certificate and a clock that is not sure", () => {
  test('with a right clock the dates count', async () => {
    expect(await meet('server.pem', null)).toMatchObject({ accepted: true, lenient: false });
    expect(await meet('expired.pem', null)).toMatchObject({ accepted: false, code: 'CERT_HAS_EXPIRED' });
    expect(await meet('future.pem', null)).toMatchObject({ accepted: false, code: 'CERT_NOT_YET_VALID' });
  });

  test('with an unsure clock a certificate that may be valid now does not lock the gateway out', async () => {
    const known = around(-10); // it is later than ten days ago: that is all
    expect(await meet('server.pem', known)).toMatchObject({ accepted: true, lenient: false });
    expect(await meet('expired.pem', known)).toMatchObject({ accepted: true, lenient: true });
    expect(await meet('future.pem', known)).toMatchObject({ accepted: true, lenient: true });
    expect(await meet('chained.pem', known)).toMatchObject({ accepted: true, lenient: true });
  });

  test('a certificate that was over when the time was last known is refused, however wrong the clock', async () => {
    const refused = { accepted: false, code: 'CERT_HAS_EXPIRED' };
    expect(await meet('long-over.pem', around(-10))).toMatchObject(refused);
    expect(await meet('expired.pem', around(-1))).toMatchObject(refused);
    // valid by the clock, but the clock is behind what is known
    expect(await meet('server.pem', around(3))).toMatchObject(refused);
    expect(await meet('future.pem', around(-10, 1))).toMatchObject({ accepted: false });
  });

  test('nothing but the dates is forgiven: authority, signer, name, purpose', async () => {
    const known = around(-10);
    for (const name of ['forged.pem', 'by-client.pem', 'misnamed.pem', 'for-clients.pem'] as const) {
      const met = await meet(name, known);
      expect(met, name).toMatchObject({ accepted: false });
      expect(met.heard(), `${name} was told the password`).toBe('');
    }
  });

  test('without an authority of the installer’s choice the dates count as ever', async () => {
    const met = await meet('expired.pem', around(-10), null);
    expect(met).toMatchObject({ accepted: false, lenient: false });
  });
});

describe('what is certain of the time', () => {
  const window = (
    quality: 'ntp' | 'holdover' | 'rtc' | 'unsynced',
    latestCertain: number,
    complete = true,
  ) => {
    const clock = new VirtualClock();
    return { clock, of: new CertificateWindow(clock, { complete, latestCertain }, () => quality, BUILT) };
  };
  const KNOWN = Date.UTC(2031, 0, 1);
  const BUILT = Date.UTC(2026, 10, 1);

  test('a synchronised clock needs no leniency; an unsure one begins where the journal ends', () => {
    expect(window('ntp', KNOWN).of.get()).toBeNull();
    expect(window('holdover', KNOWN).of.get()).toBeNull();
    for (const quality of ['rtc', 'unsynced'] as const)
      expect(window(quality, KNOWN).of.get()).toMatchObject({ from: KNOWN });
  });

  test('without a journal it is later than this software, but that is assumed only when no journal turns up', async () => {
    const { clock, of } = window('unsynced', 0, false);
    expect(of.get()).toBeNull();
    await clock.advance(60_000);
    expect(of.get()?.from).toBe(BUILT);
  });
});
