import type { ValueScreen } from '../control/valueScreen.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { suggested } from '../site/suggestion.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { coloured, plain } from './alarms/paint.ts';
import { askGuard } from './askGuard.ts';
import { speaking } from './speaking.ts';
import { timeText, valuesRows } from './values/valuesText.ts';
import { fail, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'values [<site.yaml>|<device>] [--run DIR] [--lang en|zh] [--json]',
  summary: {
    en: 'What the running guard reads now: every value with its unit, quality, age, and where its alarms begin.',
    zh: '显示运行中的守护进程当前读到的数值：单位、质量、距今时间和报警限值。',
  },
  async run(args, settings) {
    const { positionals, values } = parse(
      args,
      { run: { type: 'string' }, lang: { type: 'string' }, json: { type: 'boolean' } },
      { min: 0, max: 1 },
    );
    const io = speaking(values.lang, settings);
    const [given] = positionals;
    const path = given !== undefined && SITE_FILE.test(given) ? given : undefined;
    const named = path === undefined ? undefined : loadSite(path, readProfiles(path), []);
    if (named?.ok === false) return fail(io, named.error);
    const answer = await askGuard({ verb: 'values' }, values.run, io);
    if (!answer.ok) return fail(io, [answer.error]);
    const all = answer.value as ValueScreen;
    const gateway = all.gateway.id;
    if (path !== undefined && named?.value.gateway.id !== gateway)
      return fail(io, [
        siteProblem('values.gateway', { path, site: named?.value.gateway.id ?? '', gateway }),
      ]);
    const wanted = path === undefined ? given : undefined;
    const devices = all.devices.filter(({ device }) => wanted === undefined || device === wanted);
    if (wanted !== undefined && devices.length === 0) {
      const suggestion = suggested(
        wanted,
        all.devices.map(({ device }) => device),
      );
      return fail(io, [siteProblem('values.device', { device: wanted, suggestion })]);
    }
    const screen = { ...all, devices };
    if (values.json === true) {
      io.out(`${JSON.stringify(screen, null, 2)}\n`);
      return 0;
    }
    const rows = valuesRows(screen, { language: io.language, paint: io.interactive ? coloured : plain });
    io.out(`${[`${screen.gateway.id}  ${timeText(screen, io.language)}`, ...rows].join('\n')}\n`);
    return 0;
  },
};

const SITE_FILE = /\.ya?ml$/;
