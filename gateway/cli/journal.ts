import { existsSync, statSync } from 'node:fs';
import { journalFile, spareJournal } from '../journal/file/database.ts';
import {
  checkJournal,
  checkText,
  exportJournal,
  journalStat,
  statText,
} from '../journal/read/journalText.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'journal [stat | check | export] <journal folder or file> [--json] [--run FOLDER]',
  summary: {
    en: 'Looks into a journal beside the running guard: how full, whether sound, or every row as a line of JSON.',
    zh: '在守护进程运行时查看记录：占用多少、是否完好，或将每一行输出为 JSON。',
  },
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { json: { type: 'boolean' }, run: { type: 'string' } },
      { min: 1, max: 2 },
    );
    const [what, place] = positionals.length === 1 ? ['stat', positionals[0]] : positionals;
    const file = fileOf(place ?? '');
    const print = (data: unknown, text: () => string) =>
      io.out(`${values.json ? JSON.stringify(data, null, 2) : text()}\n`);
    switch (what) {
      case 'stat': {
        const figures = journalStat(file);
        if (!figures.ok) return fail(io, [figures.error]);
        print(figures.value, () => statText(figures.value));
        return figures.value.lacks === null ? 0 : fail(io, [figures.value.lacks]);
      }
      case 'check': {
        const check = checkJournal(file);
        if (!check.ok) return fail(io, [check.error]);
        print(check.value, () => checkText(check.value));
        if (check.value.lacks !== null) fail(io, [check.value.lacks]);
        return check.value.sound ? 0 : 1;
      }
      case 'export': {
        const exported = exportJournal(file, {
          beside: isFolder(place ?? ''),
          ...(values.run === undefined ? {} : { spare: spareJournal(values.run) }),
        });
        if (!exported.ok) return fail(io, [exported.error]);
        const { lines, without } = exported.value;
        for (const line of lines) io.out(`${line}\n`);
        return without.length === 0 ? 0 : fail(io, without);
      }
      default:
        throw new UsageError({
          en: `'${what}' is not something to do with a journal`,
          zh: `记录没有“${what}”这项操作`,
        });
    }
  },
};

function fileOf(place: string): string {
  return isFolder(place) ? journalFile(place) : place;
}

function isFolder(place: string): boolean {
  return existsSync(place) && statSync(place).isDirectory();
}
