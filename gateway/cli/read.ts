import { decodeBlock } from '../../drivers/codec/decodeBlock.ts';
import type { BlockRead } from '../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import type { Profile } from '../../drivers/profile/schema.ts';
import { type Clock, sleep } from '../core/clock.ts';
import { openLine } from '../guard/bus/line/openLine.ts';
import { deviceTiming } from '../alarmTime/deviceTiming.ts';
import { troubleProblem } from '../guard/bus/poller/deviceTrouble.ts';
import type { ExchangeResult, LineClient } from '../guard/bus/types.ts';
import type { GuardStatus } from '../control/protocol.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { suggested } from '../site/nearest.ts';
import { portName, samePort } from '../site/portName.ts';
import { readProfiles } from '../site/profiles.ts';
import { type Connection, connectionSchema } from '../site/schema/siteSchema.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import { READ_MESSAGES } from '../text/readMessages.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { askGuard } from './desk.ts';
import { failureText, valueText } from './read/answerText.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'read <port> <unit> --profile ID [--baud N] [--run DIR] [--lang en|zh] [--json]',
  summary:
    'Reads one device once. <port>: /dev/ttyUSB0, rtu://host:port (RTU over TCP) or tcp://host:port (Modbus TCP).',
  async run(args, given) {
    const text = { type: 'string' } as const;
    const { positionals, values } = parse(
      args,
      { profile: text, baud: text, run: text, lang: text, json: { type: 'boolean' } },
      { min: 2, max: 2 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(READ_MESSAGES, io.language);
    const [port = '', unitText = ''] = positionals;
    const unit = Number(unitText);
    const [least, most] = port.startsWith('tcp://') ? [0, 255] : [1, 247];
    if (!Number.isInteger(unit) || unit < least || unit > most)
      throw new UsageError(say('usage.unit', { unit: unitText }));
    if (values.profile === undefined) throw new UsageError(say('usage.profile'));
    const { profiles } = readProfiles();
    const profile = profiles.get(values.profile);
    if (profile === undefined) {
      const suggestion = suggested(values.profile, profiles.keys());
      return fail(io, [siteProblem('read.profile', { profile: values.profile, suggestion })]);
    }
    const connection = connectionOf(port, profile, values.baud, say);
    const blocks = planReads(
      profile.points.map((point) => ({ point, periodMs: point.periodMs, class: point.class })),
      readLimits(profile),
      () => 1,
    );
    if (!blocks.ok) return fail(io, [blocks.error]);

    const asker = await askerFor(connection, profile, values.run, io);
    if (!asker.ok) return fail(io, [asker.error]);
    try {
      return await readAll(blocks.value, unit, asker.value, values.json === true, io);
    } finally {
      await asker.value.close();
    }
  },
};

/** How often more is asked to be sure what is odd. */
const MOST_AGAIN = 4;

type Asker = {
  ask(block: BlockRead, unit: number): Promise<Result<ExchangeResult, Problem>>;
  /** What was odd about the answers, when all is read; asks a little more to be sure. */
  oddity(block: BlockRead, unit: number): Promise<Problem | null>;
  close(): Promise<void>;
};

async function readAll(
  blocks: readonly BlockRead[],
  unit: number,
  asker: Asker,
  json: boolean,
  io: Io,
): Promise<number> {
  let failures = 0;
  for (const block of blocks) {
    const answer = await asker.ask(block, unit);
    const result = answer.ok ? answer.value : { kind: 'refused' as const, problem: answer.error };
    if (result.kind !== 'ok') {
      failures++;
      const ids = block.points.map(({ id }) => id);
      if (json) io.out(`${JSON.stringify({ points: ids, failed: result })}\n`);
      else io.out(`${failureText(block, unit, result, io.language)}\n`);
      continue;
    }
    for (const { pointId, value, quality, raw } of decodeBlock(block, result.values, { parameters: {} })) {
      const point = block.points.find(({ id }) => id === pointId);
      const unitName = typeof point?.unit === 'string' ? point.unit : '';
      if (json) io.out(`${JSON.stringify({ point: pointId, value, unit: unitName, quality, raw })}\n`);
      else io.out(`${valueText(pointId, { value, unit: unitName, quality }, io.language)}\n`);
    }
  }
  const [first] = blocks;
  const odd = first === undefined ? null : await asker.oddity(first, unit);
  if (odd !== null) return fail(io, [odd]);
  return failures === blocks.length ? 1 : 0;
}

/** Opens the port; when the running guard holds it, asks through guard instead. */
async function askerFor(
  connection: Connection,
  profile: Profile,
  run: string | undefined,
  io: Io,
): Promise<Result<Asker, Problem>> {
  const line = openLine(connection, io.clock);
  const { clock } = io;
  const opened = await line.open();
  if (opened.ok) return ok(ownLine(line, profile, clock));
  await line.close();
  const status = await askGuard({ verb: 'status' }, run, io);
  if (!status.ok) return err(opened.error);
  const { ports } = status.value as GuardStatus;
  const held = Object.entries(ports).find(([, name]) => samePort(name, portName(connection)));
  return held === undefined ? err(opened.error) : ok(throughGuard(held[0], run, io));
}

function ownLine(line: LineClient, profile: Profile, clock: Clock): Asker {
  const timing = deviceTiming(profile);
  const ask = ({ table, address, count }: BlockRead, unit: number) =>
    line.exchange({ op: 'read', unit, table, address, count }, timing);
  return {
    ask: async (block, unit) => ok(await ask(block, unit)),
    async oddity(block, unit) {
      // a second answer, or a late one, has come by then
      await sleep(clock, timing.lateWindowMs, 'more answers');
      for (let again = 0; again < MOST_AGAIN && line.lateSeen(unit) > 0 && !line.habit(unit); again++) {
        await ask(block, unit);
        await sleep(clock, timing.lateWindowMs, 'more answers');
      }
      const habit = line.habit(unit);
      return habit === undefined ? null : troubleProblem(habit, { id: profile.id, unit, profile }, timing);
    },
    close: () => line.close(),
  };
}

function throughGuard(line: string, run: string | undefined, io: Io): Asker {
  return {
    async ask({ table, address, count }, unit) {
      const answer = await askGuard({ verb: 'read', line, unit, table, address, count }, run, io);
      return answer.ok ? ok(answer.value as ExchangeResult) : answer;
    },
    oddity: async () => null, // guard says so itself
    close: async () => {},
  };
}

function connectionOf(
  port: string,
  profile: Profile,
  baud: string | undefined,
  say: Say<typeof READ_MESSAGES>,
): Connection {
  const { parity, stopBits } = profile.serial;
  const serial = { baud: baud === undefined ? profile.serial.baud : Number(baud), parity, stopBits };
  const remote = /^(rtu|tcp):\/\/([^:/]+):(\d+)$/.exec(port);
  const connection =
    remote === null
      ? { type: 'serial', path: port, ...serial }
      : remote[1] === 'rtu'
        ? { type: 'rtu-over-tcp', host: remote[2], port: Number(remote[3]), ...serial }
        : { type: 'modbus-tcp', host: remote[2], port: Number(remote[3]) };
  const parsed = connectionSchema.safeParse(connection);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    baud === undefined ? say('usage.port-default', { port }) : say('usage.port', { port, baud }),
  );
}
