import { existsSync } from 'node:fs';
import type { ScanAim } from '../commission/scan/scan.ts';
import { formatOf } from '../commission/scan/siteMatch.ts';
import { usualUnits } from '../commission/scan/usualUnits.ts';
import type { SerialFormat } from '../core/serialFormat.ts';
import { liftUnits } from '../guard/bus/line/readOnly.ts';
import type { Line } from '../site/installation.ts';
import { loadSite } from '../site/load.ts';
import { portName, samePort } from '../site/portName.ts';
import { OWN_SITE, readProfiles } from '../site/profiles.ts';
import type { LineConnection } from '../site/schema/siteSchema.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import { SCAN_MESSAGES } from '../text/scanMessages.ts';
import { givenFormat, givenPort } from './givenPort.ts';
import { listenerFor } from './scan/listening.ts';
import { search } from './scan/search.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

const PATIENCE_MS = 100;
const SLOW_MS = 500;

export const verb: Verb = {
  usage:
    'scan <port> [--site site.yaml] [--baud N --parity none|even|odd --stop-bits 1|2] [--own | --thorough] [--run DIR] [--lang en|zh] [--json]',
  summary: {
    en: 'Finds out who is on a line, at whatever rate, parity and address, and what it is. Reads only; --own: at the settings of the line, or those given. Ctrl-C keeps what was found.',
    zh: '找出总线上有哪些设备：任何波特率、校验和站号，以及是什么型号。只读不写；--own：仅按总线的设置（或给出的设置）查找。按 Ctrl-C 结束并保留已找到的结果。',
  },
  async run(args, given) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      {
        ...{ site: text, baud: text, parity: text, 'stop-bits': text, run: text, lang: text },
        ...{ own: flag, thorough: flag, json: flag },
      },
      { min: 1, max: 1 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(SCAN_MESSAGES, io.language);
    const [port = ''] = positionals;
    const file = values.site ?? OWN_SITE;
    const catalog = readProfiles(file);
    let line: Line | null = null;
    if (values.site !== undefined || existsSync(file)) {
      const site = loadSite(file, catalog, []);
      if (!site.ok) return fail(io, site.error);
      line = site.value.lines.find(({ connection }) => samePort(portName(connection), bare(port))) ?? null;
    }
    const said =
      values.baud === undefined && values.parity === undefined && values['stop-bits'] === undefined
        ? null
        : givenFormat(values, USUAL);
    const own = said ?? (line === null ? null : formatOf(line));
    const connection = connectionTo(port, own, line, say);
    const lifts = line === null ? new Set<number>() : liftUnits(line);
    const listener = await listenerFor(connection, lifts, values.run, io);
    if (!listener.ok) return fail(io, [listener.error]);
    const foreign = connection.type === 'serial' && lifts.size === 0 && values.own !== true;
    const aim: ScanAim = {
      ...{ own: own ?? (foreign ? null : connectionFormat(connection)), foreign },
      ...{ usual: usualUnits(catalog.profiles.values()), skip: new Set<number>() },
      ...{ patienceMs: PATIENCE_MS, slowMs: SLOW_MS, thorough: values.thorough === true },
    };
    if (listener.value.throughGuard) io.err(`${say('guard.goes-on', { limit: aim.patienceMs })}\n`);
    if (lifts.size > 0) io.err(`${say('guard.lift')}\n`);
    try {
      return await search({
        io,
        say,
        line,
        listener: listener.value,
        aim,
        catalog,
        json: values.json === true,
      });
    } finally {
      await listener.value.close();
    }
  },
};

function bare(port: string): string {
  return port.replace(/^rtu:\/\//, '');
}

const USUAL: SerialFormat = { baud: 9600, parity: 'none', stopBits: 1 };

type Serial = Exclude<LineConnection, { type: 'modbus-tcp' }>;

function connectionFormat({ baud, parity, stopBits }: Serial): SerialFormat {
  return { baud, parity, stopBits };
}

/** The line of the site on this port; else an adapter that nobody has described. */
function connectionTo(
  port: string,
  own: SerialFormat | null,
  line: Line | null,
  say: Say<typeof SCAN_MESSAGES>,
): Serial {
  const format = own ?? USUAL;
  if (line !== null && line.connection.type !== 'modbus-tcp') return { ...line.connection, ...format };
  const connection = givenPort(port, format);
  if (connection.type === 'modbus-tcp' || line !== null) throw new UsageError(say('usage.port', { port }));
  return connection;
}
