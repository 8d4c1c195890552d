import type { ControlHandlers } from '../../control/server.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { listed } from '../../text/named.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { textOf } from '../../text/problemText.ts';
import type { SiteKeeper } from '../siteKeeper.ts';

/** The site as it is changed from outside; a reload too, which goes through the same turn. */
export type SiteTurns = Pick<
  SiteKeeper,
  'view' | 'trial' | 'concerns' | 'apply' | 'keep' | 'revert' | 'reload'
>;

type Audit = (verb: string, actor: string, detail: string, accepted: boolean) => void;

/** What a person may ask about the site file. Everything that changes it is written down with who asked, refused or not. */
export function siteVerbs(
  site: SiteTurns,
  audit: Audit,
): Pick<ControlHandlers, 'site' | 'site-apply' | 'site-keep' | 'site-revert' | 'reload'> {
  const told = (
    done: Result<null, readonly Problem[]>,
    { verb, actor, detail }: { verb: string; actor: string; detail: string },
  ): Result<null, Problem> => {
    if (done.ok) {
      audit(verb, actor, detail, true);
      return done;
    }
    const problems = listed(
      done.error.map((problem) => textOf(problem)),
      'semicolon',
    );
    audit(verb, actor, problems.en, false);
    const [only] = done.error;
    // guard's own word stays as it is; of a file everything that is wrong is said at once
    if (done.error.length === 1 && only?.code.startsWith('guard.') === true && verb !== 'reload')
      return err(only);
    return err(guardProblem('guard.not-reloaded', { problems }));
  };
  return {
    site: async () => ok(site.view()),
    reload: async ({ verb, actor }) =>
      told(await site.reload(), { verb, actor, detail: 'the site file was taken up' }),
    'site-apply': async (request) => {
      const { verb, actor, reason } = request;
      const done = await site.apply(request);
      return told(done, { verb, actor, detail: reason ?? `on trial for ${request.trialS} s` });
    },
    'site-keep': async (request) => {
      const { verb, actor, revision } = request;
      return told(await site.keep(request), { verb, actor, detail: revision });
    },
    'site-revert': async (request) => {
      const { verb, actor, revision, reason } = request;
      return told(await site.revert(request), { verb, actor, detail: reason ?? revision });
    },
  };
}
