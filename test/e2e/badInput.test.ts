import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { HOUSE, houseBuilding, houseSite, houseSiteWithUplink } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { type Program } from '../harness/program.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { makeCertificates } from '../uplink/certificates.ts';

const GOOD = `gateway: { id: house-1 }
buses:
  - { id: gas, connection: { type: serial, path: lines/gas, baud: 9600, adapterMs: 400 } }
devices:
  - { id: kitchen, profile: ya-k300-s, bus: gas, unit: 1 }
`;

type Mistake = {
  readonly name: string;
  readonly site: string;
  readonly code: string;
  readonly line: number;
  readonly says: RegExp;
  readonly remedy: RegExp;
};

const MISTAKES: readonly Mistake[] = [
  {
    name: 'an unknown profile',
    site: GOOD.replace('ya-k300-s', 'ya-k300'),
    code: 'site.unknown-profile',
    line: 5,
    says: /devices\[0\]\.profile: there is no profile ya-k300$/,
    remedy: /did you mean ya-k300-s\?/,
  },
  {
    name: 'two devices on one address',
    site: `${GOOD}  - { id: hall, profile: ya-k300-s, bus: gas, unit: 1 }\n`,
    code: 'site.duplicate-unit',
    line: 6,
    says: /devices\[1\]\.unit: unit 1 of gas is taken by kitchen$/,
    remedy: /give hall another unit/,
  },
  {
    name: 'a baud rate the device cannot do',
    site: GOOD.replace('9600', '115200'),
    code: 'site.baud',
    line: 5,
    says: /kitchen \(ya-k300-s\) cannot run at 115200 baud of gas, only at 9600$/,
    remedy: /set gas and its devices to 9600/,
  },
  {
    name: 'a bracket that is not closed',
    site: GOOD.replace('adapterMs: 400 } }', 'adapterMs: 400 }'),
    code: 'site.yaml',
    line: 4,
    says: /not readable as YAML/,
    remedy: /close every bracket/,
  },
];

/** The problems a program printed, each `[code] where: what` with its hint. */
function problemsIn({ words }: Program): { code: string; text: string; hint: string }[] {
  return words.flatMap((word, at) => {
    const [, code = '', text = ''] = /^\w+: \[([\w.-]+)\] (.*)$/.exec(word) ?? [];
    return code === '' ? [] : [{ code, text, hint: words[at + 1] ?? '' }];
  });
}
