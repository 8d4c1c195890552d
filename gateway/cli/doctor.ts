import { formatProblem } from '../core/result.ts';
import type { CheckUp } from '../doctor/box.ts';
import { checkUp, findingsOf } from '../doctor/checkUp.ts';
import { keepMark } from '../doctor/journalMark.ts';
import { findingsForGuard, openBox } from '../doctor/openBox.ts';
import { speaker } from '../text/catalogue.ts';
import { DOCTOR_MESSAGES } from '../text/doctorMessages.ts';
import { problemIn } from '../text/problemText.ts';
import { leftAligned } from './columns.ts';
import { speaking } from './speaking.ts';
import { DEFAULT_RUN_FOLDER, type Io, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage: 'doctor [site.yaml] [--run DIR] [--keep FILE] [--root DIR] [--lang en|zh] [--json]',
  summary: {
    en: 'Looks the box over: programs, adapters, disk, clock, power, certificates, brokers, rights. Each finding comes with its remedy; exit status 1 where there is one.',
    zh: '检查网关本身：程序、适配器、磁盘、时钟、供电、证书、上行服务器、权限。每个问题都附处理办法；有问题时退出状态为 1。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { run: text, keep: text, root: text, lang: text, json: { type: 'boolean' } },
      { min: 0, max: 1 },
    );
    const io = speaking(values.lang, given);
    const site = positionals[0] ?? process.env.LIFELINE_SITE;
    if (site === undefined)
      throw new UsageError({ en: 'name the site file of this box', zh: '请指定本机的现场文件' });
    const place = { site, run: values.run ?? DEFAULT_RUN_FOLDER, root: values.root ?? '/' };
    const { box, client } = await openBox({ ...place, kept: values.keep ?? null }, io.clock);
    const found = await checkUp(box);
    // only who looks with all rights, and keeps what it measures, is believed by the page and by guard
    if (values.keep !== undefined) {
      const trouble = found.journal && (await keepMark(values.keep, box.before, found.journal));
      if (trouble !== null)
        io.err(`${speaker(DOCTOR_MESSAGES, io.language)('not-kept', { message: trouble.what })}\n`);
      if (box.guard !== null) await client.request({ verb: 'examined', findings: findingsForGuard(found) });
    }
    await client.stop();
    io.out(values.json === true ? `${JSON.stringify(plain(found, io), null, 2)}\n` : doctorText(found, io));
    return findingsOf(found).length === 0 ? 0 : 1;
  },
};

/** For programs: every check with what was found, in the language asked for. */
function plain({ utc, checks }: CheckUp, io: Io) {
  return {
    at: new Date(utc).toISOString(),
    checks: checks.map(({ check, looked, figure, findings }) => ({
      ...{ check, result: !looked ? 'not-looked-at' : findings.length === 0 ? 'well' : 'found', figure },
      findings: findings.map((finding) => {
        const { code, what, where, hint } = problemIn(finding, io.language);
        return { code, what, where, remedy: hint };
      }),
    })),
  };
}

/** A table of what was looked at, then every finding with its remedy. */
function doctorText(found: CheckUp, io: Io): string {
  const say = speaker(DOCTOR_MESSAGES, io.language);
  const rows = found.checks.map(({ check, looked, figure, findings }) => [
    say(check),
    say(!looked ? 'unknown' : findings.length === 0 ? 'well' : 'found'),
    figure ?? '',
  ]);
  const findings = findingsOf(found);
  const looked = found.checks.filter((one) => one.looked).length;
  const left = found.checks.length - looked;
  return [
    ...leftAligned(rows),
    findings.length === 0
      ? say('all-well', { looked })
      : say('found-some', { count: findings.length, looked }),
    ...findings.map((finding) => formatProblem(problemIn(finding, io.language))),
    ...(left === 0 ? [] : [say('not-all', { count: left })]),
    '',
  ].join('\n');
}
