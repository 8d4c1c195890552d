import type { Socket } from 'node:net';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { OPCUA_CAPS } from './caps.ts';

const LOOK_MS = 250;

/** What the library knows of a connection. */
export type DoorChannel = {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly isOpened: boolean;
  readonly hasSession: boolean;
  readonly clientCertificate: Uint8Array | null;
};

export type WaitingRoomOptions = {
  readonly clock: Clock;
  readonly most: number; // connections inside, those of sessions included
  channels(): readonly DoorChannel[];
  enter(socket: Socket): void;
  ended(why: 'connection' | 'timeout'): void;
};

type Guest = { readonly socket: Socket; readonly address: string; readonly name: string; since: number };

/**
 * Where connections wait before the library has them. Who says nothing takes no place inside and goes soon. When all places
 * are taken, the oldest without a certificate gives way, of the address that has most; it had its time to show one. Who has
 * a session or showed a certificate that is trusted stays.
 */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions;
  readonly #silent = new Map<Socket, Guest>(); // the oldest first, as in all of these
  readonly #waiting = new Map<Socket, Guest>(); // said something
  readonly #inside = new Map<Socket, Guest>();
  #timer: Timer | null = null;

  constructor(options: WaitingRoomOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = every(this.#options.clock, LOOK_MS, 'waiting connections', () => this.#look());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const socket of [...this.#silent.keys(), ...this.#waiting.keys()]) socket.destroy();
  }

  take(socket: Socket): void {
    if (this.#silent.size + this.#waiting.size >= OPCUA_CAPS.waitingConnections) {
      const [oldest] = this.#silent.keys();
      this.#options.ended('connection');
      (oldest ?? socket).destroy();
      if (oldest === undefined) return;
      this.#silent.delete(oldest);
    }
    const { remoteAddress: address = '', remotePort } = socket;
    const since = this.#options.clock.mono();
    this.#silent.set(socket, { socket, address, name: `${address} ${remotePort}`, since });
    socket.on('error', () => {}); // it closes as well
    socket.once('close', () => {
      for (const guests of [this.#silent, this.#waiting, this.#inside]) guests.delete(socket);
      setImmediate(() => this.#admit());
    });
    socket.once('readable', () => this.#spoke(socket));
  }

  #spoke(socket: Socket): void {
    const guest = this.#silent.get(socket);
    if (guest === undefined) return;
    this.#silent.delete(socket);
    if (socket.readableLength === 0)
      socket.destroy(); // it went
    else {
      this.#waiting.set(socket, guest);
      this.#admit();
    }
  }

  #look(): void {
    const now = this.#options.clock.mono();
    this.#end(this.#silent, now - OPCUA_CAPS.helloMs);
    this.#end(this.#waiting, now - OPCUA_CAPS.loginMs);
    this.#admit();
  }

  #end(guests: ReadonlyMap<Socket, Guest>, before: number): void {
    for (const { socket, since } of guests.values()) {
      if (since > before) continue;
      this.#options.ended('timeout');
      socket.destroy();
    }
  }

  #admit(): void {
    const { most, channels, clock } = this.#options;
    while (this.#waiting.size > 0) {
      const known = channels();
      const strangers = this.#strangers(known);
      const [next] = [...this.#waiting.values()].sort(
        (a, b) => (strangers.get(a.address)?.length ?? 0) - (strangers.get(b.address)?.length ?? 0),
      );
      if (next === undefined) return;
      if (Math.max(this.#inside.size, known.length) >= most) {
        const own = ({ address }: Guest) => Number(address === next.address);
        const crowds = [...strangers.values()] as [Guest, ...Guest[]][];
        const [oldest] = crowds.sort((a, b) => b.length - a.length || own(b[0]) - own(a[0]))[0] ?? [];
        if (oldest === undefined || oldest.socket.destroyed) return;
        if (clock.mono() - oldest.since < OPCUA_CAPS.certificateMs) return;
        this.#options.ended('connection');
        oldest.socket.destroy(); // its place is free when it is closed
        return;
      }
      this.#waiting.delete(next.socket);
      next.since = clock.mono();
      this.#inside.set(next.socket, next);
      this.#options.enter(next.socket);
    }
  }

  /** Who is inside without a session or a certificate, by address. */
  #strangers(known: readonly DoorChannel[]): Map<string, Guest[]> {
    const secured = new Set(
      known
        .filter(
          ({ hasSession, isOpened, clientCertificate }) =>
            hasSession || (isOpened && clientCertificate !== null),
        )
        .map(({ remoteAddress, remotePort }) => `${remoteAddress} ${remotePort}`),
    );
    return Map.groupBy(
      [...this.#inside.values()].filter(({ name }) => !secured.has(name)),
      ({ address }) => address,
    );
  }
}
