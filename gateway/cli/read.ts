import { faultsOf } from '../../drivers/catalog.ts';
import { stepped } from '../../drivers/codec/channelStep.ts';
import { decodeBlock } from '../../drivers/codec/decodeBlock.ts';
import { defaultUnit } from '../../drivers/codec/unit.ts';
import type { BlockRead } from '../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import { triggerWrite } from '../../drivers/plan/triggerWrite.ts';
import { type Profile, TABLES } from '../../drivers/profile/schema.ts';
import type { PointValue } from '../../drivers/reading.ts';
import { sleep } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { ReadBlock } from '../guard/bus/poller/contactFindings.ts';
import { civilDate } from '../site/civilDate.ts';
import { framesFile, OWN_SITE, readProfiles } from '../site/profiles.ts';
import { suggested } from '../site/suggestion.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import { READ_MESSAGES } from '../text/readMessages.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { givenFormat, givenPort, type SerialOptions } from './givenPort.ts';
import { failureText, rawFailure, valueText } from './read/answerText.ts';
import { type Asker, askerFor } from './read/asker.ts';
import { type Captured, captureText, writeCapture } from './read/capture.ts';
import { identityNotes, mergedNote, orderNotes } from './read/firstContact.ts';
import { registersText, spansOf } from './read/rawRegisters.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'read <port> <unit> (--profile ID [--site site.yaml] [--capture] | --registers 0-9 [--table holding|input|coil|discrete]) [--baud N] [--parity none|even|odd] [--stop-bits 1|2] [--run DIR] [--lang en|zh] [--json]',
  summary: {
    en: 'Reads one device once. <port>: /dev/ttyUSB0, rtu://host:port (RTU over TCP) or tcp://host:port (Modbus TCP). --registers shows registers as they are, of a device that nobody has a profile of. --capture writes what it answered into the frames.txt of its profile.',
    zh: '读取一台设备一次。<port>：/dev/ttyUSB0、rtu://主机:端口（RTU over TCP）或 tcp://主机:端口（Modbus TCP）。--profile：按型号解码；--registers 0-9：不需要型号，显示原始寄存器。--capture 把设备的应答写入型号的 frames.txt。',
  },
  async run(args, given) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      {
        ...{ profile: text, site: text, run: text, lang: text, registers: text, table: text },
        ...{ baud: text, parity: text, 'stop-bits': text },
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
      throw new UsageError(say(unitText.includes('/') ? 'usage.order' : 'usage.unit', { unit: unitText }));
    if (values.registers !== undefined && (values.profile !== undefined || values.capture === true))
      throw new UsageError(say('usage.both'));
    if (values.registers !== undefined) return readRaw(values.registers, { port, unit, values, io, say });
    if (values.profile === undefined) throw new UsageError(say('usage.what'));
    const site = values.site ?? OWN_SITE;
    const catalog = readProfiles(site);
    const { profiles } = catalog;
    const profile = profiles.get(values.profile);
    if (profile === undefined) {
      const faults = faultsOf(catalog, values.profile);
      if (faults.length > 0) return fail(io, faults);
      const suggestion = suggested(values.profile, profiles.keys());
      return fail(io, [siteProblem('read.profile', { profile: values.profile, suggestion })]);
    }
    const connection = givenPort(port, givenFormat(values, profile.serial));
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
      const { captured, show } = await readAll(blocks.value, visit);
      const [first] = blocks.value;
      const odd = first === undefined ? null : await asker.value.oddity(first, unit);
      show(odd === null);
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

/** What nearly every device on RS-485 comes with. */
const USUAL_SERIAL = { baud: 9600, parity: 'none', stopBits: 1 } as const;

type RawVisit = Pick<Visit, 'unit' | 'io' | 'say'> & {
  readonly port: string;
  readonly values: SerialOptions & {
    readonly table?: string | undefined;
    readonly run?: string | undefined;
    readonly json?: boolean | undefined;
  };
};

/** Registers of a device that nobody has a profile of. */
async function readRaw(registers: string, { port, unit, values, io, say }: RawVisit): Promise<number> {
  const { table: kind = 'holding', run, json = false } = values;
  const table = TABLES.find((known) => known === kind);
  if (table === undefined) throw new UsageError(say('usage.table', { table: kind }));
  const spans = spansOf(registers, table);
  if (spans === undefined) throw new UsageError(say('usage.registers', { registers }));
  const asker = await askerFor(givenPort(port, givenFormat(values, USUAL_SERIAL)), null, run, io);
  if (!asker.ok) return fail(io, [asker.error]);
  let heard = false;
  try {
    for (const span of spans) {
      const answer = await asker.value.read(span, unit);
      if (!answer.ok) return fail(io, [answer.error]);
      const result = answer.value;
      heard ||= result.kind === 'ok';
      if (json) io.out(`${JSON.stringify({ ...span, ...result })}\n`);
      else if (result.kind === 'ok')
        io.out(`${registersText(span, result.values, io.language).join('\n')}\n`);
      else io.err(`${rawFailure(span, unit, result, io.language)}\n`);
    }
    const [first] = spans;
    const odd = first === undefined ? null : await asker.value.oddity(first, unit);
    return odd === null ? (heard ? 0 : 1) : fail(io, [odd]);
  } finally {
    await asker.value.close();
  }
}

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
function unfitFor({ id, dialect }: Profile, capture: boolean): Problem | undefined {
  if (capture && dialect !== 'standard') return siteProblem('read.dialect', { profile: id, dialect });
  return undefined;
}

/** Tells a device to measure that waits for it. */
async function prepared({ profile, unit, asker, io }: Visit): Promise<Problem | undefined> {
  const write = triggerWrite(profile, unit);
  if (write === null) return undefined;
  const answer = await asker.write(write.request);
  if (!answer.ok) return answer.error;
  if (answer.value.kind !== 'ok') return siteProblem('read.trigger', { profile: profile.id, unit });
  await sleep(io.clock, write.waitMs, 'device measures');
  return undefined;
}

/** `show` prints it. Not `isSure`: nobody can say whose values these are, because more than one device answers, or one answers twice. */
async function readAll(
  blocks: readonly BlockRead[],
  visit: Visit,
): Promise<{ captured: Captured[]; show(isSure: boolean): void }> {
  const { unit, asker, io, say, json } = visit;
  const captured: Captured[] = [];
  const notes: string[] = [];
  const shown: ((isSure: boolean) => void)[] = [];
  const waiting = [...blocks];
  for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
    const answer = await asker.read(block, unit);
    const result = answer.ok ? answer.value : { kind: 'refused' as const, problem: answer.error };
    if (result.kind !== 'ok') {
      const parts = result.kind === 'exception' && result.code !== BUSY ? halvesOf(block, visit.profile) : [];
      if (parts.length > 0) {
        waiting.unshift(...parts);
        continue;
      }
      if (result.kind === 'exception') captured.push({ block, exception: result.code });
      const ids = block.points.map(({ id }) => id);
      const text = json
        ? JSON.stringify({ points: ids, failed: result })
        : failureText(block, unit, result, io.language);
      shown.push(() => io.out(`${text}\n`));
      continue;
    }
    const decoded = decodeBlock(block, result.values, { parameters: {} }).map((one) => inSteps(one, block));
    captured.push({ block, values: result.values, decoded });
    for (const { pointId, raw, ...read } of decoded) {
      const point = block.points.find(({ id }) => id === pointId);
      const unitName =
        point === undefined ? '' : typeof point.unit === 'object' ? defaultUnit(point) : (point.unit ?? '');
      shown.push((isSure) => {
        const { value, quality } = isSure ? read : ({ value: null, quality: 'protocol-error' } as const);
        if (json) io.out(`${JSON.stringify({ point: pointId, value, unit: unitName, quality, raw })}\n`);
        else io.out(`${valueText(pointId, { value, unit: unitName, quality }, io.language)}\n`);
      });
    }
    notes.push(...orderNotes({ block, values: result.values }, say));
  }
  const read: ReadBlock[] = captured.flatMap((one) => ('values' in one ? [one] : []));
  if (read.length > 0) notes.push(...(await contactNotes(read, visit)));
  return {
    captured,
    show(isSure) {
      for (const one of shown) one(isSure);
      for (const note of notes) io.err(`${note}\n`);
    },
  };
}

/** As guard shows it: in whole steps of the channel. */
function inSteps<T extends { readonly pointId: string; readonly value: PointValue }>(
  one: T,
  block: BlockRead,
): T {
  const decimals = block.points.find(({ id }) => id === one.pointId)?.decimals;
  if (typeof one.value !== 'number' || decimals === undefined) return one;
  return { ...one, value: stepped(one.value, decimals) };
}

const BUSY = 6; // not a refusal of these registers (Modbus Application Protocol V1.1b3, 7)

/** A read that the device refused in two, as guard does it: what it really lacks is found, and the rest is read. */
function halvesOf({ points }: BlockRead, profile: Profile): readonly BlockRead[] {
  if (points.length < 2) return [];
  const middle = Math.ceil(points.length / 2);
  return [points.slice(0, middle), points.slice(middle)].flatMap((half) => {
    const planned = planReads(
      half.map((point) => ({ point, periodMs: point.periodMs, class: point.class })),
      readLimits(profile),
      () => 1,
    );
    return planned.ok ? planned.value : [];
  });
}

/** What first contact shows of a device beside its values: whether it is one of its kind, and answers as it should. */
async function contactNotes(
  read: readonly ReadBlock[],
  { profile, unit, asker, say }: Visit,
): Promise<string[]> {
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
  if (captured.length === 0) return siteProblem('read.nothing-captured', { unit });
  const day = civilDate(io.clock.utc(), 'UTC');
  const result = writeCapture(path, captureText(captured, unit, port, day));
  if (!result.ok) return result.error;
  io.err(`${say('capture.written', { count: captured.length, path })}\n`);
  return undefined;
}
