import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ControlAsk as GuardAsk } from '../../../gateway/control/client.ts';
import { err, ok, type Problem, type Result } from '../../../gateway/core/result.ts';
import { Commands } from '../../../gateway/courier/commands/commands.ts';
import { IssuedMemory } from '../../../gateway/courier/commands/issued.ts';
import {
  type Command,
  type CommandAsk,
  type CommandKind,
  decodeReply,
  encodeCommand,
  type Reply,
  type StateMessage,
  signSign1,
} from '../../../gateway/telemetry/index.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { acknowledge as example } from '../../telemetry/commandExamples.ts';
import { state } from '../../telemetry/examples.ts';

const GATEWAY = 'tower-7';
const UTC = Date.UTC(2026, 5, 1);
const YEAR_MS = 365 * 24 * 3_600_000;
const pair = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;
const acknowledge = example.ask;

const UNKNOWN = 'ffffffffffffffff';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-commands-'));
});
const memories: IssuedMemory[] = [];
afterEach(async () => {
  await Promise.all(memories.splice(0).map((memory) => memory.settled())); // it is still writing there
  removeFolder(folder);
});

/** One uplink's commands without a broker: what guard was asked, and what was answered. */
class Desk {
  clock = new VirtualClock();
  quality: StateMessage['time']['quality'] = 'ntp';
  readonly guard: GuardAsk[] = [];
  readonly replies: Reply[] = [];
  readonly told: Problem[] = [];
  verdict: (ask: GuardAsk) => Result<unknown, Problem> = () => ok(null);
  largest = 10_000;
  repeats = 0;
  readonly births: (string | null)[] = [];
  issued = this.memory();
  readonly #may: readonly CommandKind[] | null;
  #commands: Commands;

  /** `may`: what the one known key may ask for; null: no keys are asked for. */
  constructor(may: readonly CommandKind[] | null = null) {
    this.#may = may;
    this.#commands = this.#make();
  }

  /** Courier is started again. */
  async restart(): Promise<void> {
    await this.issued.settled();
    this.issued = this.memory();
    this.#commands = this.#make();
  }

  /** Everything that was asked is answered. */
  async say(bytes: Uint8Array, retained = false): Promise<Reply | undefined> {
    const before = this.replies.length;
    this.#commands.take(bytes, retained);
    await this.clock.advance(0);
    return this.replies.slice(before).at(-1);
  }

  utc(): number {
    return UTC + this.clock.mono();
  }

  memory(): IssuedMemory {
    const memory = new IssuedMemory(folder, 'city', {
      info: () => {},
      problem: (problem) => this.told.push(problem),
    });
    memories.push(memory);
    return memory;
  }

  #make(): Commands {
    const key = { id: 'ops', key: pair.publicKey, may: this.#may ?? [] };
    return new Commands({
      keys: this.#may === null ? [] : [key],
      issued: this.issued,
      guard: async (ask) => {
        this.guard.push(ask);
        return this.verdict(ask);
      },
      ...{ uplink: 'city', gateway: GATEWAY, clock: this.clock },
      time: () => ({ mono: this.clock.mono(), utc: this.utc(), quality: this.quality }),
      latestUtc: () => UTC + 5 * YEAR_MS,
      state: () => state,
      repeat: () => {
        this.repeats++;
        return ok({ kind: 'replay', again: [[1, 2]], gone: [] });
      },
      sayBirth: (hash) => {
        this.births.push(hash);
        return hash === UNKNOWN ? err({ code: 'birth.unknown', what: 'no such birth' }) : ok(undefined);
      },
      publish: (payload) => {
        const reply = decodeReply(payload);
        if (!reply.ok) throw new Error(reply.error.what);
        this.replies.push(reply.value);
      },
      largest: () => this.largest,
      tell: (problem) => this.told.push(problem),
    });
  }
}

const command = (id: string, ask: CommandAsk = { kind: 'ping' }, more: Partial<Command> = {}) =>
  encodeCommand({ id, issued: null, expires: null, ask, ...more });
const signed = (bytes: Uint8Array, { by = pair.privateKey, to = GATEWAY, kid = 'ops' } = {}) =>
  signSign1(bytes, by, kid, `v1/${to}/cmd`);

describe('a command of the platform', () => {
  test('that acknowledges reaches guard with who asks, what was seen and what was said, and is answered', async () => {
    const desk = new Desk();
    expect(await desk.say(command('a', acknowledge))).toMatchObject({ id: 'a', ok: true, code: 'done' });
    expect(desk.guard).toEqual([
      {
        verb: 'acknowledge',
        occurrence: 'gas-high#c9f0f895fb98ab91-3',
        seen: { announcement: 2, severity: 'red' },
        note: 'crew is on its way',
        actor: 'platform:city:Li Wei 李伟',
        remote: { uplink: 'city' },
      },
    ]);
  });

  test('that is not signed and therefore silences nothing is answered with just that', async () => {
    const desk = new Desk();
    desk.verdict = () => ok({ acknowledged: false });
    expect(await desk.say(command('a', acknowledge))).toMatchObject({
      ...{ id: 'a', ok: true, code: 'seen' },
      text: expect.stringContaining('what sounds goes on'),
    });
  });

  test('that guard refuses is answered with why and what to do', async () => {
    const desk = new Desk();
    desk.verdict = () => err({ code: 'alarm.not-standing', what: 'it is over', hint: 'look again' });
    expect(await desk.say(command('a', acknowledge))).toEqual({
      ...{ id: 'a', ok: false, code: 'alarm.not-standing', text: 'it is over; look again', detail: null },
    });
  });

  test('given twice acts once and is answered twice, the same; another one of that id is refused', async () => {
    const desk = new Desk();
    const first = await desk.say(command('a', acknowledge));
    expect(await desk.say(command('a', acknowledge))).toEqual(first);
    expect(desk.guard).toHaveLength(1);
    expect(await desk.say(command('a'))).toMatchObject({ ok: false, code: 'command.id-reused' });
  });

  test('that found guard silent is carried out when it is given again', async () => {
    const desk = new Desk(['acknowledge']);
    desk.verdict = () => err({ code: 'control.unreachable', what: 'guard does not answer' });
    const bytes = signed(command('a', acknowledge, { issued: desk.utc() }));
    expect(await desk.say(bytes)).toMatchObject({ ok: false, code: 'control.unreachable' });
    desk.verdict = () => ok(null);
    expect(await desk.say(bytes)).toMatchObject({ ok: true });
    expect(desk.guard).toHaveLength(2);
  });

  test('for rows is written down, and told what comes again and what is gone', async () => {
    const desk = new Desk();
    const ask = { kind: 'replay', epoch: '0123456789abcdef', stream: 'event', from: 1, to: 2 } as const;
    expect(await desk.say(command('r', ask))).toMatchObject({ ok: true, detail: { again: [[1, 2]] } });
    expect(desk.repeats).toBe(1);
    expect(desk.guard).toMatchObject([
      { verb: 'asked', command: 'replay', actor: 'platform:city', accepted: true },
    ]);
  });

  test('ping is answered with the state, or without where the broker takes no more', async () => {
    const desk = new Desk();
    expect((await desk.say(command('p')))?.detail).toEqual({ kind: 'state', state });
    desk.largest = 60;
    expect(await desk.say(command('q'))).toMatchObject({ ok: true, detail: null });
    expect(desk.guard).toEqual([]);
  });

  test('for a birth says the one that was asked for, or the current one, and is not written down', async () => {
    const desk = new Desk();
    const ask = (hash: string | null): CommandAsk => ({ kind: 'birth', hash });
    expect(await desk.say(command('b', ask(null)))).toMatchObject({ ok: true, code: 'done', detail: null });
    expect(await desk.say(command('c', ask('0123456789abcdef')))).toMatchObject({ ok: true });
    expect(await desk.say(command('d', ask(UNKNOWN)))).toMatchObject({ ok: false, code: 'birth.unknown' });
    expect(desk.births).toEqual([null, '0123456789abcdef', UNKNOWN]);
    expect(desk.guard).toEqual([]);
  });

  test('for a birth needs a key that may ask for it', async () => {
    const desk = new Desk(['ping']);
    const bytes = signed(command('b', { kind: 'birth', hash: null }, { issued: desk.utc() }));
    expect(await desk.say(bytes)).toMatchObject({ ok: false, code: 'command.not-allowed' });
    expect(desk.births).toEqual([]);
  });

  test('that is too late, of an unknown kind, or asks for more than is known is refused by its id', async () => {
    const desk = new Desk();
    expect(await desk.say(command('late', undefined, { expires: UTC - 1 }))).toMatchObject({
      ...{ id: 'late', ok: false, code: 'command.expired' },
    });
    // {0: 1, 1: "open", 2: 7}: the gas valve, perhaps
    const valve = Uint8Array.from([0xa3, 0, 1, 1, 0x64, ...Buffer.from('open'), 2, 7]);
    expect(await desk.say(valve)).toMatchObject({ id: 'open', ok: false, code: 'command.malformed' });
    // {0: 1, 1: "ping", 2: 2, 9: true}: a ping under a condition that this gateway does not know
    const condition = Uint8Array.from([0xa4, 0, 1, 1, 0x64, ...Buffer.from('ping'), 2, 2, 9, 0xf5]);
    expect(await desk.say(condition)).toMatchObject({ id: 'ping', ok: false, code: 'command.malformed' });
    expect(desk.guard).toHaveLength(3);
    expect(desk.guard).toMatchObject(Array(3).fill({ verb: 'asked', accepted: false }));
  });

  test('that cannot be read at all, or lies retained on the broker, is written down and does nothing', async () => {
    const desk = new Desk();
    expect(await desk.say(Buffer.from('hello'))).toBeUndefined();
    expect(await desk.say(command('old', acknowledge), true)).toBeUndefined();
    expect(desk.guard).toMatchObject([{ verb: 'asked' }, { verb: 'asked', detail: /retained/ }].map(likely));
  });

  test('a flood is answered up to its limits, and costs the journal a few lines', async () => {
    const desk = new Desk();
    for (let n = 0; n < 1000; n++) await desk.say(command(`a${n}`, acknowledge));
    const done = desk.replies.filter((reply) => reply.ok).length;
    expect(done).toBe(30);
    expect(desk.replies.length).toBeLessThanOrEqual(40);
    await desk.clock.advance(10_000);
    await desk.say(Buffer.from('hello'));
    expect(desk.guard.filter(({ verb }) => verb === 'asked')).toHaveLength(11);
    expect(desk.guard.at(-1)).toMatchObject(likely({ detail: /960 more/ }));
    expect(await desk.say(command('b', acknowledge))).toMatchObject({ ok: true });
  });
});

describe('where the site names keys', () => {
  test('a command must be signed by one of them, for this gateway, and asks only for what that key may', async () => {
    const desk = new Desk(['ping']);
    const at = { issued: desk.utc() };
    expect(await desk.say(command('u', acknowledge, at))).toMatchObject({
      id: 'u',
      code: 'command.unsigned',
    });
    const wrong = { ok: false, code: 'command.wrong-signature' };
    for (const by of [{ by: stranger }, { to: 'tower-8' }, { kid: 'other' }])
      expect(await desk.say(signed(command('w', undefined, at), by))).toMatchObject(wrong);
    expect(await desk.say(signed(command('n', acknowledge, at)))).toMatchObject({
      ...{ id: 'n', code: 'command.not-allowed' },
    });
    expect(await desk.say(signed(command('p', undefined, at)))).toMatchObject({ ok: true });
    expect(desk.guard.filter(({ verb }) => verb === 'acknowledge')).toEqual([]);
    expect(desk.guard[0]).toMatchObject(likely({ verb: 'asked', actor: 'platform:city', accepted: false }));
  });

  test('the key stands beside the name in what is written down', async () => {
    const desk = new Desk(['acknowledge']);
    const bytes = signed(command('a', acknowledge, { issued: desk.utc() }));
    await desk.say(bytes);
    expect(desk.guard).toMatchObject([
      {
        note: 'signed by ops; crew is on its way',
        remote: { uplink: 'city', signed: Buffer.from(bytes).toString('base64') }, // for guard to judge by itself
      },
    ]);
  });

  test('one from far ahead of a clock that nobody has set is refused, and later honest ones are not old by it', async () => {
    const desk = new Desk(['ping']);
    desk.quality = 'unsynced';
    const ping = (id: string, issued: number) => desk.say(signed(command(id, undefined, { issued })));
    expect(await ping('a', Number.MAX_SAFE_INTEGER)).toMatchObject({ code: 'command.early' });
    expect(await ping('b', UTC + 4 * YEAR_MS)).toMatchObject({ ok: true }); // it may be that late
    await desk.restart();
    expect(await ping('b', UTC + 4 * YEAR_MS)).toMatchObject({ code: 'command.old' });
    for (const n of [1, 2, 3]) expect(await ping(`c${n}`, UTC + n)).toMatchObject({ ok: true });
    await desk.restart();
    for (const n of [1, 2, 3]) expect(await ping(`c${n}`, UTC + n)).toMatchObject({ code: 'command.old' });
  });

  test('without a clock as many are remembered as fit, and what is earlier than those is over', async () => {
    const desk = new Desk(['ping']);
    desk.quality = 'unsynced';
    const ping = (id: string, issued: number) => desk.say(signed(command(id, undefined, { issued })));
    for (let n = 1; n <= 20; n++) expect(await ping(`a${n}`, UTC + n)).toMatchObject({ ok: true });
    await desk.restart();
    for (let n = 1; n <= 9; n++) expect(await ping(`a${n}`, UTC + n)).toMatchObject({ code: 'command.old' });
    expect(await ping('late', UTC)).toMatchObject({ code: 'command.old' });
    await desk.clock.advance(120_000);
    expect(await ping('new', UTC + 21)).toMatchObject({ ok: true });
  });

  test('one that was recorded is worth nothing later: not after a restart, not while the clock is wrong', async () => {
    const desk = new Desk(['acknowledge']);
    const old = { ok: false, code: 'command.old' };
    const recorded = signed(command('a', acknowledge, { issued: desk.utc() }));
    expect(await desk.say(recorded)).toMatchObject({ ok: true });
    await desk.restart();
    expect(await desk.say(recorded)).toMatchObject(old);
    desk.quality = 'unsynced';
    expect(await desk.say(recorded)).toMatchObject(old);
    expect(await desk.say(signed(command('b', acknowledge)))).toMatchObject({ code: 'command.undated' });
    const newer = signed(command('c', acknowledge, { issued: desk.utc() + 1 }));
    expect(await desk.say(newer)).toMatchObject({ ok: true });
    expect(desk.guard.filter(({ verb }) => verb === 'acknowledge')).toHaveLength(2);
  });

  test('with the time known, one from ten minutes ago or from the future is refused, and a clock once wrong locks nobody out', async () => {
    const desk = new Desk(['ping']);
    const ping = (id: string, issued: number) => desk.say(signed(command(id, undefined, { issued })));
    expect(await ping('a', UTC - 600_001)).toMatchObject({ code: 'command.old' });
    expect(await ping('b', UTC + 121_000)).toMatchObject({ code: 'command.early' });
    desk.quality = 'unsynced';
    expect(await ping('c', UTC + 1e11)).toMatchObject({ ok: true });
    desk.quality = 'ntp';
    await desk.clock.advance(121_000);
    expect(await ping('e', desk.utc() + 119_999)).toMatchObject({ ok: true });
  });

  test('strangers use up no room of those who sign', async () => {
    const desk = new Desk(['ping']);
    for (let n = 0; n < 500; n++) await desk.say(command(`s${n}`));
    expect(desk.replies).toHaveLength(10);
    expect(await desk.say(signed(command('p', undefined, { issued: desk.utc() })))).toMatchObject({
      ok: true,
    });
  });
});

/** Patterns for texts. */
function likely(shape: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [
      name,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
}
