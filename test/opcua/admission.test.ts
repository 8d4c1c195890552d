import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OPCUAServer } from 'node-opcua-server';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../gateway/core/log.ts';
import { Admission } from '../../gateway/opcua/server/admission.ts';
import { OPCUA_CAPS } from '../../gateway/opcua/server/caps.ts';
import { Strangers } from '../../gateway/opcua/server/strangers.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

test('while all sessions are taken, the one that has been without a connection for longest gives way, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-admission-'));
  onTestFinished(() => removeFolder(folder));
  const people = new PeopleFile(folder);
  await people.add({ id: 'viewer', name: 'viewer', role: 'viewer' }, 'correct horse battery', Date.now());
  const clock = new VirtualClock();
  const sessions = new Map<string, object>();
  const come = (id: string) => {
    const session = { status: 'active', userIdentityToken: { userName: 'viewer' } };
    sessions.set(id, { ...session, authenticationToken: id, aborted: false, creationDate: new Date(0) });
  };
  const breakOff = (id: string) => Object.assign(sessions.get(id) as object, { aborted: true });
  const server = {
    ...{ endpoints: [], on: () => {}, isUserAuthorized: () => {} },
    ...{ serverCertificateManager: { checkCertificate: () => {} } },
    ...{ userCertificateManager: { checkCertificate: () => {} } },
    engine: {
      serverCapabilities: { maxSessions: 3 },
      get _sessions() {
        return Object.fromEntries(sessions);
      },
      closeSession: (token: string) => sessions.delete(token),
    },
  };
  const strangers = new Strangers(folder, silentLog);
  const admission = new Admission(server as unknown as OPCUAServer, people, clock, {
    strangers,
    log: silentLog,
  });
  admission.start();
  onTestFinished(() => admission.stop());
  const there = () => [...sessions.keys()].join();

  for (const id of ['a', 'b']) come(id);
  breakOff('b');
  await clock.advance(60_000);
  expect(there()).toBe('a,b'); // its client may come back as long as nobody wants the place
  come('c');
  await clock.advance(4_000);
  expect(there()).toBe('a,c');
  come('d');
  breakOff('c');
  await clock.advance(4_000);
  expect(there()).toBe('a,c,d'); // not so soon: a connection breaks, and is there again
  breakOff('a');
  await clock.advance(OPCUA_CAPS.aloneMs - 2_000);
  expect(there()).toBe('a,d');
  await clock.advance(600_000);
  expect(there()).toBe('a,d');
});
