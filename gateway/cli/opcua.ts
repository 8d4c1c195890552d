import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/program.ts';
import { speaking } from './speaking.ts';
import { DEFAULT_RUN_FOLDER, fail, logOf, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage:
    'opcua <site.yaml> [--run DIR] [--memory DIR] | opcua trust [list | <thumbprint> | reject <thumbprint> | add <file>] [--person] (--state FOLDER | --memory DIR) [--lang en|zh] [--json]',
  summary: {
    en: 'Shows the site to clients of maintenance firms over OPC UA, and passes on what they do about alarms. Nothing of it can be written. It runs where the site has an `opcua` section.',
    zh: '通过 OPC UA 向维保单位的客户端提供现场数据，并转达其对报警的操作；任何数据都不可写入。现场文件含 `opcua` 时才运行。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      {
        run: text,
        memory: text,
        state: text,
        lang: text,
        json: { type: 'boolean' },
        person: { type: 'boolean' },
      },
      { min: 1, max: 3 },
    );
    const io = speaking(values.lang, given);
    const [first = '', ...words] = positionals;
    if (first === 'trust') {
      const { memoryBelow } = await import('../trust/trustStore.ts');
      const memory = values.memory ?? (values.state === undefined ? undefined : memoryBelow(values.state));
      if (memory === undefined)
        throw new UsageError({
          en: '--state names the folder of the journal, or --memory that of the server itself',
          zh: '请用 --state 指定记录所在的文件夹，或用 --memory 指定服务器自己的文件夹',
        });
      const { trust } = await import('./opcua/trust.ts');
      return trust(words, { memory, json: values.json === true, person: values.person === true, io });
    }
    if (words.length > 0)
      throw new UsageError({ en: `${words[0]} is one word too many`, zh: `多余的参数 ${words[0]}` });
    const { runOpcua } = await import('../opcua/opcua.ts');
    const { name, version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      readonly [K in 'name' | 'version']: string;
    };
    const { hearFaults } = await import('../opcua/server/libraryFaults.ts');
    const log = logOf('opcua', io);
    process.on('uncaughtException', hearFaults(log));
    const server = await runOpcua({
      ...{
        site: first,
        run: values.run ?? DEFAULT_RUN_FOLDER,
        memory: values.memory,
        software: `${name} ${version}`,
      },
      ...{ clock: io.clock, log },
    });
    if (!server.ok) return fail(io, server.error);
    const { gateway, endpoint } = server.value;
    io.out(`ready ${JSON.stringify({ gateway, endpoint })}\n`);
    await io.ended;
    await server.value.stop();
    return 0;
  },
};
