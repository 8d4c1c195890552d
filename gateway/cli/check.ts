import { checkSite, reportData, reportText } from '../site/check.ts';
import { parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'check <site.yaml> [--json]',
  summary:
    'Looks at a site file without opening a port: every mistake with its place and remedy, and how busy each line is.',
  async run(args, io) {
    const { positionals, values } = parse(args, { json: { type: 'boolean' } }, { min: 1, max: 1 });
    const report = checkSite(positionals[0] ?? '');
    io.out(`${values.json ? JSON.stringify(reportData(report), null, 2) : reportText(report)}\n`);
    return report.problems.length === 0 ? 0 : 1;
  },
};
