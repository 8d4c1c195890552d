import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { checkJournal } from '../../gateway/journal/read/journalText.ts';
import { decodeBirth, decodeEvent, decodeParts } from '../../gateway/telemetry/index.ts';
import { testProgram } from '../harness/programs.ts';
import { soak } from '../harness/soak.ts';
import { part, reading, temporaryFolder } from './samples.ts';

const KILLS = soak(20);
/** A run takes half a second, on a machine that does nothing else. */
const PATIENCE_MS = KILLS * 15_000;

/** Runs a writer under load and kills it after about `lines` commits were seen; returns what it said was on disk. */
async function runAndKill(folder: string, lines: number): Promise<readonly string[]> {
  const guard = spawn(process.execPath, [...testProgram('test/journal/writeUntilKilled'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface(guard.stdout)) {
    said.push(line);
    if (said.length === lines) guard.kill('SIGKILL'); // and read on: what is in the pipe was said before
  }
  return said;
}

it(
  `nothing shown durable is lost when guard is killed ${KILLS} times, and it always starts again`,
  async () => {
    const folder = temporaryFolder();
    const file = journalFile(folder);
    const events = new Map<number, string>();
    const parts = new Map<number, number>();
    let epoch: string | null = null;
    for (let kill = 0; kill < KILLS; kill++) {
      const said = await runAndKill(folder, 1 + Math.floor(300 * Math.random() ** 2));
      expect(said.filter((line) => line.startsWith('trouble'))).toEqual([]);
      for (const line of said) {
        const [kind, first, second] = line.split(' ');
        if (kind === 'event') {
          expect(events.has(Number(second))).toBe(false); // no number is given out twice
          events.set(Number(second), String(first));
        } else parts.set(Number(first), Number(second));
      }
      epoch ??= reading(file, (reader) => reader.identity().epoch);
      expect(reading(file, (reader) => reader.identity().epoch)).toBe(epoch);
    }
    expect(events.size).toBeGreaterThan(KILLS);
    expect(parts.size).toBeGreaterThan(KILLS / 4);

    expect(checkJournal(file)).toMatchObject({ ok: true, value: { sound: true } });
    reading(file, (reader) => {
      const rows = reader.events(1, 1e9);
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, n) => n + 1));
      const texts = rows.map((row) => {
        const event = decodeEvent(row.body);
        return event.ok && event.value.type === 'system' ? event.value.text : '';
      });
      for (const [seq, text] of events) expect(texts[seq - 1]).toBe(text);
      expect(new Set(texts).size).toBe(texts.length);

      const segments = reader.telemetry(1, 1e9);
      expect(segments.map((row) => row.seq)).toEqual(segments.map((_, n) => n + 1));
      expect(segments.slice(0, -1).every((row) => row.sealed)).toBe(true);
      for (const [seq, count] of parts) expect(segments[seq - 1]?.parts).toBeGreaterThanOrEqual(count);
      for (const row of segments.slice(0, 50)) {
        const document = decodeBirth(reader.birth(row.birth) ?? new Uint8Array());
        const decoded = decodeParts(row.body, document.ok ? document.value.channels : []);
        if (!decoded.ok) throw new Error(decoded.error.what);
        expect(decoded.value).toEqual(decoded.value.map(({ to }) => part(to / 1000)));
      }
    });
  },
  PATIENCE_MS,
);
