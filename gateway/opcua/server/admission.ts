import type { Server, Socket } from 'node:net';
import { makeRoles, WellKnownRoles } from 'node-opcua-address-space';
import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import type { NodeId } from 'node-opcua-nodeid';
import type { OPCUAServer, OPCUAServerOptions } from 'node-opcua-server';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { PersonRole } from '../../people/personSchema.ts';
import { commonName } from '../../trust/certificateText.ts';
import { OPCUA_CAPS } from './caps.ts';
import { hearChecks } from './certificateChecks.ts';
import { Credentials, isBelieved } from './standingCredentials.ts';
import type { Strangers } from './strangers.ts';
import { hearBrokenChunks } from './sturdyAssembler.ts';
import { WaitingRoom } from './waitingRoom.ts';

const SWEEP_MS = 2_000;
/** Refusals are told of no oftener than this. */
const TELL_MS = 60_000;
/** A login that fails costs its desk a second. */
const WRONG_MS = 1_000;

const ROLES: Readonly<Record<PersonRole, readonly WellKnownRoles[]>> = {
  viewer: [WellKnownRoles.Observer],
  operator: [WellKnownRoles.Observer, WellKnownRoles.Operator],
  installer: [WellKnownRoles.Observer, WellKnownRoles.Operator, WellKnownRoles.Engineer],
  admin: [
    ...[WellKnownRoles.Observer, WellKnownRoles.Operator, WellKnownRoles.Engineer],
    ...[WellKnownRoles.ConfigureAdmin, WellKnownRoles.SecurityAdmin],
  ],
};

/** How often something was refused since the start, by what. */
export type Refusals = {
  readonly [K in 'connection' | 'channel' | 'certificate' | 'session' | 'login' | 'timeout']: number;
};

/** People as OPC UA asks for them: the same people, passwords and roles as on the page. */
export function userManager(
  people: PeopleFile,
  clock: Clock,
): NonNullable<OPCUAServerOptions['userManager']> {
  return {
    isValidUserAsync(id: string, password: string, callback: (error: Error | null, valid?: boolean) => void) {
      people
        .check(id, password)
        .then((found) => {
          if (found !== null && found !== 'busy') callback(null, true);
          else clock.after(WRONG_MS, 'wrong login', () => callback(null, false));
        })
        .catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error))));
    },
    getUserRoles(id: string): NodeId[] {
      const person = people.find(id);
      return person === null ? [] : makeRoles([...ROLES[person.role]]);
    },
  };
}

type Session = NonNullable<ReturnType<OPCUAServer['getSession']>>;
type Authorized = (error: Error | null, authorized?: boolean) => void;
type UserToken = { readonly certificateData?: Buffer; readonly userName?: string };
type Channel = ReturnType<OPCUAServer['endpoints'][number]['getChannels']>[number];
/** What the library keeps to itself of a server. */
type Inside = {
  readonly serverCertificateManager: OPCUACertificateManager;
  readonly userCertificateManager: OPCUACertificateManager;
  isUserAuthorized(channel: unknown, session: unknown, token: UserToken, callback: Authorized): void;
  engine: {
    readonly _sessions: Readonly<
      Record<string, Session & { readonly status: string; readonly creationDate: { getTime(): number } }>
    >;
  };
};

/**
 * Keeps out who is not to be in: counts refusals, ends connections and sessions that do not log in within the deadline,
 * sessions of people who have been taken out or given another password since, and connections of clients that are trusted no
 * more.
 */
export class Admission {
  readonly #server: OPCUAServer;
  readonly #people: PeopleFile;
  readonly #clock: Clock;
  readonly #sockets = new Map<Socket, number>(); // since when each has no session
  readonly #refusals = { connection: 0, channel: 0, certificate: 0, session: 0, login: 0, timeout: 0 };
  readonly #alone = new WeakMap<Session, number>(); // since when each session has no connection
  readonly #strangers: Strangers;
  readonly #log: Log;
  readonly #rooms: WaitingRoom[] = [];
  readonly #credentials: Credentials;
  #checking = false; // certificates of those who are in
  #shown = false; // something was refused that may have left a certificate
  #told = { text: '', at: 0 };
  #sweep: Timer | null = null;

  constructor(
    server: OPCUAServer,
    people: PeopleFile,
    clock: Clock,
    { strangers, log }: { readonly strangers: Strangers; readonly log: Log },
  ) {
    this.#strangers = strangers;
    this.#log = log;
    this.#server = server;
    this.#people = people;
    this.#clock = clock;
    this.#credentials = new Credentials(people, strangers.memory);
  }

  get refusals(): Refusals {
    return { ...this.#refusals };
  }

  /** To be called when the server listens. */
  start(): void {
    const server = this.#server;
    const count = this.#refusals;
    hearBrokenChunks(() => count.channel++);
    server.on('connectionRefused', () => count.connection++);
    server.on('openSecureChannelFailure', () => count.channel++);
    this.#hearCertificates();
    server.on('response', (response) => {
      const { name } = response.responseHeader.serviceResult;
      if (name === 'BadTooManySessions') count.session++;
      if (LOGIN_REFUSED.has(name)) count.login++;
    });
    server.on('session_activated', (session, token) => {
      const { userName } = token as UserToken;
      if (userName !== undefined) this.#credentials.cameIn(session, userName);
    });
    this.#watchSockets();
    this.#refuseStrangers();
    this.#sweep = every(this.#clock, SWEEP_MS, 'sessions', () => this.#look());
  }

  stop(): void {
    for (const room of this.#rooms) room.stop();
    this.#sweep?.cancel();
    this.#sweep = null;
  }

  /** The library tells nobody that a certificate was refused. */
  #hearCertificates(): void {
    const { serverCertificateManager, userCertificateManager } = this.#server as unknown as Inside;
    const { memory } = this.#strangers;
    const refused = () => {
      this.#refusals.certificate++;
      this.#shown = true;
    };
    hearChecks(serverCertificateManager, { memory, store: 'clients', refused });
    hearChecks(userCertificateManager, { memory, store: 'people', refused });
  }

  /** A trusted certificate alone is nobody: its common name must be a person who may come in. */
  #refuseStrangers(): void {
    const inside = this.#server as unknown as Inside;
    const asked = inside.isUserAuthorized.bind(inside);
    inside.isUserAuthorized = (channel, session, token, callback) =>
      asked(channel, session, token, (error, authorized) => {
        const stranger = token.certificateData !== undefined && this.#nameOf(token) === null;
        callback(error, authorized === true && !stranger);
      });
  }

  /** The library knows a connection only once its channel is secured: until then it could stay for ever. */
  #watchSockets(): void {
    for (const endpoint of this.#server.endpoints) {
      const listener = (endpoint as unknown as { _server: Server })._server;
      listener.maxConnections = endpoint.maxConnections + OPCUA_CAPS.waitingConnections;
      this.#watchDoor(listener, endpoint);
      listener.on('drop', () => this.#refusals.connection++);
    }
  }

  /** The library gets a connection when it has said something and there is a place. */
  #watchDoor(listener: Server, endpoint: OPCUAServer['endpoints'][number]): void {
    const theirs = endpoint as unknown as { _on_client_connection(socket: Socket): void };
    const room = new WaitingRoom({
      clock: this.#clock,
      most: endpoint.maxConnections,
      channels: () => endpoint.getChannels(),
      ended: (why) => this.#refusals[why]++,
      enter: (socket) => {
        this.#sockets.set(socket, this.#clock.mono());
        theirs._on_client_connection(socket);
      },
    });
    // the first to hear of a connection is the library
    const [first] = listener.listeners('connection');
    if (first !== undefined) listener.removeListener('connection', first as () => void);
    listener.on('connection', (socket) => {
      socket.once('close', () => this.#sockets.delete(socket));
      room.take(socket);
    });
    room.start();
    this.#rooms.push(room);
  }

  #nameOf({ certificateData }: UserToken): string | null {
    const name = certificateData === undefined ? null : commonName(certificateData);
    return name === null || this.#people.find(name) === null ? null : name;
  }

  #look(): void {
    const now = this.#clock.mono();
    this.#tell(now);
    const busy = new Set(
      this.#server.endpoints.flatMap((endpoint) =>
        endpoint.getChannels().flatMap((channel) => (channel.hasSession ? channel.remotePort : [])),
      ),
    );
    for (const [socket, since] of this.#sockets) {
      if (socket.remotePort !== undefined && busy.has(socket.remotePort)) this.#sockets.set(socket, now);
      else if (now - since >= OPCUA_CAPS.loginMs) {
        this.#refusals.timeout++;
        socket.destroy();
      }
    }
    for (const session of this.#sessions()) this.#check(session);
    this.#makeRoom(now);
    if (this.#checking || !this.#credentials.trustChanged()) return;
    this.#checking = true;
    void this.#checkCertificates().finally(() => {
      this.#checking = false;
    });
  }

  /**
   * A session outlives its connection, by up to 50 minutes: a client whose connection breaks and who begins anew each time
   * would have all of them. While they are all taken, the one that has been without a connection for longest gives way.
   */
  #makeRoom(now: number): void {
    const sessions = this.#sessions().filter(({ status }) => status !== 'closed');
    for (const session of sessions) {
      if (!session.aborted) this.#alone.delete(session);
      else if (!this.#alone.has(session)) this.#alone.set(session, now);
    }
    if (sessions.length < this.#server.engine.serverCapabilities.maxSessions) return;
    const alone = sessions.filter((session) => now - (this.#alone.get(session) ?? now) >= OPCUA_CAPS.aloneMs);
    const [longest] = alone.sort((a, b) => (this.#alone.get(a) ?? 0) - (this.#alone.get(b) ?? 0));
    if (longest === undefined) return;
    this.#refusals.timeout++;
    this.#server.engine.closeSession(longest.authenticationToken, true, 'Terminated');
  }

  #sessions(): Inside['engine']['_sessions'][string][] {
    return Object.values((this.#server as unknown as Inside).engine._sessions);
  }

  /** Who came in by a certificate that was taken back since, goes: the library looks at it at the beginning alone. */
  async #checkCertificates(): Promise<void> {
    const { serverCertificateManager: clients, userCertificateManager: people } = this
      .#server as unknown as Inside;
    await Promise.all([clients.reloadCertificates(), people.reloadCertificates()]).catch(() => {});
    for (const channel of this.#server.endpoints.flatMap((endpoint) => endpoint.getChannels())) {
      const { clientCertificate } = channel;
      if (clientCertificate === null || (await isBelieved(clients, clientCertificate))) continue;
      this.#end(channel);
    }
    for (const session of this.#sessions()) {
      const { certificateData } = (session.userIdentityToken ?? {}) as UserToken;
      if (certificateData === undefined || (await isBelieved(people, certificateData))) continue;
      this.#server.engine.closeSession(session.authenticationToken, true, 'Terminated');
    }
  }

  #end(channel: Channel): void {
    this.#log.info(
      `the certificate of ${channel.remoteAddress} is not trusted any more: its connection ends`,
    );
    for (const session of this.#sessions())
      if (session.channel === channel)
        this.#server.engine.closeSession(session.authenticationToken, true, 'Terminated');
    for (const socket of this.#sockets.keys()) if (socket.remotePort === channel.remotePort) socket.destroy();
  }

  #tell(now: number): void {
    if (this.#shown) {
      this.#shown = false;
      this.#strangers.look();
    }
    const text = Object.entries(this.#refusals)
      .filter(([, times]) => times > 0)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ');
    if (text === this.#told.text || now - this.#told.at < TELL_MS) return;
    this.#told = { text, at: now };
    this.#log.info(`refused since the start: ${text}`);
  }

  #check(session: Inside['engine']['_sessions'][string]): void {
    if (session.status === 'closed') return;
    const token = session.userIdentityToken as UserToken | undefined;
    if (token === undefined || session.status === 'new') {
      if (this.#clock.utc() - session.creationDate.getTime() < OPCUA_CAPS.loginMs) return;
      this.#refusals.timeout++;
    } else if (token.certificateData !== undefined) {
      if (this.#nameOf(token) !== null) return;
    } else if (token.userName !== undefined && this.#credentials.isIn(session, token.userName)) return;
    this.#server.engine.closeSession(session.authenticationToken, true, 'Terminated');
  }
}

const LOGIN_REFUSED: ReadonlySet<string> = new Set([
  ...['BadUserAccessDenied', 'BadIdentityTokenRejected', 'BadIdentityTokenInvalid'],
  ...['BadSecurityModeRejected', 'BadUserSignatureInvalid', 'BadSecurityPolicyRejected'],
]);
