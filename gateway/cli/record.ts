import { readRecord } from '../reports/signed/recordFiles.ts';
import { inFours, opensslLine, verifyRecord } from '../reports/signed/signedRecord.ts';
import { speaker } from '../text/catalogue.ts';
import { RECORD_MESSAGES } from '../text/recordMessages.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'record verify <record.json> [--key public.pem] [--lang en|zh] [--json]',
  summary:
    'Checks that a signed record is as it was signed. The signature stands beside it (.sig), the key too (.pem) unless one is named.',
  async run(args, given) {
    const text = { type: 'string' } as const;
    const { positionals, values } = parse(
      args,
      { key: text, lang: text, json: { type: 'boolean' } },
      { min: 2, max: 2 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(RECORD_MESSAGES, io.language);
    const [what, file = ''] = positionals;
    if (what !== 'verify') throw new UsageError('record verify <record.json>');
    const record = readRecord(file, values.key);
    if (!record.ok) return fail(io, [record.error]);
    const proof = verifyRecord(record.value);
    if (!proof.ok) return fail(io, [{ ...proof.error, where: file }]);
    const { sha256, key } = proof.value;
    if (values.json === true) io.out(`${JSON.stringify(proof.value)}\n`);
    else
      io.out(
        `${say('verified')}\n  ${say('verified.hash', { hash: inFours(sha256) })}\n  ${say('verified.key', { key: inFours(key) })}\n  ${opensslLine(file)}\n`,
      );
    return 0;
  },
};
