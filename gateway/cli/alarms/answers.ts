import type { MaintenanceAnswer, ResetAnswer } from '../../control/alarmRequests.ts';
import type { ControlAsk } from '../../control/client.ts';
import { spanText } from '../../text/times.ts';
import { endMaintenance } from './nextStep.ts';
import type { Voice } from './voice.ts';

/** What is said about a command that guard has carried out. `short`: something that was asked for was not done. */
export type AnswerWords = { readonly out: readonly string[]; readonly short: readonly string[] };

/** Guard's answer in words. `open`: whether a valve that was told to open is read back so, where it is read back. */
export function answerText(ask: ControlAsk, answer: unknown, voice: Voice, open?: boolean): AnswerWords {
  if (ask.verb === 'reset' && ask.occurrence == null) return resetText(answer as ResetAnswer, voice);
  if (ask.verb === 'reopen-valve' && open !== undefined) {
    const { point } = ask;
    return open
      ? { out: [voice.say('answer.valve-open', { point })], short: [] }
      : { out: [], short: [voice.say('answer.valve-shut', { point })] };
  }
  return { out: [doneText(ask, answer, voice)], short: [] };
}

function resetText({ reset, kept }: ResetAnswer, { say }: Voice): AnswerWords {
  return {
    out: [
      ...reset.map((occurrence) => say('answer.reset', { occurrence })),
      ...(reset.length + kept.length === 0 ? [say('answer.reset-nothing')] : []),
    ],
    short: kept.map((occurrence) => say('answer.reset-kept', { occurrence })),
  };
}

function doneText(ask: ControlAsk, answer: unknown, { say }: Voice): string {
  const span = (forS: number | undefined) => spanText((forS ?? 0) * 1000, say);
  switch (ask.verb) {
    case 'acknowledge':
      return say('answer.acknowledge', { occurrence: ask.occurrence });
    case 'reset':
      return say('answer.reset', { occurrence: ask.occurrence ?? '' });
    case 'silence':
      return ask.occurrence == null
        ? say('answer.silence-all')
        : say('answer.silence', { occurrence: ask.occurrence });
    case 'shelve':
      return say('answer.shelve', { rule: ask.rule, span: span(ask.forS) });
    case 'unshelve':
      return say('answer.unshelve', { rule: ask.rule });
    case 'out-of-service':
      return say('answer.out-of-service', { rule: ask.rule });
    case 'in-service':
      return say('answer.in-service', { rule: ask.rule });
    case 'maintenance': {
      const { period } = answer as MaintenanceAnswer;
      return period === null
        ? say('answer.maintenance-unnamed', { span: span(ask.forS) })
        : say('answer.maintenance', { span: span(ask.forS), command: endMaintenance(period) });
    }
    case 'end-maintenance':
      return say('answer.end-maintenance', { period: ask.period });
    case 'test':
      return say('answer.test');
    case 'reopen-valve':
      return say('answer.reopen-valve', { point: ask.point });
    default:
      return '';
  }
}
