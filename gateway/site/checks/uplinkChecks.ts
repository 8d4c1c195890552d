import type { Uplink } from '../schema/uplinkSchema.ts';
import type { Path, SiteText } from '../siteText.ts';
import { type Check, mistake } from './checking.ts';

/** An uplink that names half of a key pair, or a password without a user, cannot log in; and what is wrong with its keys. */
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
      ...keyMistakes(value.commandKeys, [...path, 'commandKeys'], text),
      ...(value.alpn !== undefined && !/^(mqtts|wss):/.test(value.url)
        ? [
            mistake(
              text,
              [...path, 'alpn'],
              'not-encrypted',
              'protocols are agreed on in the TLS handshake',
              'write mqtts:// or wss:// in url, or take alpn out',
            ),
          ]
        : []),
      ...(value.filter?.streams?.includes('event') === false && value.filter.minSeverity !== undefined
        ? [
            mistake(
              text,
              [...path, 'filter', 'minSeverity'],
              'without-effect',
              'this uplink gets no events, so their severity does not matter',
              'add event to streams, or take minSeverity out',
            ),
          ]
        : []),
    ];
  });

/** A key is found by its id, and the site file is shown to everybody. */
function keyMistakes(keys: Uplink['commandKeys'], path: Path, text: SiteText) {
  return keys.flatMap(({ id, publicKey }, at) => {
    const known = keys.findIndex((key) => key.id === id) < at;
    const secret = publicKey.includes('PRIVATE');
    const of = [...path, at];
    return [
      ...(known
        ? [mistake(text, [...of, 'id'], 'key-id-twice', `there is a key ${id} already`, 'name it otherwise')]
        : []),
      ...(secret
        ? [
            mistake(
              text,
              [...of, 'publicKey'],
              'private-key',
              'this is the half that nobody may see',
              'write the public half (openssl pkey -pubout), and make a new pair: this one is known now',
            ),
          ]
        : []),
    ];
  });
}
