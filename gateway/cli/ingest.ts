import { startIngest } from '../platform/ingest.ts';
import { readGiven } from './givenFile.ts';
import { fail, logOf, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'ingest <ingest.yaml> | --demo',
  summary: {
    en: "The platform's side: takes what gateways say into PostgreSQL, acknowledges what is stored, asks for what is missing. --demo: the small stack on this machine, with a simulated building in it.",
    zh: '平台一侧：把网关数据存入 PostgreSQL，存好后确认，缺失的自动补要。--demo：在本机运行一套带模拟楼宇的小型平台。',
  },
  async run(args, io) {
    const { positionals, values } = parse(args, { demo: { type: 'boolean' } }, { min: 0, max: 1 });
    if (values.demo === true) return (await import('./ingest/ingestDemo.ts')).runIngestDemo(io);
    const [path] = positionals;
    if (path === undefined)
      throw new UsageError({
        en: 'say which configuration: deploy/platform/ingest.example.yaml is one to start from',
        zh: '请指定配置文件：可以从 deploy/platform/ingest.example.yaml 开始',
      });
    const config = readGiven(path);
    if (!config.ok) return fail(io, [config.error]);
    const ingest = await startIngest({
      ...{
        path,
        config: config.value?.toString('utf8') ?? '',
        clock: io.clock,
        log: logOf('ingest', io),
      },
      readFile: (name) => {
        const file = readGiven(name);
        return file.ok ? { ok: true, value: file.value ?? Buffer.alloc(0) } : file;
      },
    });
    if (!ingest.ok) return fail(io, ingest.error);
    io.out(`ready ${JSON.stringify({ http: ingest.value.httpPort })}\n`);
    await io.ended;
    await ingest.value.stop();
    return 0;
  },
};
