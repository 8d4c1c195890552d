import {
  type AlarmEvent,
  type Birth,
  birthHash,
  type Command,
  decodeCommand,
  type EventBody,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeReply,
  encodeState,
  encodeTombstone,
  eventMessage,
  type Part,
  type StateMessage,
  type Stream,
  sliceParts,
  splitBody,
  telemetryMessage,
} from '../../../gateway/telemetry/index.ts';

export type Said = readonly [topic: string, payload: Uint8Array];

const BOOT = 'b007b007b007b007';
const UTC = Date.UTC(2026, 5, 1, 8);

/** What a gateway says, made by hand: its words in any order, twice, or never. Time is `mono` 0 at 8:00 on 1 June 2026. */
export class Tower {
  readonly epoch: string;
  readonly name: string;
  readonly birth: Birth;
  readonly document: Uint8Array;

  constructor(name = 'tower-1', epoch = 'e00000000000000a', more: Partial<Birth> = {}) {
    this.name = name;
    this.epoch = epoch;
    this.birth = {
      gateway: name,
      name: { en: `House ${name}`, zh: `楼 ${name}` },
      software: '1.0.0',
      epoch,
      previous: null,
      channels: ['gas/level', 'water/pressure', 'door/open'].map((point, index) => ({
        ...{ index, point, unit: index === 0 ? '%LEL' : '', exponent: -2, profile: 'test' },
        name: { en: `Point ${index}`, zh: `测点 ${index}` },
      })),
      rules: [],
      ...more,
    };
    this.document = encodeBirth(this.birth);
  }

  get hash(): string {
    return birthHash(this.document);
  }

  births(): Said[] {
    return [
      [`birth/${this.hash}`, this.document],
      ['birth', this.document],
    ];
  }

  /** Parts [first..last] of a row; a part is the minute after `(seq − 1) · 10 + part − 1` minutes. */
  tel(seq: number, first: number, last: number, options: TelOptions = {}): Said {
    const body = encodeParts(
      Array.from({ length: last - first + 1 }, (_, nth) => this.part(seq, first + nth, options.shift ?? 0)),
      this.birth.channels,
    );
    return ['tel', telemetryMessage(this.#header(seq, first, last, options), body)];
  }

  /** The same in slices by columns. */
  slices(seq: number, first: number, last: number, options: TelOptions = {}): Said[] {
    const body = encodeParts(
      Array.from({ length: last - first + 1 }, (_, nth) => this.part(seq, first + nth)),
      this.birth.channels,
    );
    const bodies = splitBody(body, 40);
    return bodies.map((slice, index) => [
      'tel',
      telemetryMessage(
        { ...this.#header(seq, first, last, options), slice: { index, count: bodies.length } },
        slice,
      ),
    ]);
  }

  /** The word that a row has ended, alone. */
  seal(seq: number, parts: number): Said {
    const none = sliceParts(encodeParts([this.part(seq, 1)], this.birth.channels), 1, 0);
    return ['tel', telemetryMessage(this.#header(seq, parts + 1, parts, { sealed: true }), none)];
  }

  part(seq: number, part: number, shift = 0): Part {
    const from = ((seq - 1) * 10 + part - 1) * 60_000;
    const to = from + 60_000;
    const good = ['good' as const];
    return {
      from,
      to,
      samples: [{ times: [to - 1000], columns: [{ channel: 2, values: [part % 2 === 0], qualities: good }] }],
      reports: [
        {
          times: [to],
          columns: [0, 1].map((channel) => ({
            channel,
            min: [seq - 1 + shift],
            mean: [seq + part / 100 + channel + shift],
            max: [seq + 5 + shift],
            n: [60],
            qualities: good,
          })),
        },
      ],
    };
  }

  event(seq: number, body: EventBody): Said {
    const header = {
      ...{ epoch: this.epoch, boot: BOOT, seq, birth: this.hash, historical: false, durable: true },
      time: { mono: 0, utc: UTC, quality: 'ntp' as const },
    };
    return ['event', eventMessage(header, encodeEvent(body))];
  }

  alarm(seq: number, occurrence: string, more: Partial<AlarmEvent> & { mono?: number } = {}): Said {
    const { mono = seq * 1000, ...fields } = more;
    const at = { boot: BOOT, mono };
    return this.event(seq, {
      ...{
        type: 'alarm',
        rule: 'gas-high',
        ruleName: { en: 'Gas', zh: '燃气' },
        occurrence,
        cause: 'raised',
      },
      ...{ from: 'A', to: 'B', severity: 'red', device: 'gas', deviceName: 'Gas sensor', place: 'Kitchen' },
      ...{
        point: 'gas/level',
        value: 27.5,
        limit: 20,
        unit: '%LEL',
        quality: 'good',
        onset: at,
        declared: at,
      },
      ...{ actor: null, condition: 'B', announcement: 1, group: null, reason: null, until: null, at },
      ...fields,
    });
  }

  tombstone(stream: Stream, from: number, to: number): Said {
    const stone = { stream, epoch: this.epoch, from, to, reason: 'evicted' as const };
    return [stream === 'event' ? 'event' : 'tel', encodeTombstone(stone)];
  }

  state(event: number, telemetry: number, more: Partial<StateMessage> = {}): Said {
    const heads = { event: { seq: event, parts: 1 }, telemetry: { seq: telemetry, parts: 1 } };
    return [
      'state',
      encodeState({
        ...{ online: true, epoch: this.epoch, boot: BOOT, guardAlive: true, journal: 'ok' },
        ...{ time: { mono: 0, utc: UTC, quality: 'ntp' }, heads, delivered: heads },
        ...more,
      }),
    ];
  }

  reply(id: string, ok = true, code = 'done'): Said {
    return ['reply', encodeReply({ id, ok, code, text: code, detail: null })];
  }

  #header(
    seq: number,
    first: number,
    last: number,
    { sealed = false, evidence = null, utc = UTC, quality = 'ntp' }: TelOptions,
  ) {
    return {
      ...{ epoch: this.epoch, boot: BOOT, seq, birth: this.hash, historical: false },
      time: { mono: 0, utc, quality },
      ...{ first, last, sealed, slice: null, evidence },
    } as const;
  }
}

type TelOptions = {
  readonly sealed?: boolean;
  readonly evidence?: string | null;
  readonly shift?: number;
  readonly utc?: number | null;
  readonly quality?: 'ntp' | 'unsynced';
};

/** A command as a gateway reads it; throws where it is none. */
export function commandIn(bytes: Uint8Array): Command {
  const read = decodeCommand(bytes);
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
}
