import { runListen } from '../platform/listen/listen.ts';
import { readGiven } from './givenFile.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'listen <mqtt://broker> [--prefix lifeline] [--ca FILE] [--username NAME] [--password-file FILE] [--verify] [--lang en|zh] [--json]',
  summary: {
    en: "The platform's side: prints what gateways say and, with --verify, proves that nothing is missing.",
    zh: '平台一侧：显示网关发来的内容；--verify 证明没有缺失。',
  },
  async run(args, given) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      { prefix: text, ca: text, username: text, 'password-file': text, verify: flag, json: flag, lang: text },
      { min: 1, max: 1 },
    );
    const io = speaking(values.lang, given);
    const [url = ''] = positionals;
    if (!/^(mqtts?|wss?):\/\//.test(url))
      throw new UsageError({
        en: `${url} is not the address of a broker: write mqtt://host or mqtts://host`,
        zh: `${url} 不是消息服务器的地址：请写 mqtt://主机 或 mqtts://主机`,
      });
    const ca = readGiven(values.ca);
    const password = readGiven(values['password-file']);
    if (!ca.ok) return fail(io, [ca.error]);
    if (!password.ok) return fail(io, [password.error]);
    return runListen({
      url,
      ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
      credentials: {
        ...(ca.value === null ? {} : { ca: ca.value }),
        ...(values.username === undefined ? {} : { username: values.username }),
        ...(password.value === null ? {} : { password: password.value.toString('utf8').trim() }),
      },
      verify: values.verify === true,
      json: values.json === true,
      language: io.language,
      clock: io.clock,
      out: io.out,
      err: io.err,
      ended: io.ended,
    });
  },
};
