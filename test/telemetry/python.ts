import { spawnSync } from 'node:child_process';
import type { Message, Part } from '../../gateway/telemetry/index.ts';

const FOLDER = 'deploy/platform/python';

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
  return runPython(
    '-m lifeline_telemetry',
    messages.map(({ topic, bytes }) => `${topic} ${Buffer.from(bytes).toString('hex')}`),
  );
}

/** Gives lines to a script (or `-m` and a module) and takes a line of JSON for each. */
export function runPython(script: string, lines: readonly string[], ...args: readonly string[]): unknown[] {
  const run = spawnSync(interpreter(), [...script.split(' '), ...args], {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONPATH: FOLDER, PYTHONDONTWRITEBYTECODE: '1' },
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
  if (plain.detail?.kind === 'state') plain.detail.state.v = 1;
  if (message.kind !== 'telemetry') return plain;
  delete plain.parts;
  return {
    ...plain,
    bounds: message.parts.map(({ from, to }) => [from, to]),
    values: message.parts.flatMap((part, nth) => values(part, message.first + nth, pointOf)).toSorted(byKey),
  };
}

function withoutKind(message: Message): object {
  if (message.kind === 'birth')
    return { ...message.birth, rules: message.birth.rules.map((rule) => ({ point: null, ...rule })) };
  if (message.kind === 'state') return message.state;
  if (message.kind === 'ack') return message.ack;
  if (message.kind === 'command') return message.command;
  if (message.kind === 'reply') return message.reply;
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
        ...('periodMs' in group ? { period: group.periodMs } : {}),
      })),
    );
  return [...part.samples, ...part.reports].flatMap(cells);
}

/** The Python decoder goes column by column: an order that both can be brought to. */
export function byKey(a: object, b: object): number {
  const key = (value: object) => JSON.stringify(Object.entries(value).toSorted());
  return key(a) < key(b) ? -1 : 1;
}

const VERIFY_AND_SIGN = `
import base64, json, sys, cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
sys.path.insert(0, "deploy/platform/python")
from lifeline_telemetry.decode import unsealed
task = json.load(sys.stdin)
key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(task["seed"]))
for one in task["messages"]:
    message = cbor2.loads(bytes.fromhex(one["hex"]))
    payload, origin = unsealed(message, one["about"], lambda kid: key.public_key())
    signature = key.sign(cbor2.dumps(["Signature1", message[0], one["about"].encode(), payload]))
    print(cbor2.dumps([message[0], {}, payload, signature]).hex())
`;

/**
 * Verifies COSE_Sign1 messages with cbor2 and the cryptography package of Debian's Python, as the platform's decoder does,
 * and signs their content there. @returns what Python made, in hex
 */
export function signatures(
  seed: string,
  messages: readonly { readonly hex: string; readonly about: string }[],
): string[] {
  const run = spawnSync('/usr/bin/python3', ['-c', VERIFY_AND_SIGN], {
    input: JSON.stringify({ seed, messages }),
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim().split('\n');
}
