import { createRequire } from 'node:module';

/** "Packet too large": not among the reasons of a PUBACK (MQTT 5 §3.4.2.1), and yet what mosquitto gives with `message_size_limit`. */
export const PACKET_TOO_LARGE = 0x95;

/**
 * Makes the reader of packets understand that reason. It takes one that it does not know for damage, and the message behind it
 * would never be answered: everything that waits for its turn would wait for ever.
 */
export function understandTooLarge(): void {
  const fromClient = createRequire(createRequire(import.meta.url).resolve('mqtt'));
  const { MQTT5_PUBACK_PUBREC_CODES } = fromClient('mqtt-packet/constants') as {
    MQTT5_PUBACK_PUBREC_CODES: Record<number, string>;
  };
  MQTT5_PUBACK_PUBREC_CODES[PACKET_TOO_LARGE] ??= 'Packet too large';
}
