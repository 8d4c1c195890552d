import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { knownSecrets } from '../../gateway/support/knownSecrets.ts';
import { Redaction } from '../../gateway/support/redaction.ts';
import { supportText } from '../../gateway/support/supportFile.ts';
import { removeFolder } from '../harness/removeFolder.ts';

let root: string;
let state: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'support-'));
  state = join(root, 'var/lib/lifeline/journal');
  mkdirSync(state, { recursive: true });
});
afterEach(() => removeFolder(root));

function file(path: string, text: string): string {
  const whole = join(root, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

const PEM = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const PLANTED = {
  broker: 'Kx9"broker/secret',
  signing: 'c2lnbmluZy1rZXktb2YtdGhlLWJveA',
  token: 'tok_5d2e9c31a7f04b8e',
  login: 'inUrl-pa55',
  setting: 'mailPassw0rd',
  spoken: 'spoken-Bearer-0123456789',
  claim: '7KQ4-9FMX-2TRB',
};

describe('the file for a help desk', () => {
  it('holds site, events and what the doctor found, and none of the secrets that were planted everywhere', async () => {
    const site = file(
      'var/lib/lifeline/site.yaml',
      `gateway: { id: box-1, name: "Garden Lane 7" }\nuplinks:\n  - { id: city, url: "mqtts://mr:${PLANTED.login}@broker:8883", secret: city }\n`,
    );
    file('var/lib/lifeline/secrets.yaml', `city: '${PLANTED.broker}'\nsigner: ${PLANTED.signing}\n`);
    file('var/lib/lifeline/journal/record-key.pem', PEM);
    file(
      'var/lib/lifeline-desk/access.json',
      JSON.stringify({ tokens: [{ label: 'sap', token: PLANTED.token }] }),
    );
    file('etc/lifeline/lifeline.env', `LANG=zh_CN.UTF-8\nSMTP_PASSWORD="${PLANTED.setting}"\n`);
    const people = new PeopleFile(state);
    await people.add({ id: 'li', name: 'Li Wei', role: 'operator' }, 'correct horse', 0);
    const [{ password } = { password: { hash: '', salt: '' } }] = knownPeople(people);
    const opened = openJournal(join(state, 'journal.db'), 'box-1', null);
    opened.db.close();
    // words of a log in which everything went wrong
    const log = [
      `courier: cannot log in with ${PLANTED.broker} at mqtts://mr:${PLANTED.login}@broker`,
      `courier: ${JSON.stringify({ password: PLANTED.broker })} ${encodeURIComponent(PLANTED.broker)} ${Buffer.from(PLANTED.broker).toString('base64')}`,
      `desk: Authorization: Bearer ${PLANTED.spoken} and token ${PLANTED.token}; Claim code: ${PLANTED.claim}`,
      PEM,
      PEM.split('\n')[1],
      `hash ${password.hash} salt ${password.salt}`,
    ].join('\n');

    const text = await supportText({
      ...{
        root,
        site,
        state,
        title: 'lifeline 0.1.0',
        sections: [
          ['doctor', 'doctor.temperature 82'],
          ['log', log],
        ],
      },
      secretFolders: [join(root, 'var/lib/lifeline'), join(root, 'var/lib/lifeline-desk')],
    });
    for (const wanted of [
      'Garden Lane 7',
      'doctor.temperature 82',
      'LANG=zh_CN',
      'broker:8883',
      '==== journal ====',
    ])
      expect(text).toContain(wanted);
    const secrets = [...Object.values(PLANTED), PEM.split('\n')[1] ?? '', password.hash, password.salt];
    for (const secret of secrets) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
        expect(text, form).not.toContain(form);
      for (const coding of ['base64', 'hex'] as const)
        expect(text).not.toContain(Buffer.from(secret).toString(coding).replace(/=+$/, ''));
    }
  });

  it('knows the secrets of a box from where they are kept', () => {
    file('a/secrets.yaml', 'one: "quoted one"\ntwo: bare-two # not a comment in a password\n');
    file('a/server.key', PEM);
    file('a/server.pem', '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----');
    const known = knownSecrets([join(root, 'a'), join(root, 'not-there')]);
    expect(known).toContain('quoted one');
    expect(known).toContain(PEM.split('\n')[1]);
    expect(known.join()).not.toContain('MIIBszCCAVmgAwIBAgIUQ'); // a certificate is public
  });

  it('knows a key whatever its file is called', () => {
    file('var/lib/lifeline/certificates/of-the-city', PEM);
    expect(knownSecrets([join(root, 'var/lib/lifeline')])).toContain(PEM.split('\n')[1]);
  });

  it('leaves alone what is none', () => {
    const plain =
      'gas-101/concentration 12.5 %LEL, alarm gas-high#3 of box-1 at 2026-11-30T08:00:00Z, url https://city.example/a';
    expect(new Redaction(['x']).clean(plain)).toBe(plain);
  });
});

function knownPeople(people: PeopleFile) {
  const all = people.all();
  return all.ok ? all.value : [];
}
