import { decodeBlock } from '../../drivers/codec/decodeBlock.ts';
import type { BlockRead } from '../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import { preparationsOf } from '../../drivers/plan/preparation.ts';
import type { Profile } from '../../drivers/profile/schema.ts';
import { sleep } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import { civilDate } from '../site/civilDate.ts';
import { framesFile, OWN_SITE, readProfiles } from '../site/profiles.ts';
import { connectionSchema, type LineConnection } from '../site/schema/siteSchema.ts';
import { suggested } from '../site/suggestion.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import { READ_MESSAGES } from '../text/readMessages.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { failureText, valueText } from './read/answerText.ts';
import { type Asker, askerFor } from './read/asker.ts';
import { type Captured, captureText, writeCapture } from './read/capture.ts';
import { identityNotes, mergedNote, orderNotes, type Read } from './read/firstContact.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'read <port> <unit> --profile ID [--site site.yaml] [--capture] [--baud N] [--run DIR] [--lang en|zh] [--json]',
  summary:
    'Reads one device once. <port>: /dev/ttyUSB0, rtu://host:port (RTU over TCP) or tcp://host:port (Modbus TCP). --capture writes what it answered into the frames.txt of its profile.',
  async run(args, given) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      {
        ...{ profile: text, site: text, baud: text, run: text, lang: text },
        ...{ capture: flag, json: flag },
      },
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
    const site = values.site ?? OWN_SITE;
    const { profiles, problems } = readProfiles(site);
    const profile = profiles.get(values.profile);
    if (profile === undefined) {
      const faults = problems.filter(({ where }) => where?.includes(`/${values.profile}/profile.yaml`));
      if (faults.length > 0) return fail(io, faults);
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
    const refusal = unfitFor(profile, values.capture === true);
    if (refusal !== undefined) return fail(io, [refusal]);

    const asker = await askerFor(connection, profile, values.run, io);
    if (!asker.ok) return fail(io, [asker.error]);
    const visit: Visit = { profile, unit, asker: asker.value, io, say, json: values.json === true };
    try {
      const unprepared = await prepared(visit);
      if (unprepared !== undefined) return fail(io, [unprepared]);
      const captured = await readAll(blocks.value, visit);
      const [first] = blocks.value;
      const odd = first === undefined ? null : await asker.value.oddity(first, unit);
      if (odd !== null) return fail(io, [odd]);
      if (values.capture === true) {
        const problem = keep(captured, visit, port, framesFile(values.profile, site));
        if (problem !== undefined) return fail(io, [problem]);
      }
      return captured.some((one) => 'values' in one) ? 0 : 1;
    } finally {
      await asker.value.close();
    }
  },
};

/** One device that is read by hand. */
type Visit = {
  readonly profile: Profile;
  readonly unit: number;
  readonly asker: Asker;
  readonly io: Io;
  readonly say: Say<typeof READ_MESSAGES>;
  readonly json: boolean;
};

/** What cannot be done with such a device from here. */
function unfitFor({ id, timing, dialect }: Profile, capture: boolean): Problem | undefined {
  if (timing.wakeUp?.bytes !== undefined) return siteProblem('read.asleep', { profile: id });
  if (capture && dialect !== 'standard') return siteProblem('read.dialect', { profile: id, dialect });
  return undefined;
}

/** Wakes a device that sleeps and tells one to measure that waits for it. */
async function prepared({ profile, unit, asker, io }: Visit): Promise<Problem | undefined> {
  for (const step of preparationsOf(profile, unit, Number.POSITIVE_INFINITY)) {
    if (step.kind === 'bytes') continue; // refused before
    const { request, reply, thenMs } = step;
    const answer = request.op === 'read' ? await asker.read(request, unit) : await asker.write(request);
    if (!answer.ok) return answer.error;
    if (reply === 'expected' && answer.value.kind !== 'ok')
      return siteProblem('read.trigger', { profile: profile.id, unit });
    await sleep(io.clock, thenMs, 'device measures');
  }
  return undefined;
}

async function readAll(blocks: readonly BlockRead[], visit: Visit): Promise<Captured[]> {
  const { unit, asker, io, say, json } = visit;
  const captured: Captured[] = [];
  const notes: string[] = [];
  for (const block of blocks) {
    const answer = await asker.read(block, unit);
    const result = answer.ok ? answer.value : { kind: 'refused' as const, problem: answer.error };
    if (result.kind !== 'ok') {
      if (result.kind === 'exception') captured.push({ block, exception: result.code });
      const ids = block.points.map(({ id }) => id);
      if (json) io.out(`${JSON.stringify({ points: ids, failed: result })}\n`);
      else io.out(`${failureText(block, unit, result, io.language)}\n`);
      continue;
    }
    const decoded = decodeBlock(block, result.values, { parameters: {} });
    captured.push({ block, values: result.values, decoded });
    for (const { pointId, value, quality, raw } of decoded) {
      const point = block.points.find(({ id }) => id === pointId);
      const unitName = typeof point?.unit === 'string' ? point.unit : '';
      if (json) io.out(`${JSON.stringify({ point: pointId, value, unit: unitName, quality, raw })}\n`);
      else io.out(`${valueText(pointId, { value, unit: unitName, quality }, io.language)}\n`);
    }
    notes.push(...orderNotes({ block, values: result.values }, say));
  }
  const read: Read[] = captured.flatMap((one) => ('values' in one ? [one] : []));
  if (read.length > 0) notes.push(...(await contactNotes(read, visit)));
  for (const note of notes) io.err(`${note}\n`);
  return captured;
}

/** What first contact shows of a device beside its values: whether it is one of its kind, and answers as it should. */
async function contactNotes(read: readonly Read[], { profile, unit, asker, say }: Visit): Promise<string[]> {
  const notes = await identityNotes(profile, unit, asker, say);
  for (const one of read) {
    const merged = await mergedNote(one, unit, asker, say);
    if (merged !== undefined) return [...notes, merged];
  }
  return notes;
}

function keep(
  captured: readonly Captured[],
  { unit, io, say }: Visit,
  port: string,
  path: string,
): Problem | undefined {
  const day = civilDate(io.clock.utc(), 'UTC');
  const result = writeCapture(path, captureText(captured, unit, port, day));
  if (!result.ok) return result.error;
  io.err(`${say('capture.written', { count: captured.length, path })}\n`);
  return undefined;
}

function connectionOf(
  port: string,
  profile: Profile,
  baud: string | undefined,
  say: Say<typeof READ_MESSAGES>,
): LineConnection {
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
