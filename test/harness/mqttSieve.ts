import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './mosquitto.ts';

const PUBLISH = 3;

/**
 * Stands before a broker and keeps back what clients publish on some topics, so that it is neither passed on nor
 * acknowledged, while everything else goes through. MQTT frames only; topic aliases are not followed.
 */
export class MqttSieve {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  kept = 0;

  constructor(brokerPort: number, keep: (topic: string) => boolean) {
    this.#server = createServer((client) => {
      const broker = connect(brokerPort, '127.0.0.1');
      for (const [socket, other] of [
        [client, broker],
        [broker, client],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => {}); // 'close' follows
        socket.on('close', () => {
          other.destroy();
          this.#sockets.delete(socket);
        });
      }
      broker.on('data', (chunk) => client.write(chunk));
      let rest: Buffer = Buffer.alloc(0);
      client.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        for (let frame = firstFrame(rest); frame !== null; frame = firstFrame(rest)) {
          rest = rest.subarray(frame.length);
          if (isKept(frame, keep)) this.kept += 1;
          else broker.write(frame);
        }
      });
    });
  }

  async start(): Promise<this> {
    this.#port = await freePort();
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** The first whole frame: a byte, a length of up to four bytes, and as much as that says. */
function firstFrame(bytes: Buffer): Buffer | null {
  let length = 0;
  for (let at = 1; at <= 4; at++) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    length += (byte & 127) * 128 ** (at - 1);
    if (byte < 128) return bytes.length < at + 1 + length ? null : bytes.subarray(0, at + 1 + length);
  }
  throw new Error('this is not MQTT');
}

function isKept(frame: Buffer, keep: (topic: string) => boolean): boolean {
  if ((frame[0] ?? 0) >> 4 !== PUBLISH) return false;
  const at = frame.findIndex((byte, index) => index > 0 && byte < 128) + 1;
  return keep(frame.toString('utf8', at + 2, at + 2 + frame.readUInt16BE(at)));
}
