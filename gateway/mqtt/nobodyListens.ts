import type { MqttClient } from 'mqtt';

/** "No matching subscribers" (MQTT 5 §3.4.2.1). */
const NO_MATCHING_SUBSCRIBERS = 0x10;

/** Stands for it in an error of the library; larger than a byte, so that no broker can say it. */
export const NOBODY_LISTENS = 0x100 + NO_MATCHING_SUBSCRIBERS;

/**
 * Makes a publication that reached nobody fail with that code. The library takes it for a success, which it is for the broker: for
 * who counts what a platform has, the message is gone.
 */
export function failWhereNobodyListens(client: MqttClient): void {
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.reasonCode === NO_MATCHING_SUBSCRIBERS)
      packet.reasonCode = NOBODY_LISTENS;
  });
}

/** Whether that is why a publication failed. */
export function reachedNobody(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOBODY_LISTENS;
}
