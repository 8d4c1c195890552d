import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../alarmTime/lineJudges.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { SiteInForce } from '../../control/siteRequests.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type ReadSite, type SitePreview, sitePreview } from '../../reports/site/sitePreview.ts';
import { lineAddresses } from '../../site/lineAddresses.ts';
import { readSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { revisionOf } from '../../site/revision.ts';
import { readSiteInForce, readSiteSource, type SiteSource } from '../../site/siteSource.ts';
import type { Say } from '../../text/catalogue.ts';
import type { SITE_VERB_MESSAGES } from '../../text/siteVerbMessages.ts';
import { plain } from '../alarms/paint.ts';
import { trialText } from '../alarms/screenText.ts';
import { voiceFor } from '../alarms/voice.ts';
import { askGuard } from '../askGuard.ts';
import { fail, type Io, UsageError } from '../verb.ts';
import { historyText, previewText } from './siteText.ts';

/** What was written behind `site <what>`. */
type Asked = {
  readonly words: readonly string[];
  readonly run: string | undefined;
  readonly reason: string | undefined;
  readonly forS: number;
  readonly actor: string;
  readonly io: Io;
  readonly json: boolean;
  readonly say: Say<typeof SITE_VERB_MESSAGES>;
};

/** What can be done about the site of the running guard. Each gives the exit status. */
export const SITE_ACTS: Readonly<Record<string, (asked: Asked) => Promise<number>>> = {
  async diff(asked) {
    const [file, changed = file] = files(asked);
    const found = preview(file, changed);
    return found.ok ? shown(found.value.preview, asked) : fail(asked.io, found.error);
  },
  async apply(asked) {
    const [file, changed] = files(asked);
    const { io, say, run, actor, reason = null, forS } = asked;
    if (changed === undefined) throw new UsageError(say('usage.new'));
    const found = preview(file, changed, true);
    if (!found.ok) return fail(io, found.error);
    const { preview: what, before, after } = found.value;
    shown(what, asked);
    if (what.loosened.length > 0 && reason === null) throw new UsageError(say('reason-needed'));
    const base = revisionOf(before.text);
    const ask = { verb: 'site-apply', actor, base, text: after.text, reason, trialS: forS } as const;
    const done = await askGuard(ask, run, io);
    if (!done.ok) return fail(io, [done.error]);
    io.out(`${say('applied', { s: forS })}\n`);
    return 0;
  },
  async keep(asked) {
    return onTrial(asked, async (revision) => {
      const { run, io, actor, say } = asked;
      const done = await askGuard({ verb: 'site-keep', actor, revision }, run, io);
      if (!done.ok) return fail(io, [done.error]);
      io.out(`${say('kept', { revision })}\n`);
      return 0;
    });
  },
  async revert(asked) {
    return onTrial(asked, async (revision) => {
      const { run, io, actor, reason = null, say } = asked;
      const done = await askGuard({ verb: 'site-revert', actor, revision, reason }, run, io);
      if (!done.ok) return fail(io, [done.error]);
      const now = await inForce(asked);
      io.out(`${say('reverted', { revision: now.ok ? now.value.revision : '?' })}\n`);
      return 0;
    });
  },
  async history(asked) {
    const now = await inForce(asked);
    const { io, json } = asked;
    if (!now.ok) return fail(io, [now.error]);
    io.out(`${json ? JSON.stringify(now.value, null, 2) : historyText(now.value, io.language)}\n`);
    if (now.value.trial !== null && !json) await tellTrial(asked);
    return 0;
  },
  async reload({ run, io, actor, say }) {
    const done = await askGuard({ verb: 'reload', actor }, run, io);
    if (!done.ok) return fail(io, [done.error]);
    io.out(`${say('reloaded')}\n`);
    return 0;
  },
  async addresses(asked) {
    const [file] = files(asked);
    const addresses = lineAddresses(file);
    if (addresses === null) {
      asked.io.err(`${asked.say('addresses.unknown', { file })}\n`);
      return 1;
    }
    asked.io.out(addresses.map((address) => `${address}\n`).join(''));
    return 0;
  },
};

/** Until when the site that is on trial runs, as guard reckons it. */
async function tellTrial({ run, io }: Asked): Promise<void> {
  const answer = await askGuard({ verb: 'alarms' }, run, io);
  if (!answer.ok) return;
  const screen = answer.value as AlarmScreen;
  const voice = voiceFor(screen, io.language, plain, screen.gateway.timeZone);
  for (const line of trialText(screen, voice)) io.out(`${line}\n`);
}

function files({ words: [file, changed], say }: Asked): [string, string | undefined] {
  if (file === undefined) throw new UsageError(say('usage.file'));
  return [file, changed];
}

async function inForce({ run, io }: Asked): Promise<Result<SiteInForce, Problem>> {
  const answer = await askGuard({ verb: 'site' }, run, io);
  return answer.ok ? ok(answer.value as SiteInForce) : answer;
}

async function onTrial(asked: Asked, act: (revision: string) => Promise<number>): Promise<number> {
  const now = await inForce(asked);
  if (!now.ok) return fail(asked.io, [now.error]);
  if (now.value.trial !== null) return act(now.value.trial.revision);
  asked.io.err(`${asked.say('no-trial')}\n`);
  return 1;
}

/**
 * What is in force (the copy beside the file) against another file, or the file itself where no guard has taken it up. Relative
 * paths in both start at the site file's folder.
 */
function preview(
  file: string,
  changed: string = file,
  mustBeInForce = changed === file,
): Result<{ before: ReadSite; after: ReadSite; preview: SitePreview }, readonly Problem[]> {
  const kept = readSiteInForce(file);
  const own = !mustBeInForce && !kept.ok && kept.error.code === 'site.not-in-force';
  const before = read(own ? readSiteSource(file) : kept, file, file);
  if (!before.ok) return before;
  const after = read(readSiteSource(changed), changed, file);
  if (!after.ok) return after;
  return ok({ before: before.value, after: after.value, preview: sitePreview(before.value, after.value) });
}

function read(
  source: Result<SiteSource, Problem>,
  path: string,
  site: string,
): Result<ReadSite, readonly Problem[]> {
  if (!source.ok) return err([source.error]);
  const { text: said } = source.value;
  const installation = readSite(said, path, readProfiles(site), LINE_JUDGES, fastestPeriods);
  return installation.ok ? ok({ text: said, installation: installation.value }) : installation;
}

function shown(preview: SitePreview, { io, json }: Asked): number {
  io.out(`${json ? JSON.stringify(preview, null, 2) : previewText(preview, io.language)}\n`);
  return 0;
}
