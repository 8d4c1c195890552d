import { existsSync, statSync } from 'node:fs';
import { journalFile } from '../journal/file/database.ts';
import { readRecord } from '../reports/signed/recordFiles.ts';
import { inFours, opensslLine, verifyRecord } from '../reports/signed/signedRecord.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { speaker } from '../text/catalogue.ts';
import { EXAMINATION_MESSAGES } from '../text/examinationMessages.ts';
import { RECORD_MESSAGES } from '../text/recordMessages.ts';
import { writeExamination } from './record/examine.ts';
import { takeOutPapers } from './record/takeOut.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

const USAGE = 'record verify <record.json> [--key public.pem] [--lang en|zh] [--json]';
const EXAMINE =
  'record examine <journal> --from DAY --to DAY --state DIR [--site site.yaml] [--out examination.json] [--time-zone NAME] [--verify-at URL]';
const EXPORT = 'record export <journal> [--out DIR]';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const verb: Verb = {
  usage: `${USAGE} | ${EXAMINE} | ${EXPORT}`,
  summary: {
    en: 'verify: checks that a signed record is as it was signed; the signature stands beside it (.sig), the key too (.pem) unless one is named. examine: the examination report of a period, signed with the key in the state folder, and a page for A4; --site gives it the limits and baselines in force. export: writes every signed paper that the journal keeps, each as its three files.',
    zh: 'verify：检查签名记录是否与签名时一致；签名文件（.sig）在旁边，公钥（.pem）也在旁边，除非另外指定。examine：生成某一时段的检查报告，用状态目录中的密钥签名，并生成一张 A4 页面；用 --site 写入现行限值和基准值。export：把记录中保存的每份签名文件写出，各三个文件。',
  },
  async run(args, given) {
    const text = { type: 'string' } as const;
    const { positionals, values } = parse(
      args,
      {
        ...{ key: text, lang: text, json: { type: 'boolean' }, from: text, to: text, state: text },
        ...{ out: text, 'time-zone': text, 'verify-at': text, site: text },
      },
      { min: 2, max: 2 },
    );
    const io = speaking(values.lang, given);
    const [what, file = ''] = positionals;
    if (what === 'verify') return verify(file, values.key, values.json === true, io);
    if (what === 'export') {
      const taken = takeOutPapers(journalAt(file), values.out ?? '.');
      if (!taken.ok) return fail(io, [taken.error]);
      for (const path of taken.value) io.out(`${path}\n`);
      return 0;
    }
    const { from, to, state, out = 'examination.json' } = values;
    if (what !== 'examine' || from === undefined || to === undefined || state === undefined)
      throw new UsageError(what === 'examine' ? EXAMINE : USAGE);
    if (!DAY.test(from) || !DAY.test(to) || from > to)
      throw new UsageError({
        en: `${from} to ${to} is no period: write days, the first one first, e.g. 2026-05-01`,
        zh: `${from} 至 ${to} 不是时段：请写日期，先写较早的一天，例如 2026-05-01`,
      });
    const journal = journalAt(file);
    const site = values.site === undefined ? null : loadSite(values.site, readProfiles(values.site), []);
    if (site?.ok === false) return fail(io, site.error);
    const written = writeExamination({
      ...{ journal, from, to, out, state, site: site?.value ?? null },
      timeZone: values['time-zone'] ?? site?.value.gateway.timeZone,
      verifyAt: values['verify-at'] ?? 'lifeline:verify',
      ...{ now: io.clock.utc(), language: io.language },
    });
    if (!written.ok) return fail(io, [written.error]);
    const { page } = written.value;
    io.out(`${speaker(EXAMINATION_MESSAGES, io.language)('written', { file: out, page })}\n`);
    return 0;
  },
};

/** A journal by its file, or by the folder that it is in. */
function journalAt(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? journalFile(path) : path;
}

function verify(file: string, key: string | undefined, json: boolean, io: Io): number {
  const say = speaker(RECORD_MESSAGES, io.language);
  const record = readRecord(file, key);
  if (!record.ok) return fail(io, [record.error]);
  const proof = verifyRecord(record.value);
  if (!proof.ok) return fail(io, [{ ...proof.error, where: file }]);
  const { sha256, key: signer } = proof.value;
  const lines = [
    say('verified'),
    `  ${say('verified.hash', { hash: inFours(sha256) })}`,
    `  ${say('verified.key', { key: inFours(signer) })}`,
    `  ${opensslLine(file)}`,
  ];
  io.out(json ? `${JSON.stringify(proof.value)}\n` : `${lines.join('\n')}\n`);
  return 0;
}
