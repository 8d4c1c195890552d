import type { KeyObject } from 'node:crypto';
import { aboutTopic, type CommandAsk, encodeCommand, signSign1 } from '../../../telemetry/index.ts';

/** The platform's key, by the name it has in the site files of gateways. */
export type PlatformKey = { readonly id: string; readonly key: KeyObject };

/** What is said on `ack`, signed where the platform has a key: a gateway with `commandKeys` takes no other. */
export function ackBytes(gateway: string, ack: Uint8Array, key: PlatformKey | null): Uint8Array {
  return key === null ? ack : signSign1(ack, key.key, key.id, aboutTopic(gateway, 'ack'));
}

/** A command as it goes to a gateway, signed where the platform has a key. `issued`: Unix ms, later than the one before. */
export function commandBytes(
  gateway: string,
  id: string,
  ask: CommandAsk,
  issued: number,
  key: PlatformKey | null,
): Uint8Array {
  const command = encodeCommand({ id, issued: key === null ? null : issued, expires: null, ask });
  return key === null ? command : signSign1(command, key.key, key.id, aboutTopic(gateway, 'cmd'));
}
