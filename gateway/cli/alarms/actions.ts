import type { ControlAsk } from '../../control/client.ts';
import { UsageError } from '../verb.ts';
import { durationS } from './duration.ts';
import type { Voice } from './voice.ts';

/** What was written behind `alarms <what>`. */
export type WrittenAction = {
  readonly words: readonly string[];
  readonly options: {
    readonly for?: string;
    readonly reason?: string;
    readonly zone?: readonly string[];
    readonly device?: readonly string[];
    readonly end?: string;
  };
  readonly actor: string;
  /** How the alarm stood when it was looked up. */
  readonly seen?: Seen;
};

type Seen = Extract<ControlAsk, { verb: 'acknowledge' }>['seen'];
/** Where nothing like it stands, guard says so. */
const NOTHING_SEEN: Seen = { announcement: 0, severity: 'blue' };

type Option = keyof WrittenAction['options'];

/**
 * One thing to do about alarms. `subject`: what its word names; an occurrence is looked up before it is asked about.
 * What must not be missing in a request is guard's to refuse, so that the refusal is written down with who it was.
 */
export type AlarmAction = {
  readonly form: string; // how it is written
  readonly subject: 'occurrence' | 'rule' | 'point' | null;
  readonly optional: boolean; // whether the subject may be left out
  readonly options: readonly Option[];
  ask(subject: string | undefined, written: WrittenAction, voice: Voice): ControlAsk;
};

export const ACTIONS: Readonly<Record<string, AlarmAction>> = {
  ack: {
    form: 'ack <occurrence>',
    ...{ subject: 'occurrence', optional: false, options: [] },
    ask: (occurrence = '', { actor, seen = NOTHING_SEEN }) => ({
      ...{ verb: 'acknowledge', occurrence, seen, actor },
    }),
  },
  silence: {
    form: 'silence [<occurrence>] [--zone ID]',
    ...{ subject: 'occurrence', optional: true, options: ['zone'] },
    ask: (occurrence, { actor, options: { zone } }) => ({
      ...{ verb: 'silence', occurrence: occurrence ?? null, actor },
      ...(zone === undefined ? {} : { zones: [...zone] }),
    }),
  },
  reset: {
    form: 'reset [<occurrence>]',
    ...{ subject: 'occurrence', optional: true, options: [] },
    ask: (occurrence, { actor }) => ({ verb: 'reset', occurrence: occurrence ?? null, actor }),
  },
  shelve: {
    form: 'shelve <rule> --for 2h --reason TEXT',
    ...{ subject: 'rule', optional: false, options: ['for', 'reason'] },
    ask: (rule = '', written, voice) => ({ verb: 'shelve', rule, ...timed(written, voice) }),
  },
  unshelve: {
    form: 'unshelve <rule>',
    ...{ subject: 'rule', optional: false, options: [] },
    ask: (rule = '', { actor }) => ({ verb: 'unshelve', rule, actor }),
  },
  'out-of-service': {
    form: 'out-of-service <rule> --reason TEXT',
    ...{ subject: 'rule', optional: false, options: ['reason'] },
    ask: (rule = '', written, voice) => ({ verb: 'out-of-service', rule, ...timed(written, voice) }),
  },
  'in-service': {
    form: 'in-service <rule>',
    ...{ subject: 'rule', optional: false, options: [] },
    ask: (rule = '', { actor }) => ({ verb: 'in-service', rule, actor }),
  },
  maintenance: {
    form: 'maintenance [--zone ID] [--device ID] --for 4h --reason TEXT, or maintenance --end <period>',
    ...{ subject: null, optional: true, options: ['for', 'reason', 'zone', 'device', 'end'] },
    ask: (_subject, written, voice) => maintenance(written, voice),
  },
  test: {
    form: 'test [--zone ID]',
    ...{ subject: null, optional: true, options: ['zone'] },
    ask: (_subject, { actor, options: { zone } }) => ({
      ...{ verb: 'test', actor },
      ...(zone === undefined ? {} : { zones: [...zone] }),
    }),
  },
  'reopen-valve': {
    form: 'reopen-valve <device>/<point>',
    ...{ subject: 'point', optional: false, options: [] },
    ask: (point = '', { actor }) => ({ verb: 'reopen-valve', point, actor }),
  },
};

/** The request of a command line; throws UsageError where it cannot be understood. */
export function askOf(
  action: AlarmAction,
  subject: string | undefined,
  written: WrittenAction,
  voice: Voice,
) {
  for (const option of Object.keys(written.options) as Option[])
    if (!action.options.includes(option))
      throw new UsageError(voice.say('usage.option', { option, form: action.form }));
  return action.ask(subject, written, voice);
}

function maintenance(written: WrittenAction, voice: Voice): ControlAsk {
  const { actor, options } = written;
  const { zone, device, end } = options;
  if (end === undefined)
    return {
      ...{ verb: 'maintenance', ...timed(written, voice) },
      ...(zone === undefined ? {} : { zones: [...zone] }),
      ...(device === undefined ? {} : { devices: [...device] }),
    };
  if (Object.keys(options).length > 1) throw new UsageError(voice.say('usage.scope-and-end'));
  return { verb: 'end-maintenance', period: end, actor };
}

function timed({ actor, options: { for: text, reason } }: WrittenAction, { say }: Voice) {
  const forS = text === undefined ? undefined : durationS(text);
  if (forS === null) throw new UsageError(say('usage.duration', { text: text ?? '' }));
  return {
    actor,
    ...(forS === undefined ? {} : { forS }),
    ...(reason === undefined ? {} : { reason }),
  };
}
