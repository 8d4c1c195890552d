import type { Log } from '../../core/log.ts';
import type { Problem, Result } from '../../core/result.ts';
import { LOST, MESSAGE_TOO_LARGE, NOT_ALLOWED, UNHEARD, withoutPassword } from '../../mqtt/linkProblem.ts';
import type { LinkSession, MqttLink } from '../../mqtt/mqttLink.ts';
import { overheadBytes, type Publication } from '../../mqtt/publishing.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import { SENML_CONTENT_TYPE } from '../../telemetry/index.ts';

export type PublisherOptions = {
  readonly site: Pick<SiteUplink, 'id' | 'prefix' | 'expiryS'>;
  readonly gateway: string;
  readonly link: Pick<MqttLink, 'session' | 'url' | 'publish'>;
  readonly log: Log;
  /** Of the journal that is sent from. */
  readonly epoch: () => string;
  /** The broker lets this gateway in, and not publish everywhere; null: it does. */
  readonly onForbidden?: ((problem: Problem | null) => void) | undefined;
};

const CBOR = 'application/cbor';
/** Of what platforms of authorities are told of lifts. */
export const JSON_CONTENT_TYPE = 'application/json';
/** Of what is signed (RFC 9052 §2). */
export const SIGNED_CONTENT_TYPE = 'application/cose; cose-type="cose-sign1"';
/** What goes out may have any of them, and all of it has to fit. */
const LONGEST_CONTENT_TYPE = [CBOR, SENML_CONTENT_TYPE, SIGNED_CONTENT_TYPE].reduce((longest, one) =>
  one.length > longest.length ? one : longest,
);

/** Less than this no broker refuses, and no birth fits into. */
const SMALLEST_BYTES = 128;

/** The topics of this gateway at one broker: what may be said there, how large, and who hears of what went wrong. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #root: string;
  #learned = Number.POSITIVE_INFINITY; // payloads above it were refused, though the broker had said nothing of a limit
  #accepted = 0; // the largest that was taken since
  #explained = false; // the next loss of the connection, by what was told before
  readonly #forbidden = new Set<string>(); // topics, until something is taken there

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#root = `${options.site.prefix}/v1/${options.gateway}`;
  }

  /** The whole topic of `name`, which is what follows `<prefix>/v1/<gateway>/`. */
  topic(name: string): string {
    return `${this.#root}/${name}`;
  }

  /** What the broker agreed to; null while there is no connection. */
  get session(): LinkSession | null {
    return this.#options.link.session;
  }

  /** How many bytes a payload on `name` may have. */
  limitOf(name: string): number {
    const largest = this.session?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
    const publication = { ...this.#publication(name), contentType: LONGEST_CONTENT_TYPE };
    const packet = largest - overheadBytes(this.topic(name), publication, this.session?.version ?? 5);
    return Math.min(this.#learned, packet);
  }

  /** Publishes at QoS 1; resolves on PUBACK, with a problem when it was refused or the connection broke before. */
  publish(name: string, payload: Uint8Array, contentType = CBOR): Promise<Result<void, Problem>> {
    const publication = { ...this.#publication(name), contentType, frequent: true };
    return this.#send(name, payload, publication);
  }

  /**
   * Leaves a retained document there. It is made anew with every connection, so a loss needs no answer.
   *
   * @param onTooLarge the broker takes less than it had said: it can be sent in smaller pieces
   */
  retain(name: string, payload: Uint8Array, onTooLarge?: () => void, contentType = CBOR): void {
    if (this.session === null) return;
    if (payload.length > this.limitOf(name)) {
      this.tooLarge(name);
      return;
    }
    const publication = { ...this.#publication(name), retain: true, contentType };
    void this.#send(name, payload, publication).then((result) => {
      if (result.ok || this.session === null) return;
      if (result.error.code === MESSAGE_TOO_LARGE && onTooLarge !== undefined) onTooLarge();
      else this.tellRefused(result.error);
    });
  }

  /** Whoever is refused for his size is sent smaller from then on: half as large, until it is taken. */
  async #send(name: string, payload: Uint8Array, publication: Publication): Promise<Result<void, Problem>> {
    const result = await this.#options.link.publish(this.topic(name), payload, publication);
    const { length } = payload;
    this.#follow(name, result);
    if (result.ok) this.#accepted = Math.max(this.#accepted, length);
    else if (result.error.code === MESSAGE_TOO_LARGE && length <= this.#learned) {
      this.#learned = Math.max(SMALLEST_BYTES, length >> 1, this.#accepted < length ? this.#accepted : 0);
      this.explainLoss(); // some brokers hang up then
      this.tell(sizeRefused(length, this.#learned));
    }
    return result;
  }

  /** What is forbidden is told once for each topic, however often it is tried. */
  #follow(name: string, result: Result<void, Problem>): void {
    const [topic = name] = name.split('/');
    const isForbidden = !result.ok && result.error.code === NOT_ALLOWED;
    if (isForbidden && !this.#forbidden.has(topic)) {
      this.#forbidden.add(topic);
      const problem = { ...forbidden(this.topic(topic)), where: withoutPassword(this.#options.link.url) };
      this.tell(problem);
      this.#options.onForbidden?.(problem);
    } else if ((result.ok || result.error.code === UNHEARD) && this.#forbidden.delete(topic))
      if (this.#forbidden.size === 0) this.#options.onForbidden?.(null);
  }

  /** Only telemetry grows stale: an event or a birth that the broker forgot would be missed. */
  #publication(name: string): Publication {
    const { site, gateway, epoch } = this.#options;
    return {
      contentType: CBOR,
      userProperties: { gateway, epoch: epoch() },
      ...(name === 'tel' && site.expiryS !== undefined ? { expiryS: site.expiryS } : {}),
    };
  }

  tooLarge(name: string): void {
    this.tell({
      code: 'uplink.message-too-large',
      what: `a message for ${this.topic(name)} does not fit into the ${this.limitOf(name)} bytes that the broker takes`,
      where: withoutPassword(this.#options.link.url),
      hint: "raise the broker's maximum packet size; it is kept and tried again at the next connection",
    });
  }

  /** The connection goes now for a reason that was told. */
  explainLoss(): void {
    this.#explained = true;
  }

  /** Why there is no connection, unless what was told before explains it. */
  tellLink(problem: Problem): void {
    const explained = this.#explained && problem.code === LOST;
    this.#explained = false;
    if (!explained) this.tell(problem);
  }

  /** Something was not taken. That the connection went meanwhile the link says itself. */
  tellRefused(problem: Problem): void {
    if (problem.code !== LOST && problem.code !== NOT_ALLOWED) this.tell(problem);
  }

  /** A gateway may have many uplinks: the operator must hear which one is meant. */
  tell(problem: Problem): void {
    const { log, site } = this.#options;
    log.problem({ ...problem, where: [`uplink ${site.id}`, problem.where].filter(Boolean).join(', ') });
  }
}

function forbidden(topic: string): Problem {
  return {
    code: NOT_ALLOWED,
    what: `the broker does not let this gateway publish on ${topic}`,
    hint: 'allow it in its access rules (mosquitto: acl_file); what is journaled is kept and sent later',
    said: { key: 'broker.not-allowed/topic', named: { topic } },
  };
}

function sizeRefused(bytes: number, next: number): Problem {
  return {
    code: 'uplink.size-refused',
    what: `the broker refuses messages of ${bytes} bytes, and had said nothing of a limit`,
    hint: `they are sent in pieces of ${next} bytes at most; raise its message size limit (mosquitto: message_size_limit)`,
  };
}
