import type { BirthInput } from '../../gateway/journal/write/items.ts';
import type { AlarmEvent, Channel, EventBody, Part } from '../../gateway/telemetry/wire/model.ts';

/** What the journal's tests write into it. */

export const BOOT = 'b007b007b007b007';
export const ROOMY = { event: 64e6, telemetry: 512e6 };

const channel: Channel = {
  index: 0,
  point: 'gas/concentration',
  name: 'Gas',
  unit: '%LEL',
  exponent: -1,
  profile: 'ya-k300-s',
};

export function birth(software = '1.0.0'): BirthInput {
  return { gateway: 'gw1', software, channels: [channel], rules: [] };
}

/** The report period number `n`, one channel. */
export function part(n: number): Part {
  const at = n * 1000;
  const column = {
    channel: 0,
    min: [n],
    mean: [n + 0.5],
    max: [n + 1],
    n: [60],
    qualities: ['good'] as const,
  };
  return { from: at - 1000, to: at, samples: [], reports: [{ times: [at], columns: [column] }] };
}

/** An event whose text tells it apart. */
export function note(text: string, boot = BOOT): EventBody {
  return { type: 'system', code: 'note', severity: 'none', text, at: { boot, mono: 1 } };
}

/** One transition of an alarm; `to` 'A' ends its occurrence. */
export function alarm(occurrence: string, severity: AlarmEvent['severity'], to = 'B'): EventBody {
  const at = { boot: BOOT, mono: 1 };
  return {
    type: 'alarm',
    rule: 'gas-high',
    ruleName: 'Gas high',
    occurrence,
    cause: to === 'A' ? 'returned' : 'raised',
    from: 'A',
    to,
    severity,
    device: 'gas',
    deviceName: 'Gas sensor',
    place: null,
    point: 'gas/concentration',
    value: 30,
    limit: 25,
    unit: '%LEL',
    quality: 'good',
    onset: at,
    declared: at,
    actor: null,
    condition: to,
    announcement: 1,
    group: null,
    reason: null,
    until: null,
    at,
  };
}
