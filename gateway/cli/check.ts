import { checkSite, reportData, reportText } from '../reports/site/siteReport.ts';
import { speaking } from './speaking.ts';
import { parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'check <site.yaml> [--verbose] [--lang en|zh] [--json]',
  summary: {
    en: 'Looks at a site file without opening a port: every mistake with its place and remedy, how busy each line is, and how long an alarm takes at most.',
    zh: '检查现场文件，不打开端口：每个错误的位置和改法、各总线的负载、报警最长需要多久。--verbose：全部细节。',
  },
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { json: { type: 'boolean' }, verbose: { type: 'boolean' }, lang: { type: 'string' } },
      { min: 1, max: 1 },
    );
    const { json = false, verbose = false, lang } = values;
    const { language } = speaking(lang, io);
    const report = checkSite(positionals[0] ?? '');
    const text = json
      ? JSON.stringify(reportData(report), null, 2)
      : reportText(report, { verbose, language });
    io.out(`${text}\n`);
    return report.problems.length === 0 ? 0 : 1;
  },
};
