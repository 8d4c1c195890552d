import { buildCatalog, checkCatalog } from '../../drivers/catalog.ts';
import { listProfiles } from '../../drivers/profile/listProfiles.ts';
import { suggested } from '../site/nearest.ts';
import { readProfileFiles } from '../site/profiles.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { checkText, listText } from './profiles/listText.ts';
import { packsText } from './profiles/packsText.ts';
import { profileVoice } from './profiles/profileVoice.ts';
import { showText } from './profiles/showText.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'profiles [list | show <id> | check] [--site site.yaml] [--lang en|zh] [--json]',
  summary:
    'Lists the devices that Lifeline knows, shows one, or checks all profiles against their golden frames.',
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { site: { type: 'string' }, lang: { type: 'string' }, json: { type: 'boolean' } },
      { min: 0, max: 2 },
    );
    const [what = 'list', id] = positionals;
    const io = speaking(values.lang, given);
    const voice = profileVoice(io.language);
    const files = readProfileFiles(values.site);
    const catalog = buildCatalog(files);
    switch (what) {
      case 'list':
        io.out(values.json ? json(listProfiles(catalog)) : listText(catalog, voice));
        return 0;
      case 'show': {
        if (id === undefined) throw new UsageError(voice.say('usage.id'));
        const profile = catalog.profiles.get(id);
        if (profile === undefined) {
          const suggestion = suggested(id, catalog.profiles.keys());
          return fail(io, [siteProblem('profile.unknown', { profile: id, suggestion })]);
        }
        io.out(
          values.json
            ? json(profile)
            : `${showText(profile, voice, catalog.evidence.get(id))}${packsText(profile.kind, voice)}`,
        );
        return 0;
      }
      case 'check': {
        const checks = checkCatalog(files);
        io.out(values.json ? json(checks) : checkText(checks, voice));
        return checks.every(({ errors }) => errors.length === 0) ? 0 : 1;
      }
      default:
        throw new UsageError(voice.say('usage.what', { word: what }));
    }
  },
};

function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
