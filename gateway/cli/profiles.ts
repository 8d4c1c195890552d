import { buildCatalog, checkCatalog } from '../../drivers/catalog.ts';
import { listProfiles, renderCheck, renderList, renderShow } from '../../drivers/profile/render.ts';
import { suggested } from '../site/nearest.ts';
import { packsText } from '../site/packs/packText.ts';
import { readProfileFiles } from '../site/profiles.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'profiles [list | show <id> | check] [--site site.yaml] [--lang en|zh] [--json]',
  summary:
    'Lists the devices that Lifeline knows, shows one, or checks all profiles against their golden frames.',
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { site: { type: 'string' }, lang: { type: 'string' }, json: { type: 'boolean' } },
      { min: 0, max: 2 },
    );
    const [what = 'list', id] = positionals;
    const language = values.lang === 'zh' ? 'zh' : 'en';
    const files = readProfileFiles(values.site);
    const catalog = buildCatalog(files);
    switch (what) {
      case 'list':
        io.out(values.json ? json(listProfiles(catalog)) : renderList(catalog, language));
        return 0;
      case 'show': {
        if (id === undefined) throw new UsageError('name the profile to show');
        const profile = catalog.profiles.get(id);
        if (profile === undefined) {
          const suggestion = suggested(id, catalog.profiles.keys());
          return fail(io, [siteProblem('profile.unknown', { profile: id, suggestion })]);
        }
        io.out(
          values.json
            ? json(profile)
            : `${renderShow(profile, language)}${packsText(profile.kind, language)}`,
        );
        return 0;
      }
      case 'check': {
        const checks = checkCatalog(files);
        io.out(values.json ? json(checks) : renderCheck(checks));
        return checks.every(({ errors }) => errors.length === 0) ? 0 : 1;
      }
      default:
        throw new UsageError(`'${what}' is not something to do with profiles`);
    }
  },
};

function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
