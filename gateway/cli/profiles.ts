import { writeFileSync } from 'node:fs';
import { buildCatalog, checkCatalog, faultsOf } from '../../drivers/catalog.ts';
import type { ProfileFile } from '../../drivers/profile/check.ts';
import { fillChecksums } from '../../drivers/profile/frames/fillChecksums.ts';
import { listProfiles } from '../../drivers/profile/listProfiles.ts';
import { OWN_SITE, profileFilesAt, readProfileFiles } from '../site/profiles.ts';
import { suggested } from '../site/suggestion.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { checkText, listMarkdown, listText } from './profiles/listText.ts';
import { packsText } from './profiles/packsText.ts';
import { profileVoice } from './profiles/profileVoice.ts';
import { showText } from './profiles/showText.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'profiles [list | show <id> | check [<id or folder>] [--fill]] [--site site.yaml] [--lang en|zh] [--json] [--markdown]',
  summary: {
    en: 'Lists the devices that Lifeline knows, shows one, or checks profiles against their golden frames. Own profiles stand in profiles/<id>/ beside the site file. --fill puts in check sums that are written as crc. --markdown: the list as a table with its sources.',
    zh: '列出 Lifeline 认识的设备、显示其中一个，或用标准报文检查型号文件。自有型号放在现场文件旁的 profiles/<id>/ 中。--fill 填入写作 crc 的校验码。--markdown：列表输出为带资料来源的表格。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      {
        ...{ site: { type: 'string' }, lang: { type: 'string' } },
        ...{ json: { type: 'boolean' }, fill: { type: 'boolean' } },
        markdown: { type: 'boolean' },
      } as const,
      { min: 0, max: 2 },
    );
    const [what = 'list', id] = positionals;
    const io = speaking(values.lang, given);
    const voice = profileVoice(io.language);
    const site = values.site ?? OWN_SITE;
    const files = readProfileFiles(site);
    const catalog = buildCatalog(files);
    switch (what) {
      case 'list':
        if (values.json) io.out(json(listProfiles(catalog)));
        else io.out(values.markdown ? listMarkdown(catalog, voice) : listText(catalog, voice));
        return 0;
      case 'show': {
        if (id === undefined) throw new UsageError(voice.say('usage.id'));
        const profile = catalog.profiles.get(id);
        if (profile === undefined) {
          const faults = faultsOf(catalog, id);
          if (faults.length > 0) return fail(io, faults);
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
        const wanted = id === undefined ? files : filesNamed(id, files);
        if (wanted.length === 0) {
          const suggestion = suggested(id ?? '', catalog.profiles.keys());
          return fail(io, [siteProblem('profile.unknown', { profile: id ?? '', suggestion })]);
        }
        const filled = values.fill === true ? fillFrames(wanted) : { files: wanted, written: [] };
        for (const path of filled.written) io.err(`${voice.say('check.filled', { path })}\n`);
        const checks = checkCatalog(filled.files);
        io.out(values.json ? json(checks) : checkText(checks, voice));
        return checks.every(({ errors }) => errors.length === 0) ? 0 : 1;
      }
      default:
        throw new UsageError(voice.say('usage.what', { word: what }));
    }
  },
};

/** The files of one profile by its id, or of a folder somebody is working in. */
function filesNamed(name: string, files: readonly ProfileFile[]): readonly ProfileFile[] {
  const known = files.filter(({ path }) => path.split('/').at(-2) === name);
  return known.length > 0 ? known : profileFilesAt(name);
}

/** Writes the check sums that transcripts leave to us. Only files with such a frame are touched. */
function fillFrames(files: readonly ProfileFile[]): {
  readonly files: readonly ProfileFile[];
  readonly written: readonly string[];
} {
  const written: string[] = [];
  const after = files.map((file) => {
    const text = file.path.endsWith('/frames.txt') ? fillChecksums(file.text) : file.text;
    if (text === file.text) return file;
    writeFileSync(file.path, text);
    written.push(file.path);
    return { ...file, text };
  });
  return { files: after, written };
}

function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
