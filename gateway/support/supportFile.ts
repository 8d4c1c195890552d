import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../core/result.ts';
import { journalFile } from '../journal/file/database.ts';
import { journalStat } from '../journal/read/journalStat.ts';
import { PastRows } from '../journal/read/pastRows.ts';
import { decodeEvent } from '../telemetry/index.ts';
import { knownSecrets } from './knownSecrets.ts';
import { Redaction } from './redaction.ts';

const EVENTS = 400;
const MOST_BYTES = 2_000_000;
const PATIENCE_MS = 20_000;

/** What is in the file besides what this room gathers itself: a title and its text. */
export type SupportSection = readonly [title: string, text: string];

export type SupportAsk = {
  readonly root: string; // of the system
  readonly site: string;
  readonly state: string;
  /** Folders in which secrets are. */
  readonly secretFolders: readonly string[];
  /** What was found by the doctor, what guard says: by whoever asks. */
  readonly sections: readonly SupportSection[];
  readonly title: string;
};

/** What the system tells of our services; each by a program that every Debian with systemd has. */
const COMMANDS: readonly (readonly [title: string, command: string, ...args: string[]])[] = [
  [
    'log of the services',
    'journalctl',
    '--no-pager',
    '-q',
    '-n',
    '600',
    '-o',
    'short-iso',
    '-u',
    'lifeline-*',
  ],
  ['log of the kernel', 'journalctl', '--no-pager', '-q', '-k', '-n', '150', '-o', 'short-iso'],
  ['services', 'systemctl', '--no-pager', 'list-units', '--all', 'lifeline*'],
  ['packages', 'dpkg', '-l', 'lifeline*'],
  ['disks', 'df', '-hT'],
  ['adapters', 'ls', '-l', '/dev/serial/by-path', '/dev/lifeline'],
  ['network', 'ip', '-brief', 'address'],
];

/** Files that say what machine it is. */
const FILES = [
  'etc/os-release',
  'proc/version',
  'proc/meminfo',
  'proc/loadavg',
  'proc/device-tree/model',
  'etc/lifeline/lifeline.env',
];

/** One text for a help desk, without secrets: whoever sends it can read it before. */
export async function supportText(ask: SupportAsk): Promise<string> {
  const { root, site, state, sections, title } = ask;
  const redaction = new Redaction(knownSecrets(ask.secretFolders));
  const told = root === '/' ? await Promise.all(COMMANDS.map(commandSupportSection)) : [];
  const all: SupportSection[] = [
    ...sections,
    ['site file', read(site)],
    ['last site file that was accepted', read(`${site}.last-good`)],
    ['journal', journalText(state)],
    [`events, the newest ${EVENTS}`, eventsText(state)],
    ...FILES.map((file): SupportSection => [`/${file}`, read(join(root, file))]),
    ...told,
  ];
  const body = all
    .filter(([, text]) => text.trim() !== '')
    .map(([heading, text]) => `==== ${heading} ====\n${text.slice(-MOST_BYTES).trimEnd()}\n`);
  return redaction.clean(`${title}\n\n${body.join('\n')}`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function journalText(state: string): string {
  const figures = journalStat(journalFile(state));
  return figures.ok ? JSON.stringify(figures.value, null, 1) : wordsOf(figures.error);
}

/** Decoded, one a line, the newest last. */
function eventsText(state: string): string {
  const opened = PastRows.open(journalFile(state));
  if (!opened.ok) return wordsOf(opened.error);
  const rows = opened.value;
  try {
    const extent = rows.extent('event');
    if (extent === null) return '';
    const from = Math.max(extent.first, extent.last - EVENTS + 1);
    return rows
      .events(from, EVENTS)
      .map(({ seq, body }) => {
        const event = decodeEvent(body);
        return JSON.stringify({ seq, ...(event.ok ? event.value : { undecodable: event.error.what }) });
      })
      .join('\n');
  } finally {
    rows.close();
  }
}

function wordsOf({ code, what }: Problem): string {
  return `[${code}] ${what}`;
}

function commandSupportSection([
  title,
  command,
  ...args
]: (typeof COMMANDS)[number]): Promise<SupportSection> {
  return new Promise((resolve) =>
    execFile(
      command,
      args,
      {
        timeout: PATIENCE_MS,
        maxBuffer: 2 * MOST_BYTES,
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
      },
      (error, stdout, stderr) => resolve([title, stdout !== '' ? stdout : (error?.message ?? stderr)]),
    ),
  );
}
