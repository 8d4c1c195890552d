import type { Socket } from 'node:net';
import type { Clock } from '../../gateway/core/clock.ts';
import type { Station } from '../line/station.ts';
import type { WireWatch } from '../line/wireWatch.ts';
import type { Address, Endpoint } from './endpoint.ts';
import { TcpSocketServer } from './tcp.ts';

const HEADER = 7; // transaction, protocol, length, unit
const LONGEST = 260;

/** The devices of a line behind Modbus TCP: MBAP frames, answers matched by transaction, no wire and no checksum. */
export class ModbusTcpEndpoint implements Endpoint {
  readonly #server: TcpSocketServer;
  readonly #station: Station;
  readonly #watch: WireWatch;
  readonly #clock: Clock;

  constructor(port: number, station: Station, watch: WireWatch, clock: Clock, host = '127.0.0.1') {
    this.#station = station;
    this.#watch = watch;
    this.#clock = clock;
    this.#server = new TcpSocketServer(host, port, (socket) => this.#serve(socket));
  }

  get address(): Address {
    return { kind: 'modbus-tcp', host: this.#server.host, port: this.#server.port };
  }

  get plugged(): boolean {
    return this.#server.listening;
  }

  start(): Promise<void> {
    return this.#server.listen();
  }

  stop(): Promise<void> {
    return this.#server.close();
  }

  plug(): Promise<void> {
    return this.#server.listen();
  }

  unplug(): Promise<void> {
    return this.#server.close();
  }

  #serve(socket: Socket): void {
    let buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, Buffer.from(chunk)]);
      while (buffer.length >= HEADER) {
        const length = 6 + buffer.readUInt16BE(4);
        if (buffer.readUInt16BE(2) !== 0 || length <= HEADER || length > LONGEST) {
          this.#watch.garbage();
          socket.destroy(); // a stream out of step cannot be brought back into it
          return;
        }
        if (buffer.length < length) return;
        this.#hear(socket, buffer.subarray(0, length));
        buffer = buffer.subarray(length);
      }
    });
  }

  #hear(socket: Socket, frame: Buffer): void {
    this.#watch.exchange();
    for (const { answer, settle } of this.#station.hear(frame[6] ?? 0, frame.subarray(HEADER))) {
      const reply = Buffer.alloc(HEADER + answer.pdu.length);
      frame.copy(reply, 0, 0, 4);
      reply.writeUInt16BE(1 + answer.pdu.length, 4);
      reply[6] = answer.unit;
      reply.set(answer.pdu, HEADER);
      this.#clock.after(answer.delayMs, 'modbus-tcp reply', () => {
        const gone = socket.destroyed;
        if (!gone) socket.write(reply);
        settle(gone, this.#clock.mono());
      });
    }
  }
}
