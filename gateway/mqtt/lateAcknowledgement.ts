import type { MqttClient } from 'mqtt';

type Packet = { readonly cmd: string; readonly messageId?: number };
type Send = (packet: Packet, done?: (error?: Error) => void, ...rest: unknown[]) => void;

/**
 * Sends PUBACK when the reader says so. The library acknowledges a message as soon as it was emitted, and where it can be made to
 * wait it reads no further meanwhile; whoever stores many messages in one commit needs both. So its PUBACK is caught here:
 * `test/mqtt/lateAcknowledgement.test.ts` holds that a later version of it still works so.
 *
 * @returns for the packet id of a message, what sends its PUBACK
 */
export function acknowledgeLate(client: MqttClient): (messageId: number) => () => void {
  const inner = client as unknown as { _sendPacket: Send };
  const send = inner._sendPacket.bind(client);
  inner._sendPacket = (packet, done, ...rest) => {
    if (packet.cmd === 'puback') done?.();
    else send(packet, done, ...rest);
  };
  return (messageId) => () => {
    if (client.connected) send({ cmd: 'puback', messageId });
  };
}
