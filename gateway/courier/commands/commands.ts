import type { AcknowledgeAnswer } from '../../control/alarmRequests.ts';
import type { ControlAsk as GuardAsk } from '../../control/client.ts';
import type { CommandKey } from '../../control/commandKeys.ts';
import { Allowance } from '../../core/allowance.ts';
import type { Clock } from '../../core/clock.ts';
import type { Problem, Result } from '../../core/result.ts';
import {
  aboutTopic,
  type Command,
  type CommandAsk,
  encodeReply,
  type Reply,
  type ReplyDetail,
  type StateMessage,
  type TimeBase,
} from '../../telemetry/index.ts';
import { type AuthorisedCommand, objection, open, type RefusedCommand, reliableUtc } from './authority.ts';
import type { IssuedMemory } from './issued.ts';
import { RecentCommands } from './recentCommands.ts';

/** What this courier brings to the commands of an uplink. */
export type CommandsSetting = {
  readonly issued: IssuedMemory;
  /** Asks guard over its socket. */
  readonly guard: (ask: GuardAsk) => Promise<Result<unknown, Problem>>;
};

export type CommandsOptions = CommandsSetting & {
  /** None: whoever the broker lets publish there may ask. */
  readonly keys: readonly CommandKey[];
  readonly uplink: string;
  readonly gateway: string;
  readonly clock: Clock;
  readonly time: () => TimeBase;
  /** Unix ms: it is not later than this, whatever the clock says. */
  readonly latestUtc: () => number;
  readonly state: () => StateMessage;
  readonly repeat: (range: Extract<CommandAsk, { kind: 'replay' }>) => Result<ReplyDetail, Problem>;
  /** Says a birth again, or the current one and `state`. */
  readonly sayBirth: (hash: string | null) => Result<void, Problem>;
  /** Publishes on `reply`. */
  readonly publish: (payload: Uint8Array) => void;
  /** The most bytes a reply may have. */
  readonly largest: () => number;
  readonly tell: (problem: Problem) => void;
};

type Answer = Omit<Reply, 'id'>;
type Refused = RefusedCommand & { readonly known?: AuthorisedCommand };

const MOST_WAITING = 16;
// Engineering values: a control room that acknowledges a burst of alarms is served; a program run wild is not.
const ACTING = { burst: 30, everyMs: 1_000 };
const REFUSING = { burst: 10, everyMs: 10_000 };
const UNREACHABLE = 'control.unreachable';

/**
 * What the platform at the other end of one uplink asks for. One command at a time, each answered, and each that does or
 * was refused something written into the journal by guard. Strangers cannot use up what those who sign may ask.
 */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #answered = new RecentCommands();
  readonly #acting: Allowance;
  readonly #refusing: Allowance;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = false;
  #unheard = 0;

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#acting = new Allowance(options.clock, ACTING.burst, ACTING.everyMs);
    this.#refusing = new Allowance(options.clock, REFUSING.burst, REFUSING.everyMs);
  }

  /** A message on `cmd`. Retained ones are passed over: the broker would give them again with every connection. */
  take(bytes: Uint8Array, retained: boolean): void {
    const refused = retained ? { problem: RETAINED, id: null } : this.#consider(bytes);
    if (refused !== null) this.#refuse(refused);
  }

  /** Takes a command on, or says why not. */
  #consider(bytes: Uint8Array): Refused | null {
    const { keys, gateway, issued, time, clock, latestUtc } = this.#options;
    const opened = open(bytes, keys, aboutTopic(gateway, 'cmd'));
    if (!opened.ok) return opened.error;
    const known = opened.value;
    const { command, key } = known;
    const { id } = command;
    const who = key?.id ?? '';
    const seen = this.#answered.look(who, id, bytes);
    if (seen === 'reused') return { problem: REUSED, id, known };
    if (typeof seen === 'object') {
      if (seen.reply !== null && this.#acting.take()) this.#options.publish(seen.reply);
      return null;
    }
    const now = reliableUtc(time(), clock.mono());
    const no = objection(known, issued, { now, atMost: latestUtc() }, seen === 'undone');
    if (no !== null) return { problem: no, id, known };
    if (this.#waiting.length >= MOST_WAITING || !this.#acting.take()) return { problem: BUSY, id, known };
    if (key !== null && command.issued !== null && seen === 'new')
      issued.note(key.id, command.issued, now !== null);
    this.#answered.begin(who, id, bytes);
    this.#waiting.push(() => this.#carryOut(known, bytes));
    if (!this.#running) void this.#run();
    return null;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) await next();
    this.#running = false;
  }

  async #carryOut({ command, key }: AuthorisedCommand, bytes: Uint8Array): Promise<void> {
    const who = key?.id ?? '';
    const answer = await this.#act(command, key, bytes);
    const reply = this.#reply(command.id, answer);
    if (answer.code === UNREACHABLE) this.#answered.undone(who, command.id);
    else this.#answered.end(who, command.id, reply);
    this.#options.publish(reply);
  }

  async #act({ ask }: Command, key: CommandKey | null, bytes: Uint8Array): Promise<Answer> {
    const { uplink, guard, state, repeat } = this.#options;
    switch (ask.kind) {
      case 'ping':
        return done('here I am', { kind: 'state', state: state() });
      case 'birth': {
        const said = this.#options.sayBirth(ask.hash);
        return said.ok ? done('said again', null) : notDone(said.error);
      }
      case 'replay': {
        const result = repeat(ask);
        await this.#write(askText({ ask }, key), ask.kind, result.ok ? null : result.error);
        return result.ok ? done('what is left of it is sent again', result.value) : notDone(result.error);
      }
      case 'acknowledge': {
        const { occurrence, announcement, severity, actor, text } = ask;
        const note = [key === null ? null : `signed by ${key.id}`, text]
          .filter((part) => part !== null)
          .join('; ');
        const result = await guard({
          verb: 'acknowledge',
          ...{ occurrence, seen: { announcement, severity } },
          ...(note === '' ? {} : { note }),
          actor: `platform:${uplink}:${actor}`,
          // guard judges the signature by itself
          remote: { uplink, ...(key === null ? {} : { signed: Buffer.from(bytes).toString('base64') }) },
        });
        if (!result.ok) return notDone(result.error);
        const answer = result.value as AcknowledgeAnswer | null;
        return answer?.acknowledged === false ? SEEN : done('acknowledged', null);
      }
    }
  }

  /** RecentCommands and written down, but only so often: whoever may publish there must not fill the disk or the line. */
  #refuse({ problem, id, known }: Refused): void {
    if (!this.#refusing.take()) {
      this.#unheard++;
      return;
    }
    const asked = known === undefined ? 'a command' : askText(known.command, known.key);
    const more = this.#unheard === 0 ? '' : ` (and ${this.#unheard} more refused without a word)`;
    this.#unheard = 0;
    void this.#write(`${asked}${more}`, known?.command.ask.kind ?? 'command', problem);
    if (id !== null) this.#options.publish(this.#reply(id, notDone(problem)));
  }

  async #write(asked: string, command: string, refused: Problem | null): Promise<void> {
    const { uplink, guard, tell } = this.#options;
    const detail = refused === null ? asked : `${asked}; refused: ${refused.what} [${refused.code}]`;
    const written = await guard({
      verb: 'asked',
      ...{ actor: `platform:${uplink}`, command, detail: detail.slice(0, 1000), accepted: refused === null },
    });
    if (!written.ok) tell({ code: 'command.unwritten', what: `the journal will not know: ${detail}` });
  }

  #reply(id: string, answer: Answer): Uint8Array {
    const whole = encodeReply({ id, ...answer });
    return whole.length <= this.#options.largest() ? whole : encodeReply({ id, ...answer, detail: null });
  }
}

function done(text: string, detail: ReplyDetail | null): Answer {
  return { ok: true, code: 'done', text, detail };
}

/** It counts as nothing more than a note: the gateway has not seen who it was. */
const SEEN: Answer = {
  ok: true,
  code: 'seen',
  text: 'written down as seen; what sounds goes on, and the alarm is not acknowledged: that takes a signature',
  detail: null,
};

function notDone({ code, what, hint }: Problem): Answer {
  return { ok: false, code, text: hint === undefined ? what : `${what}; ${hint}`, detail: null };
}

/** What was asked, for the journal. A name is put down as what it is: said, not proven, unless a key stands for it. */
function askText({ ask }: Pick<Command, 'ask'>, key: CommandKey | null): string {
  const by = key === null ? '' : `, signed by ${key.id}`;
  switch (ask.kind) {
    case 'acknowledge':
      return `acknowledge ${ask.occurrence}, by one called ${ask.actor}${by}`;
    case 'replay':
      return `replay of ${ask.stream} ${ask.from} to ${ask.to} of ${ask.epoch}${by}`;
    case 'ping':
      return `ping${by}`;
    case 'birth':
      return `birth ${ask.hash ?? ''}${by}`;
  }
}

const RETAINED: Problem = {
  code: 'command.retained',
  what: 'a command was left retained on the broker, where it would be given again with every connection',
  hint: 'clear it (an empty retained message), and publish commands without retain',
};
const REUSED: Problem = {
  code: 'command.id-reused',
  what: 'another command had this id',
  hint: 'give every command an id of its own, and repeat it unchanged',
};
const BUSY: Problem = {
  code: 'command.too-many',
  what: 'too many commands at once',
  hint: 'ask again in a few seconds, with the same id',
};
