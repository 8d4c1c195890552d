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
      throw new UsageError(`${url} is not the address of a broker: write mqtt://host or mqtts://host`);
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
      throw new UsageError('a birth is named by the 16 hex digits of its hash, as messages name it');
    return { kind, hash };
  }
  if (kind === 'acknowledge' && words.length === 1) {
    const severity = SEVERITIES.find((name) => name === values.severity);
    if (severity === undefined)
      throw new UsageError('--severity says what was seen: blue, yellow, orange or red');
    if (values.actor === undefined) throw new UsageError('--actor says who acknowledges');
    const announcement = count(values.announcement ?? '', '--announcement');
    const [occurrence = ''] = words;
    return { kind, occurrence, announcement, severity, actor: values.actor, text: values.text ?? null };
  }
  if (kind === 'replay' && words.length === 4) {
    const [epoch = '', name, from = '', to = ''] = words;
    const stream = STREAMS.find((known) => known === name);
    if (stream === undefined) throw new UsageError(`${name} is no stream: write event or telemetry`);
    return { kind, epoch, stream, from: count(from, 'from'), to: count(to, 'to') };
  }
  throw new UsageError('write ping, birth, acknowledge <occurrence>, or replay <epoch> <stream> <from> <to>');
}

function count(text: string, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`${what} is a number from 1`);
}

function readKey(path: string | undefined, id: string | undefined) {
  if ((path === undefined) !== (id === undefined))
    throw new UsageError('--key and --key-id belong together: a key is known by its name in the site file');
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
