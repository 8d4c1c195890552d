import { spawnSync } from 'node:child_process';
import type { Message, Part } from '../../gateway/telemetry/index.ts';

const SCRIPT = 'deploy/platform/lifeline_decode.py';

/** A Python that has cbor2: Debian's where another one comes first on the path. */
function interpreter(): string {
  const found = ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import cbor2'], { stdio: 'ignore' }).status === 0,
  );
  if (found === undefined) throw new Error('python3 with cbor2 is needed: apt-get install python3-cbor2');
  return found;
}

/** What the Python decoder makes of messages, one after the other. */
export function decodeInPython(
  messages: readonly { readonly topic: string; readonly bytes: Uint8Array }[],
): unknown[] {
  const lines = messages.map(({ topic, bytes }) => `${topic} ${Buffer.from(bytes).toString('hex')}\n`);
  const run = spawnSync(interpreter(), [SCRIPT], {
    input: lines.join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A message as the Python decoder prints it: fields that are absent on the wire left out, telemetry as flat values. */
export function asPythonPrints(message: Message, pointOf: (channel: number) => string): unknown {
  const plain = { v: 1, ...JSON.parse(JSON.stringify(withoutKind(message))) };
  for (const key of ['historical', 'sealed', 'durable']) if (plain[key] === false) delete plain[key];
  for (const key of ['slice', 'evidence']) if (plain[key] === null) delete plain[key];
  if (plain.event !== undefined) plain.event.v = 1;
  if (message.kind !== 'telemetry') return plain;
  delete plain.parts;
  return {
    ...plain,
    values: message.parts.flatMap((part, nth) => values(part, message.first + nth, pointOf)).toSorted(byKey),
  };
}

function withoutKind(message: Message): object {
  if (message.kind === 'birth')
    return { ...message.birth, rules: message.birth.rules.map((rule) => ({ point: null, ...rule })) };
  if (message.kind === 'state') return message.state;
  const { kind: _, ...rest } = message;
  return rest;
}

function values(part: Part, nth: number, pointOf: (channel: number) => string): object[] {
  const cells = (group: Part['samples'][number] | Part['reports'][number]) =>
    group.columns.flatMap((column) =>
      group.times.map((time, row) => ({
        part: nth,
        point: pointOf(column.channel),
        time,
        quality: column.qualities[row],
        ...('values' in column
          ? { value: column.values[row] }
          : { min: column.min[row], mean: column.mean[row], max: column.max[row], n: column.n[row] }),
      })),
    );
  return [...part.samples, ...part.reports].flatMap(cells);
}

/** The Python decoder goes column by column: an order that both can be brought to. */
export function byKey(a: object, b: object): number {
  const key = (value: object) => JSON.stringify(Object.entries(value).toSorted());
  return key(a) < key(b) ? -1 : 1;
}
