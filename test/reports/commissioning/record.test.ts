import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gapsOf, statementOf } from '../../../gateway/reports/commissioning/commissioningRecord.ts';
import { recordPage } from '../../../gateway/reports/commissioning/recordPage.ts';
import { gatewayKey, readRecord, writeRecord } from '../../../gateway/reports/signed/recordFiles.ts';
import { opensslLine, signRecord, verifyRecord } from '../../../gateway/reports/signed/signedRecord.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { sampleRecord } from './sampleRecord.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lifeline-record-'));
  onTestFinished(() => removeFolder(made));
  return made;
}

function signed() {
  const where = folder();
  const key = gatewayKey(where);
  if (!key.ok) throw new Error(key.error.what);
  const file = join(where, 'record.json');
  const record = signRecord(sampleRecord(), key.value.key, key.value.publicKey);
  writeRecord(file, record);
  return { where, file, record };
}

test('openssl and we agree on a record, and on one changed byte', () => {
  const { file } = signed();
  const openssl = () => spawnSync('sh', ['-c', opensslLine(file)], { encoding: 'utf8' });
  const ours = () => {
    const read = readRecord(file);
    return read.ok && verifyRecord(read.value).ok;
  };
  expect([openssl().status, ours()]).toEqual([0, true]);
  const bytes = readFileSync(file);
  for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect([openssl().status, ours()]).toEqual([1, false]);
  }
  writeFileSync(file, bytes);
  expect([openssl().status, ours()]).toEqual([0, true]);
});

test('a record of another key is not this gateway’s; the key is made once and for its owner alone', () => {
  const { file, where } = signed();
  const other = signed();
  const read = readRecord(file, `${other.file}.pem`);
  expect(read.ok && verifyRecord(read.value)).toMatchObject({ ok: false, error: { code: 'record.changed' } });
  const again = gatewayKey(where);
  expect(again.ok && again.value.publicKey).toBe(readFileSync(`${file}.pem`, 'utf8'));
  expect(statSync(join(where, 'record-key.pem')).mode & 0o777).toBe(0o600);
});

test('a siren that was commanded and not heard is printed as failed; a gap without a reason makes it incomplete', () => {
  const record = sampleRecord();
  expect(gapsOf(record)).toEqual(['p-5', 'power']);
  expect(statementOf(record)).toBe('with-exceptions');
  expect(statementOf({ ...record, exceptions: record.exceptions.slice(0, 1) })).toBe('incomplete');
  expect(record.devices[0]?.bump?.legs.map(({ took_ms }) => took_ms)).toEqual([
    3100, 800, 200, 4900, 1100, 39_000,
  ]);
  expect(record.devices[4]?.bump?.legs.find(({ leg }) => leg === 'heard')?.outcome).toBe('failed');
});

test.each(['en', 'zh'] as const)(
  'the page in %s holds what was signed and nothing from elsewhere',
  (language) => {
    const seal = {
      sha256: 'a'.repeat(64),
      key: 'b'.repeat(16),
      file: 'record.json',
      verifyAt: 'https://192.0.2.1/verify',
    };
    const page = recordPage(sampleRecord(), seal, language);
    expect(page).toContain(language === 'zh' ? '花园里12号3栋' : 'Garden Lane 12, block 3');
    expect(page).not.toMatch(/\{[a-z]+\}/); // no parameter left open
    expect(page).not.toMatch(/(src|href)="http/);
    expect(page.match(/class="grave"/g)?.length).toBe(2); // in the list and in its legs
    const escaped = recordPage({ ...sampleRecord(), building: '<script>' }, seal, language);
    expect(escaped).not.toContain('<script>');
  },
);

test('the command says what it checked', () => {
  const { file } = signed();
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--import', 'tsx', 'gateway/cli.ts', 'record', 'verify', ...args], {
      encoding: 'utf8',
    });
  expect(JSON.parse(run(file, '--json'))).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(run(file, '--lang', 'zh')).toContain('记录与签名时一致');
});

test('a stranger with the paper alone follows its four steps; a forgery signed with another key fails at one of them', () => {
  const { where, file, record } = signed();
  const proof = verifyRecord(record);
  if (!proof.ok) throw new Error(proof.error.what);
  const seal = { ...proof.value, file: 'record.json', verifyAt: 'https://192.0.2.1/verify' };
  for (const language of ['en', 'zh'] as const) {
    const page = recordPage(sampleRecord(), seal, language);
    const [files = '', ...steps] = [...page.matchAll(/<pre>([^<]*)<\/pre>/g)].map(([, text]) => text ?? '');
    expect(files.split('\n')).toEqual(['record.json', 'record.json.sig', 'record.json.pem']);
    const follow = () =>
      steps.map((step) => spawnSync('sh', ['-c', step], { cwd: where, encoding: 'utf8' }).stdout.trim());
    const bare = page.replaceAll(' ', '');
    const [hash = '', key = '', verified] = follow();
    expect(bare).toContain(hash.slice(0, 64));
    expect(key).toMatch(/^[0-9a-f]{16}$/);
    expect(bare).toContain(key);
    expect(verified).toContain('Signature Verified Successfully');
    // somebody else signs other bytes with a key of their own
    const forger = signed();
    writeRecord(file, signRecord({ ...sampleRecord(), software: '1' }, ...keyIn(forger.where)));
    const [otherHash = '', otherKey = '', accepted] = follow();
    expect(accepted).toContain('Signature Verified Successfully'); // by itself that proves nothing
    expect([bare.includes(otherHash.slice(0, 64)), bare.includes(otherKey)]).toEqual([false, false]);
    writeRecord(file, record);
  }
});

function keyIn(where: string) {
  const key = gatewayKey(where);
  if (!key.ok) throw new Error(key.error.what);
  return [key.value.key, key.value.publicKey] as const;
}
