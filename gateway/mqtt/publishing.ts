import type { IClientPublishOptions } from 'mqtt';

/** What goes with a message. All but `retain` exists in MQTT 5 alone and is left out before. */
export type Publication = {
  readonly retain?: boolean;
  readonly contentType?: string;
  /** The broker forgets a message that it could not hand on for so long. */
  readonly expiryS?: number;
  readonly userProperties?: Readonly<Record<string, string>>;
  /** This topic is used again and again: the broker may know it by a number. */
  readonly frequent?: boolean;
};

/** The numbers that stand for topics in one connection, given as they are met, as many as the broker takes. */
export class TopicAliases {
  readonly #known = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The number to announce with `topic`; null when it is announced already, or when there is none left. */
  announce(topic: string): number | null {
    if (this.#known.has(topic) || this.#known.size >= this.#most) return null;
    this.#known.add(topic);
    return this.#known.size;
  }
}

/** How the library is told. Its client uses an announced alias by itself from then on. */
export function publishOptions(
  topic: string,
  publication: Publication,
  { version }: { readonly version: 5 | 4 },
  aliases: TopicAliases,
): IClientPublishOptions {
  const { retain = false, contentType, expiryS, userProperties, frequent = false } = publication;
  const plain = { qos: 1 as const, retain };
  if (version !== 5) return plain;
  const alias = frequent ? aliases.announce(topic) : null;
  return {
    ...plain,
    properties: {
      ...(contentType === undefined ? {} : { contentType }),
      ...(expiryS === undefined ? {} : { messageExpiryInterval: expiryS }),
      ...(userProperties === undefined ? {} : { userProperties: { ...userProperties } }),
      ...(alias === null ? {} : { topicAlias: alias }),
    },
  };
}

/** What a PUBLISH takes on the wire beyond its payload, in bytes, with the topic in full. */
export function overheadBytes(topic: string, publication: Publication, version: 5 | 4): number {
  const fixed = 5 + 2 + utf8(topic) + 2; // header with the longest length, topic, packet id
  if (version !== 5) return fixed;
  const { contentType, expiryS, userProperties = {} } = publication;
  const properties =
    (contentType === undefined ? 0 : 3 + utf8(contentType)) +
    (expiryS === undefined ? 0 : 5) +
    3 + // topic alias
    Object.entries(userProperties).reduce((sum, [key, value]) => sum + 5 + utf8(key) + utf8(value), 0);
  return fixed + 2 + properties;
}

function utf8(text: string): number {
  return Buffer.byteLength(text);
}
