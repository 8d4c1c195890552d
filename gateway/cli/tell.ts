import { SEVERITIES } from '../../drivers/vocabulary.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { tell } from '../platform/listen/tell.ts';
import { type CommandAsk, privateKeyFrom, type Reply, STREAMS } from '../telemetry/index.ts';
import { readGiven } from './givenFile.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'tell <mqtt://broker> <gateway> ping | birth [<hash>] | acknowledge <occurrence> --announcement N --severity S --actor NAME [--text TEXT] | ' +
    'replay <epoch> <event|telemetry> <from> <to> [--key FILE --key-id ID] [--prefix lifeline] [--ca FILE] [--username NAME] [--password-file FILE] [--json]',
  summary: {
    en: "The platform's side: gives a gateway a command, signed where a key is given, and prints its reply.",
    zh: '平台一侧：向网关发送命令（有密钥时签名），并显示应答。',
  },
  async run(args, io) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      {
        ...{ prefix: text, ca: text, username: text, 'password-file': text, key: text, 'key-id': text },
        ...{ announcement: text, severity: text, actor: text, text, json: flag },
      },
      { min: 3, max: 7 },
    );
    const [url = '', gateway = '', ...words] = positionals;
    if (!/^(mqtts?|wss?):\/\//.test(url))
      throw new UsageError({
        en: `${url} is not the address of a broker: write mqtt://host or mqtts://host`,
        zh: `${url} 不是消息服务器的地址：请写 mqtt://主机 或 mqtts://主机`,
      });
    const ask = askOf(words, values);
    const [ca, password] = [readGiven(values.ca), readGiven(values['password-file'])];
    const key = readKey(values.key, values['key-id']);
    if (!ca.ok) return fail(io, [ca.error]);
    if (!password.ok) return fail(io, [password.error]);
    if (!key.ok) return fail(io, [key.error]);
    const reply = await tell({
      ...{ url, gateway, ask, clock: io.clock, key: key.value },
      prefix: values.prefix ?? 'lifeline',
      credentials: {
        ...(ca.value === null ? {} : { ca: ca.value }),
        ...(values.username === undefined ? {} : { username: values.username }),
        ...(password.value === null ? {} : { password: password.value.toString('utf8').trim() }),
      },
    });
    if (!reply.ok) return fail(io, [reply.error]);
    io.out(values.json === true ? `${JSON.stringify(reply.value)}\n` : replyText(reply.value));
    return reply.value.ok ? 0 : 1;
  },
};

type Values = Partial<Record<'announcement' | 'severity' | 'actor' | 'text', string>>;

function askOf([kind, ...words]: readonly string[], values: Values): CommandAsk {
  if (kind === 'ping' && words.length === 0) return { kind };
  if (kind === 'birth' && words.length <= 1) {
    const [hash = null] = words;
    if (hash !== null && !/^[0-9a-f]{16}$/.test(hash))
      throw new UsageError({
        en: 'a birth is named by the 16 hex digits of its hash, as messages name it',
        zh: 'birth 以其哈希的 16 位十六进制数命名，与消息中一致',
      });
    return { kind, hash };
  }
  if (kind === 'acknowledge' && words.length === 1) {
    const severity = SEVERITIES.find((name) => name === values.severity);
    if (severity === undefined)
      throw new UsageError({
        en: '--severity says what was seen: blue, yellow, orange or red',
        zh: '--severity 写明所见的级别：blue、yellow、orange 或 red',
      });
    if (values.actor === undefined)
      throw new UsageError({ en: '--actor says who acknowledges', zh: '--actor 写明由谁确认' });
    const announcement = count(values.announcement ?? '', '--announcement');
    const [occurrence = ''] = words;
    return { kind, occurrence, announcement, severity, actor: values.actor, text: values.text ?? null };
  }
  if (kind === 'replay' && words.length === 4) {
    const [epoch = '', name, from = '', to = ''] = words;
    const stream = STREAMS.find((known) => known === name);
    if (stream === undefined)
      throw new UsageError({
        en: `${name} is no stream: write event or telemetry`,
        zh: `没有数据流 ${name}：请写 event 或 telemetry`,
      });
    return { kind, epoch, stream, from: count(from, 'from'), to: count(to, 'to') };
  }
  throw new UsageError({
    en: 'write ping, birth, acknowledge <occurrence>, or replay <epoch> <stream> <from> <to>',
    zh: '请写 ping、birth、acknowledge <occurrence>，或 replay <epoch> <stream> <from> <to>',
  });
}

function count(text: string, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError({ en: `${what} is a number from 1`, zh: `${what} 是从 1 起的整数` });
}

function readKey(path: string | undefined, id: string | undefined) {
  if ((path === undefined) !== (id === undefined))
    throw new UsageError({
      en: '--key and --key-id belong together: a key is known by its name in the site file',
      zh: '--key 与 --key-id 须一起使用：密钥以其在现场文件中的名称识别',
    });
  const file = readGiven(path);
  if (!file.ok || file.value === null || id === undefined) return file.ok ? ok(null) : file;
  const key: Result<Parameters<typeof tell>[0]['key'], Problem> = named(file.value.toString('utf8'), id);
  return key.ok ? key : err({ ...key.error, where: path ?? '' });
}

function named(text: string, id: string): Result<Parameters<typeof tell>[0]['key'], Problem> {
  const key = privateKeyFrom(text);
  return key.ok ? ok({ id, key: key.value }) : key;
}

function replyText({ ok: done, code, text, detail }: Reply): string {
  const words = typeof text === 'string' ? text : text.en;
  const lines = [done ? words : `refused: ${words} [${code}]`];
  if (detail?.kind === 'replay') {
    lines.push(...detail.again.map(([from, to]) => `  again ${from} to ${to}`));
    lines.push(...detail.gone.map(({ from, to, reason }) => `  gone  ${from} to ${to}: ${reason}`));
  }
  if (detail?.kind === 'state') {
    const { guardAlive, journal, heads, epoch } = detail.state;
    lines.push(`  guard ${guardAlive ? 'answers' : 'is silent'}, journal ${journal}, epoch ${epoch}`);
    lines.push(`  newest event ${heads.event.seq}, newest telemetry ${heads.telemetry.seq}`);
  }
  return `${lines.join('\n')}\n`;
}
