import { lineLog } from '../core/log.ts';
import { startIngest } from '../platform/ingest.ts';
import { readGiven } from './givenFile.ts';
import { fail, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'ingest <ingest.yaml>',
  summary:
    "The platform's side: takes what gateways say into PostgreSQL, acknowledges what is stored, asks for what is missing.",
  async run(args, io) {
    const { positionals } = parse(args, {}, { min: 1, max: 1 });
    const [path = ''] = positionals;
    const config = readGiven(path);
    if (!config.ok) return fail(io, [config.error]);
    const ingest = await startIngest({
      ...{
        path,
        config: config.value?.toString('utf8') ?? '',
        clock: io.clock,
        log: lineLog('ingest', io.err),
      },
      readFile: (name) => {
        const file = readGiven(name);
        return file.ok && file.value !== null ? { ok: true, value: file.value } : (file as never);
      },
    });
    if (!ingest.ok) return fail(io, ingest.error);
    io.out(`ready ${JSON.stringify({ http: ingest.value.httpPort })}\n`);
    await io.ended;
    await ingest.value.stop();
    return 0;
  },
};
