import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verb } from '../gateway/cli/verb.ts';
import { checkSite, reportText } from '../gateway/reports/site/siteReport.ts';

// What the papers for installers tell people to type, held against the command line; both languages say the same.

const folder = join(import.meta.dirname, '..', 'docs');
const papers = readdirSync(folder).filter((name) => /^(?!NOTES).*(?<!\.zh)\.md$/.test(name));
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Every command of ours in code spans and blocks, without the comment behind it. */
function commandsOf(text: string): string[] {
  const code = [...text.matchAll(/```sh\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, span]) =>
    (block ?? span ?? '').split('\n'),
  );
  return code
    .map((line) => line.replace(/\s+#.*$/, ''))
    .flatMap((line) =>
      [...line.matchAll(/\blifeline ((?!check \/)[a-z]+\b[^&|;]*|check[^&|;]*)/g)].map(([, command = '']) =>
        command.trim(),
      ),
    )
    .filter((command) => !/^(under|up site)/.test(command));
}

/** Names of files and options, which are the same in every language; `<name>` is not. */
function plain(command: string): string {
  return command.replaceAll(/<[^>]+>/g, '<>');
}

async function usageOf(verb: string): Promise<string> {
  const loaded = (await import(`../gateway/cli/${verb}.ts`)) as { verb: Verb };
  return loaded.verb.usage;
}

describe('the papers for installers', () => {
  it('are there in both languages', () => {
    expect(papers).toEqual(['installation.md', 'operations.md', 'release.md', 'security.md', 'wiring.md']);
    for (const paper of papers) expect(textOf(paper.replace('.md', '.zh.md'))).toMatch(/\p{Script=Han}/u);
  });

  it('hold many commands', () => {
    expect(papers.flatMap((paper) => commandsOf(textOf(paper))).length).toBeGreaterThan(25);
  });

  it.each(papers)('%s names commands that there are, with options that they have', async (paper) => {
    for (const command of commandsOf(textOf(paper))) {
      const [verb = ''] = command.split(' ');
      const usage = await usageOf(verb);
      for (const [, option = ''] of command.matchAll(/ (--[a-z-]+)/g))
        expect(usage, command).toContain(option);
    }
  });

  it.each(papers)('%s says the same commands, files and units in Chinese', (paper) => {
    const chinese = textOf(paper.replace('.md', '.zh.md'));
    expect(commandsOf(chinese).map(plain).sort()).toEqual(commandsOf(textOf(paper)).map(plain).sort());
    const spans = (text: string) =>
      [...new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => plain(span)))].sort();
    expect(spans(chinese)).toEqual(spans(textOf(paper)));
  });

  it('link to each other and nowhere into nothing', () => {
    for (const name of readdirSync(folder))
      for (const [, target = ''] of textOf(name).matchAll(/\]\(([^)#]+)\)/g))
        expect(readdirSync(folder), `${name}: ${target}`).toContain(target);
  });
});

describe('the Chinese README', () => {
  const text = readFileSync(join(folder, '..', 'README.zh-CN.md'), 'utf8');

  it('shows what check says of the example it names', () => {
    const [row = ''] = /总线 rs485.*/.exec(text) ?? [];
    const report = checkSite(join(folder, '..', 'deploy/examples/first-sensor/site.yaml'));
    expect(reportText(report, { language: 'zh' }).split('\n')).toContain(row);
  });

  it('has no half-width comma or colon inside a Chinese sentence', () => {
    expect(text.match(/.{0,6}\p{Script=Han}[,;:]\s?\p{Script=Han}.{0,6}/gu) ?? []).toEqual([]);
  });
});
