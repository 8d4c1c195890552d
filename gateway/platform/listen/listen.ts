import { type Clock, every } from '../../core/clock.ts';
import { formatProblem, type Problem } from '../../core/result.ts';
import { withoutPassword } from '../../mqtt/linkProblem.ts';
import type { LinkCredentials } from '../../mqtt/mqttLink.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { LISTEN_MESSAGES } from '../../text/listenMessages.ts';
import { problemIn } from '../../text/problemText.ts';
import { jsonLines } from './jsonLines.ts';
import { type GatewayTotals, startListener } from './listener.ts';
import { messageLines, standingLine, verdictLine } from './text.ts';

export type ListenOptions = {
  readonly url: string;
  readonly prefix?: string;
  readonly credentials?: LinkCredentials;
  /** Say every ten seconds and at the end whether everything is here. */
  readonly verify: boolean;
  /** One JSON object a line instead of text for people: flat rows, see `jsonLines`. */
  readonly json: boolean;
  /** Of what people read; English where nobody says. */
  readonly language?: Language;
  readonly clock: Clock;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when listening should end. */
  readonly ended: Promise<void>;
};

const VERDICT_EVERY_MS = 10_000;

/**
 * `lifeline listen`: prints what gateways say until it is told to end. Exit status 1 when `verify` found that not
 * everything is here or that a gateway is not well, else 0.
 */
export async function runListen(options: ListenOptions): Promise<number> {
  const { clock, out, json, language = 'en' } = options;
  const say = speaker(LISTEN_MESSAGES, language);
  const line = (value: unknown, text: () => readonly string[]): void => {
    for (const row of json ? [JSON.stringify(value)] : text()) out(`${row}\n`);
  };
  const listener = startListener({
    url: options.url,
    clock,
    joinLate: true,
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    onUpdate: (update) => {
      if (json) for (const object of jsonLines(update)) out(`${JSON.stringify(object)}\n`);
      else
        for (const message of update.messages)
          for (const row of messageLines(update.gateway, message, update.view, language)) out(`${row}\n`);
    },
    onSubscribed: () => options.err(`${say('listening', { url: withoutPassword(options.url) })}\n`),
    onProblem: (problem: Problem | null) => {
      if (problem !== null) options.err(`${formatProblem(problemIn(problem, language))}\n`);
    },
  });
  const verdicts = (final: boolean): void => {
    if (!options.verify) return;
    const standings = listener.standings();
    for (const [gateway, totals] of listener.totals()) {
      const standing = standings.get(gateway) ?? [];
      line({ gateway, verdict: figures(totals), standing, ...(final ? { final } : {}) }, () => [
        ...standing.map((one) => standingLine(gateway, one, language)),
        verdictLine(gateway, totals, language),
      ]);
    }
  };
  const timer = every(clock, VERDICT_EVERY_MS, 'verdict', () => verdicts(false));
  await options.ended;
  timer.cancel();
  await listener.stop(); // first, so that the last verdict is of everything printed and nothing follows it
  verdicts(true);
  const lacking = [...listener.totals().values()].some(({ complete }) => !complete);
  const wrong = [...listener.standings().values()].flat().some(({ severity }) => severity !== 'yellow');
  return options.verify && (lacking || wrong) ? 1 : 0;
}

function figures(totals: GatewayTotals): Record<string, number | boolean> {
  const { received, missing, outstanding, held, duplicates, conflicts, tombstoned, complete } = totals;
  const evidence = totals.evidence.size; // occurrences
  return { received, missing, outstanding, held, duplicates, conflicts, tombstoned, evidence, complete };
}
