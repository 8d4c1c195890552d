import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../../core/log.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import type { HeldCertificate } from '../access/heldCertificate.ts';
import { boundHandshakes, HANDSHAKE_MS } from './handshakes.ts';
import { MOST_CONNECTIONS, REQUEST_MS, tlsOf } from './webServer.ts';

/** Where something listens; port 0: any that is free. */
export type Listen = { readonly host: string; readonly port: number };

/** An address at which the page is wanted, and whether it is to be had there. */
export type PageAddress = { readonly address: string; readonly listening: boolean };

/** An address is given up after so many looks in a row at which nobody needed it: what guard says may be a second old. */
const LOOKS = 5;

/**
 * The addresses at which the page is offered. While a changed site is on trial it is offered at the old one and the new one: whoever
 * changed it must be able to come and keep it, or to find the box where it was. One that cannot be had costs the others nothing.
 */
export class Addresses {
  readonly #app: FastifyInstance;
  readonly #certificate: HeldCertificate;
  readonly #log: Log;
  readonly #open = new Map<string, { readonly server: Server; unneeded: number }>();
  #refused: string | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(app: FastifyInstance, certificate: HeldCertificate, log: Log) {
    this.#app = app;
    this.#certificate = certificate;
    this.#log = log;
    certificate.onRenewed(() => {
      for (const { server } of this.#open.values()) server.setSecureContext(tlsOf(certificate));
    });
  }

  /** The port at which it is offered: the one that came last. */
  get port(): number {
    const last = [...this.#open.values()].at(-1);
    return last === undefined ? 0 : portOf(last.server);
  }

  get view(): readonly PageAddress[] {
    const open = [...this.#open.keys()].map((address) => ({ address, listening: true }));
    return this.#refused === null ? open : [...open, { address: this.#refused, listening: false }];
  }

  /** Opens those that can be had. @returns whether any is */
  async open(wanted: readonly Listen[]): Promise<boolean> {
    await this.#app.ready();
    for (const listen of wanted) await this.#tryToOpen(listen);
    return this.#open.size > 0;
  }

  /**
   * To be called every second. `settled`: no change is on trial, so that no other address than `wanted` is needed. One look waits for
   * the one before.
   */
  look(wanted: Listen, settled: boolean): Promise<unknown> {
    this.#work = this.#work.then(() => this.#look(wanted, settled));
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
    await Promise.all([...this.#open.keys()].map((address) => this.#close(address)));
  }

  async #look(wanted: Listen, settled: boolean): Promise<void> {
    if (this.#stopped) return;
    const address = textOf(wanted);
    if (!this.#open.has(address)) await this.#tryToOpen(wanted);
    else this.#refused = null;
    const isHad = this.#open.has(address);
    for (const [other, open] of this.#open) {
      open.unneeded = settled && isHad && other !== address ? open.unneeded + 1 : 0;
      if (open.unneeded < LOOKS) continue;
      this.#log.info(`the page is not offered at ${other} any more`);
      await this.#close(other);
    }
  }

  async #tryToOpen(listen: Listen): Promise<void> {
    const address = textOf(listen);
    if (this.#open.has(address)) return;
    const tls = { ...tlsOf(this.#certificate), handshakeTimeout: HANDSHAKE_MS };
    const server = createServer(tls, (request, reply) => this.#app.routing(request, reply));
    boundHandshakes(server);
    Object.assign(server, { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS });
    server.maxConnections = MOST_CONNECTIONS;
    const failure = await new Promise<Error | null>((resolve) => {
      server.once('error', resolve);
      // left to itself Node takes IPv4 alone where there is no IPv6
      const host = listen.host === '::' ? undefined : listen.host;
      server.listen({ port: listen.port, host }, () => resolve(null));
    });
    if (failure === null) {
      server.on('error', (error) => this.#log.info(`the page at ${address}: ${error.message}`));
      if (this.#open.size > 0) this.#log.info(`the page is offered at ${address} too`);
      this.#open.set(address, { server, unneeded: 0 });
      this.#refused = null;
      return;
    }
    // told once, and tried again at every look
    if (this.#refused !== address)
      this.#log.problem(deskProblem('desk.address-refused', { address, why: failure.message }));
    this.#refused = address;
  }

  async #close(address: string): Promise<void> {
    const open = this.#open.get(address);
    this.#open.delete(address);
    if (open === undefined) return;
    const closed = new Promise((resolve) => open.server.close(resolve));
    open.server.closeAllConnections();
    await closed;
  }
}

function textOf({ host, port }: Listen): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}
