import type { MqttClient } from 'mqtt';
import type { Clock } from '../core/clock.ts';

const PATIENCE_MS = 1_000;
/** DISCONNECT, normal, the same two bytes in MQTT 5 and 3.1.1. */
const DISCONNECT = Uint8Array.of(0xe0, 0);

/**
 * Ends a connection in order, so that the broker does not publish the will. The library keeps its goodbye until everything
 * in flight was acknowledged: a broker that takes its time would be left without one, and then say the will over the
 * last state that it was given. So it is said for the library when that waits too long.
 */
export function sayGoodbye(client: MqttClient, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let late = clock.after(PATIENCE_MS, 'mqtt goodbye', () => {
    late = clock.after(PATIENCE_MS, 'mqtt goodbye', () => {
      client.stream.destroy(); // it does not even read
      resolve();
    });
    // to the library it is leaving already, whatever it is told now
    if (client.connected) client.stream.end(DISCONNECT);
    else client.stream.destroy();
  });
  client.once('close', () => {
    late.cancel();
    resolve();
  });
  client.end(!client.connected);
  return promise;
}
