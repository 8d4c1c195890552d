import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Birth,
  birthHash,
  type Channel,
  encodeBirth,
  encodeParts,
  encodeState,
  type Part,
  Platform,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import type { Measurement } from './figure.ts';

const CHANNELS = 100;
const DAY_PARTS = 1440;
const SEGMENT_PARTS = 10;
const BORN = 500;
const SOFTWARE = '1.0.1';

/** What a platform keeps of a gateway: of many with 100 channels, whose devices bear names of their own. */
export const sdkMemory: Measurement = {
  name: 'sdk',
  about: `memory of the platform side for a gateway of ${CHANNELS} channels`,
  async run(quick) {
    const gateways = 100;
    await measure(2, 10, ownPlace); // what is compiled and shared is not a gateway's
    const born = await measure(BORN, 0, ownPlace);
    const alike = await measure(BORN, 0, () => 'Kitchen');
    const day = await measure(gateways, quick ? DAY_PARTS / 10 : DAY_PARTS, ownPlace);
    const kb = { unit: 'kB', decimals: 1 };
    return {
      figures: [
        {
          what: 'after its births',
          value: born,
          ...kb,
          goal: { atMost: 25 },
          key: 'sdk.kbPerGatewayBorn',
        },
        { what: 'after a day', value: day, ...kb, goal: { atMost: 60 }, key: 'sdk.kbPerGateway' },
        { what: 'after its births, buildings alike', value: alike, ...kb, goal: { atMost: 25 } },
      ],
      remarks: [
        `${BORN} and ${gateways} gateways; a report of every channel a minute${quick ? ', a tenth of a day' : ''}, state every minute, one change of its birth`,
        'heap and array buffers after a collection, less those before',
      ],
    };
  },
};

const ownPlace = (gateway: number, device: number): string => `Building ${gateway}, room ${device}`;

/** Kilobytes a gateway, of `count` that have said two births and so many report periods. */
async function measure(
  count: number,
  periods: number,
  place: (gateway: number, device: number) => string,
): Promise<number> {
  const channels = channelsOf(() => '');
  const bodies = Array.from({ length: periods }, (_, nth) => encodeParts([partOf(nth)], channels));
  const platform = new Platform({ joinLate: true });
  const before = used();
  const say = (gateway: number, topic: string, bytes: Uint8Array): void => {
    const said = platform.ingest(`lifeline/v1/building-${gateway}/${topic}`, bytes, { atMs: 0 });
    if (!said.ok) throw new Error(said.error.what);
  };
  for (let gateway = 0; gateway < count; gateway++)
    for (const software of ['1.0.0', SOFTWARE]) {
      const bytes = encodeBirth(birthOf(gateway, software, place));
      say(gateway, `birth/${birthHash(bytes)}`, bytes);
      say(gateway, 'birth', bytes);
    }
  const hashOf = (gateway: number) => birthHash(encodeBirth(birthOf(gateway, SOFTWARE, place)));
  const hashes = periods === 0 ? [] : Array.from({ length: count }, (_, gateway) => hashOf(gateway));
  bodies.forEach((body, nth) => {
    for (let gateway = 0; gateway < count; gateway++) {
      const header = headerOf(gateway, nth, hashes[gateway] ?? '');
      say(gateway, 'tel', telemetryMessage(header, body));
      const heads = { event: { seq: 0, parts: 0 }, telemetry: { seq: header.seq, parts: header.last } };
      const { epoch, boot, time } = header;
      const well = { online: true, guardAlive: true, journal: 'ok', heads, delivered: heads } as const;
      say(gateway, 'state', encodeState({ epoch, boot, time, ...well }));
    }
  });
  const kb = (used() - before) / count / 1024;
  if (platform.gateways.size !== count) throw new Error('the platform must outlive this');
  return kb;
}

function headerOf(gateway: number, nth: number, birth: string) {
  const part = (nth % SEGMENT_PARTS) + 1;
  const mono = nth * 60_000;
  return {
    epoch: epochOf(gateway),
    boot: 'c9f0f895fb98ab91',
    seq: Math.floor(nth / SEGMENT_PARTS) + 1,
    birth,
    time: { mono, utc: 1_785_000_000_000 + mono + (nth % 7), quality: 'ntp' as const },
    historical: false,
    first: part,
    last: part,
    sealed: part === SEGMENT_PARTS,
    slice: null,
    evidence: null,
  };
}

const epochOf = (gateway: number): string => (0xe000_0000 + gateway).toString(16).padStart(16, '0');

function birthOf(
  gateway: number,
  software: string,
  place: (gateway: number, device: number) => string,
): Birth {
  const epoch = epochOf(gateway);
  return {
    gateway: `building-${gateway}`,
    software,
    epoch,
    previous: null,
    channels: channelsOf((device) => place(gateway, device)),
    rules: rulesOf(),
  };
}

/** Devices of four points each. */
function channelsOf(place: (device: number) => string): Channel[] {
  return Array.from({ length: CHANNELS }, (_, index) => {
    const device = Math.floor(index / 4);
    const point = ['concentration', 'temperature', 'humidity', 'status'][index % 4] ?? '';
    return {
      index,
      point: `sensor-${device}/${point}`,
      name: { en: `Sensor ${device} ${point}`, zh: `传感器${device}${index % 4}` },
      unit: ['%LEL', '°C', '%RH', ''][index % 4] ?? '',
      exponent: -1,
      profile: 'ya-k300-s',
      place: place(device),
      role: `gas.${point}`,
    };
  });
}

function rulesOf(): Birth['rules'] {
  return Array.from({ length: 25 }, (_, device) => ({
    id: `gas-high-${device}`,
    kind: 'limit',
    point: `sensor-${device}/concentration`,
    text: '≥ 25 %LEL red',
  }));
}

function partOf(nth: number): Part {
  const to = (nth + 1) * 60_000;
  const columns = Array.from({ length: CHANNELS }, (_, channel) => {
    const mean = 20 + ((nth * 7 + channel * 13) % 100) / 10;
    return {
      channel,
      min: [mean - 0.5],
      mean: [mean],
      max: [mean + 0.7],
      n: [60],
      qualities: ['good' as const],
    };
  });
  return { from: to - 60_000, to, samples: [], reports: [{ times: [to], columns }] };
}

let collect: (() => void) | null = null;

function used(): number {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  for (let time = 0; time < 3; time++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
