import { createHash } from 'node:crypto';
import type { Problem, Result } from '../../../drivers/result.ts';
import { type CborItem, encodeId, encodeItem, integer } from './cbor.ts';
import {
  asArray,
  asCount,
  asId,
  asInteger,
  asMap,
  asText,
  decode,
  documentFields,
  VERSION,
} from './fields.ts';
import { readText, textItem } from './header.ts';
import type { Birth, Channel, RuleSummary } from './model.ts';

/** Encodes a birth document. Its hash is taken over exactly these bytes, so keep them; do not encode again. */
export function encodeBirth(birth: Birth): Uint8Array {
  const { previous } = birth;
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, encodeId(birth.epoch)],
      [2, birth.gateway],
      ...(birth.name === undefined ? [] : [[3, textItem(birth.name)] as [number, CborItem]]),
      [4, birth.software],
      [5, previous && [encodeId(previous.epoch), integer(previous.event), integer(previous.telemetry)]],
      [6, birth.channels.map(channelItem)],
      [7, birth.rules.map(({ id, kind, point, text }) => [id, kind, point ?? null, text])],
    ]),
  );
}

/** Decodes a birth document; never throws. */
export function decodeBirth(bytes: Uint8Array): Result<Birth, Problem> {
  return decode(bytes, 'birth', (item) => {
    const fields = documentFields(item);
    const name = fields.get(3);
    return {
      gateway: asText(fields.get(2)),
      ...(name === undefined ? {} : { name: readText(name) }),
      software: asText(fields.get(4)),
      epoch: asId(fields.get(1)),
      previous: readPrevious(fields.get(5)),
      channels: asArray(fields.get(6)).map(readChannel),
      rules: asArray(fields.get(7)).map(readRule),
    };
  });
}

/** What a birth is called in every message that depends on it: the first 8 bytes of its SHA-256, 16 hex digits. */
export function birthHash(encoded: Uint8Array): string {
  return createHash('sha256').update(encoded).digest('hex').slice(0, 16);
}

function channelItem(channel: Channel): CborItem {
  return new Map<number, CborItem>([
    [0, channel.index],
    [1, channel.point],
    [2, textItem(channel.name)],
    [3, channel.unit],
    [4, channel.exponent],
    [5, channel.profile],
    ...(channel.place === undefined ? [] : [[6, textItem(channel.place)] as [number, CborItem]]),
    ...(channel.role === undefined ? [] : [[7, channel.role] as [number, CborItem]]),
  ]);
}

function readChannel(item: CborItem): Channel {
  const fields = asMap(item);
  const place = fields.get(6);
  const role = fields.get(7);
  return {
    index: asCount(fields.get(0)),
    point: asText(fields.get(1)),
    name: readText(fields.get(2)),
    unit: asText(fields.get(3)),
    exponent: asInteger(fields.get(4)),
    profile: asText(fields.get(5)),
    ...(place === undefined ? {} : { place: readText(place) }),
    ...(role === undefined ? {} : { role: asText(role) }),
  };
}

function readPrevious(item: CborItem | undefined): Birth['previous'] {
  if (item === undefined || item === null) return null;
  const [epoch, event, telemetry] = asArray(item);
  return { epoch: asId(epoch), event: asCount(event), telemetry: asCount(telemetry) };
}

function readRule(item: CborItem): RuleSummary {
  const [id, kind, point, text] = asArray(item);
  return {
    id: asText(id),
    kind: asText(kind),
    ...(point === null || point === undefined ? {} : { point: asText(point) }),
    text: asText(text),
  };
}
