import { connect, type IClientOptions, MqttClient } from 'mqtt';
import { LARGEST_INBOUND_BYTES } from './packetGate.ts';
import { understandTooLarge } from './refusedAsTooLarge.ts';
import { type Leniency, openSecure, type SecureOptions } from './secureSocket.ts';

understandTooLarge();

const MQTTS_PORT = 8883;
const MQTT_HEADER_BYTES = 5;

/**
 * A client of the library for `url`. Where there is TLS, in `mqtts` and `wss`, the connection is made by `openSecure`, with
 * the certificates among `options`.
 */
export function makeClient(
  url: string,
  options: IClientOptions,
  alpn: readonly string[] | undefined,
  leniency?: Leniency,
): MqttClient {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const { ca, cert, key } = options;
  const secure = (at: number): SecureOptions => ({
    host,
    port: at,
    servername: /^[\d.]+$|:/.test(host) ? '' : host,
    ...{ ca, cert, key },
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
  });
  // a message of a websocket is gathered before anybody sees a byte of it
  const wsOptions = { maxPayload: LARGEST_INBOUND_BYTES + MQTT_HEADER_BYTES };
  if (protocol === 'wss:') {
    const createConnection = () => openSecure(secure(Number(port || 443)), leniency);
    return connect(url, { ...options, wsOptions: { ...wsOptions, createConnection } });
  }
  if (protocol === 'ws:') return connect(url, { ...options, wsOptions });
  if (protocol !== 'mqtts:') return connect(url, options);
  const client = new MqttClient(() => openSecure(secure(Number(port || MQTTS_PORT)), leniency), {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...options,
  });
  client.on('error', () => {}); // a late one must not end the process
  return client;
}
