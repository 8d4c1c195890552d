import { ServiceNotices } from '../core/serviceNotices.ts';
import { runGuard } from '../guard/runGuard.ts';
import { DEFAULT_RUN_FOLDER, fail, logOf, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'guard <site.yaml> [--run DIR]',
  summary: {
    en: 'The safety half: polls, decides, keeps the journal. Sockets and state go to the run folder.',
    zh: '安全部分：轮询、判断、记录。套接字和状态放在运行文件夹中。',
  },
  async run(args, io) {
    const { positionals, values } = parse(args, { run: { type: 'string' } }, { min: 1, max: 1 });
    const service = new ServiceNotices(process.env.NOTIFY_SOCKET, io.clock);
    const guard = await runGuard({
      site: positionals[0] ?? '',
      run: values.run ?? DEFAULT_RUN_FOLDER,
      clock: io.clock,
      log: logOf('guard', io),
      beat: () => service.beat(),
      fellBack: process.env.LIFELINE_FELL_BACK || null, // from the judge of the last update
    });
    if (!guard.ok) {
      service.stop();
      return fail(io, guard.error);
    }
    service.say('READY=1');
    io.out(`ready ${JSON.stringify({ gateway: guard.value.gateway })}\n`);
    await io.ended;
    service.say('STOPPING=1');
    for (const said of await guard.value.stop()) io.err(`guard: ${said}\n`);
    service.stop();
    return 0;
  },
};
