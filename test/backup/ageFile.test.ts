import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgeOpener, AgeSealer } from '../../gateway/backup/ageFile.ts';

const WORDS = 'correct horse battery staple';

/** Sealed in pieces of these sizes. */
function seal(bytes: Buffer, piece = 100_000): Buffer {
  const sealer = new AgeSealer(WORDS);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) out.push(sealer.push(bytes.subarray(at, at + piece)));
  return Buffer.concat([...out, sealer.end()]);
}

/** What comes out, or the code of why nothing does. */
function open(file: Buffer, passphrase = WORDS, piece = 70_000): Buffer | string {
  const opener = new AgeOpener(passphrase);
  const out: Buffer[] = [];
  for (let at = 0; at < file.length; at += piece) {
    const opened = opener.push(file.subarray(at, at + piece));
    if (!opened.ok) return opened.error.code;
    out.push(opened.value);
  }
  const last = opener.end();
  return last.ok ? Buffer.concat([...out, last.value]) : last.error.code;
}

describe('a file sealed with a passphrase', () => {
  // an empty one, one of exactly a chunk, of two, and such beside them
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_001])('of %i bytes opens again', (length) => {
    const bytes = randomBytes(length);
    expect(open(seal(bytes)) as Buffer).toEqual(bytes);
  });

  it('opens with age itself, and what age sealed opens here', () => {
    const bytes = randomBytes(200_000);
    // `age` asks a terminal; `script` gives it one
    const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
    const typed = (command: string, lines: number) =>
      execFileSync('script', ['-qec', command, '/dev/null'], {
        cwd: folder,
        input: `${WORDS}\n`.repeat(lines),
        stdio: ['pipe', 'pipe', 'pipe'],
      });
    try {
      execFileSync('tee', [`${folder}/ours.age`], { input: seal(bytes) });
      typed('age -d -o opened ours.age', 1);
      expect(execFileSync('cat', [`${folder}/opened`])).toEqual(bytes);
      typed('age -p -o theirs.age opened', 2);
      expect(open(execFileSync('cat', [`${folder}/theirs.age`])) as Buffer).toEqual(bytes);
    } finally {
      execFileSync('rm', ['-r', folder]);
    }
  });

  it('does not open with another passphrase', () => {
    expect(open(seal(randomBytes(10)), 'correct horse battery stable')).toBe('backup.passphrase');
  });

  it('is refused where one bit of it is another one, wherever it is, and nothing false comes out', () => {
    const bytes = randomBytes(140_000);
    const file = seal(bytes);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const opener = new AgeOpener(WORDS);
        const first = opener.push(changed);
        if (!first.ok) return;
        expect(first.value).toEqual(bytes.subarray(0, first.value.length));
        expect(opener.end().ok).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('is refused where its end is cut off, a whole chunk too', () => {
    const file = seal(randomBytes(140_000));
    for (const cut of [1, 17, 140_000 - 131_072 + 16, 70_000, file.length - 40])
      expect(['backup.damaged', 'backup.foreign']).toContain(open(file.subarray(0, file.length - cut)));
  });

  it('is not taken for one where it is something else, or asks for too much memory', () => {
    expect(open(randomBytes(5000))).toBe('backup.foreign');
    expect(open(Buffer.from('PK\x03\x04'))).toBe('backup.foreign');
    const greedy = Buffer.from(seal(randomBytes(10)).toString('latin1').replace(' 16\n', ' 30\n'), 'latin1');
    expect(open(greedy)).toBe('backup.foreign');
    const recipient = Buffer.from('age-encryption.org/v1\n-> X25519 abc\ndef\n--- mac\nxxxxxxxxxxxxxxxxxxxx');
    expect(open(recipient)).toBe('backup.foreign');
  });
});
