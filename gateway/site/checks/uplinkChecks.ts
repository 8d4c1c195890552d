import type { Problem } from '../../core/result.ts';
import type { SiteUplink } from '../schema/uplinkSchema.ts';
import type { Path, SiteText } from '../siteText.ts';
import { mistake, type SiteCheck } from './checking.ts';

/** An uplink that names half of a key pair, or a password without a user, cannot log in; and what is wrong with its keys. */
export const checkUplinks: SiteCheck = (draft, _catalog, text) =>
  draft.uplinks.flatMap(({ path, value }) => {
    const { clientCertificate, clientKey, secret, username, url, alpn, filter } = value;
    const encrypted = /^(mqtts|wss):/.test(url);
    const at = (...keys: string[]) => [...path, ...keys];
    const problems: Problem[] = [];
    if (clientCertificate !== undefined && clientKey === undefined)
      problems.push(mistake(text, at('clientCertificate'), 'site.half-key-pair/certificate'));
    if (clientKey !== undefined && clientCertificate === undefined)
      problems.push(mistake(text, at('clientKey'), 'site.half-key-pair/key'));
    if (secret !== undefined && username === undefined)
      problems.push(mistake(text, at('secret'), 'site.no-username'));
    if (clientCertificate !== undefined && !encrypted)
      problems.push(mistake(text, at('url'), 'site.not-encrypted'));
    if (hasPassword(url)) problems.push(mistake(text, at('url'), 'site.password-in-url'));
    problems.push(...keyMistakes(value.commandKeys, at('commandKeys'), text));
    if (alpn !== undefined && !encrypted) problems.push(mistake(text, at('alpn'), 'site.not-encrypted/alpn'));
    if (filter?.streams?.includes('event') === false && filter.minSeverity !== undefined)
      problems.push(mistake(text, at('filter', 'minSeverity'), 'site.without-effect'));
    return problems;
  });

/** The site file is shown, copied and mailed, and addresses are printed. */
function hasPassword(url: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*:[^/?#]*@/.test(url);
}

/** A key is found by its id, and the site file is shown to everybody. */
function keyMistakes(keys: SiteUplink['commandKeys'], path: Path, text: SiteText): Problem[] {
  return keys.flatMap(({ id, publicKey }, at) => {
    const known = keys.findIndex((key) => key.id === id) < at;
    const secret = publicKey.includes('PRIVATE');
    return [
      ...(known ? [mistake(text, [...path, at, 'id'], 'site.key-id-twice', { id })] : []),
      ...(secret ? [mistake(text, [...path, at, 'publicKey'], 'site.private-key')] : []),
    ];
  });
}
