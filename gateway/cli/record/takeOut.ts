import { join } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { openJournalReader } from '../../journal/read/reader.ts';
import { writeRecord } from '../../reports/signed/recordFiles.ts';
import { decodeEvent, SignedPapers } from '../../telemetry/index.ts';

const CHUNK_BYTES = 256 * 1024;

/** Writes every signed paper that is whole in a journal as its three files into a folder. @returns the files */
export function takeOutPapers(journal: string, folder: string): Result<readonly string[], Problem> {
  const opened = openJournalReader(journal);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const papers = new SignedPapers();
    const files: string[] = [];
    for (let from = 1; ; ) {
      const rows = reader.events(from, CHUNK_BYTES);
      const last = rows.at(-1);
      if (last === undefined) return ok(files);
      for (const { body } of rows) {
        const event = decodeEvent(body);
        const paper = event.ok ? papers.take(event.value) : null;
        if (paper === null) continue;
        const file = join(folder, `${paper.kind.replaceAll(/\W/g, '')}-${paper.sha256.slice(0, 12)}.json`);
        writeRecord(file, paper);
        files.push(file);
      }
      from = last.seq + 1;
    }
  } catch (error) {
    return err({ code: 'record.not-written', what: (error as Error).message, where: folder });
  } finally {
    reader.close();
  }
}
