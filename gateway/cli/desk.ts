import { runDesk } from '../desk/desk.ts';
import { DESK_OPTIONS, listenAt } from './listenAt.ts';
import { DEFAULT_RUN_FOLDER, fail, logOf, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'desk <site.yaml> [--run DIR] [--memory DIR] [--listen HOST:PORT] [--plain HOST:PORT|off]',
  summary: {
    en: 'The page for people: HTTPS on 8443, and on 8080 one that explains the warning. Works with guard dead, and guard with it dead.',
    zh: '供人使用的网页：8443 端口为 HTTPS，8080 端口解释浏览器的警告。守护进程停止时照常工作，它停止时守护进程照常工作。',
  },
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { run: { type: 'string' }, memory: { type: 'string' }, ...DESK_OPTIONS },
      { min: 1, max: 1 },
    );
    const { listen, plain = '8080' } = values;
    const desk = await runDesk({
      site: positionals[0] ?? '',
      run: values.run ?? DEFAULT_RUN_FOLDER,
      memory: values.memory,
      listen: listen === undefined ? null : listenAt(listen),
      plain: plain === 'off' ? null : listenAt(plain),
      clock: io.clock,
      log: logOf('desk', io),
    });
    if (!desk.ok) return fail(io, [desk.error]);
    const { port, plainPort, claim, fingerprint } = desk.value;
    io.err(`desk: https://localhost:${port}/  certificate SHA-256 … ${fingerprint.slice(-11)}\n`);
    if (claim !== null) io.err(`desk: this box has no owner yet. Claim code: ${claim}\n`);
    io.out(`ready ${JSON.stringify({ port, plainPort })}\n`);
    await io.ended;
    await desk.value.stop();
    return 0;
  },
};
