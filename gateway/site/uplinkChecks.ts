import { type Check, mistake } from './checking.ts';

/** An uplink that names half of a key pair, or a password without a user, cannot log in. */
export const checkUplinks: Check = (draft, _catalog, text) =>
  draft.uplinks.flatMap(({ path, value }) => {
    const half = (given: string | undefined, other: string | undefined) =>
      given !== undefined && other === undefined;
    return [
      ...(half(value.clientCertificate, value.clientKey)
        ? [
            mistake(
              text,
              [...path, 'clientCertificate'],
              'half-key-pair',
              'a certificate without its key',
              'add clientKey',
            ),
          ]
        : []),
      ...(half(value.clientKey, value.clientCertificate)
        ? [
            mistake(
              text,
              [...path, 'clientKey'],
              'half-key-pair',
              'a key without its certificate',
              'add clientCertificate',
            ),
          ]
        : []),
      ...(half(value.secret, value.username)
        ? [mistake(text, [...path, 'secret'], 'no-username', 'a password without a user', 'add username')]
        : []),
      ...(value.clientCertificate !== undefined && !/^(mqtts|wss):/.test(value.url)
        ? [
            mistake(
              text,
              [...path, 'url'],
              'not-encrypted',
              'a client certificate needs TLS',
              'write mqtts:// or wss://',
            ),
          ]
        : []),
    ];
  });
