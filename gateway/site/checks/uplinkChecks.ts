import type { Problem } from '../../core/result.ts';
import type { SiteUplink } from '../schema/uplinkSchema.ts';
import type { Path, SiteText } from '../siteText.ts';
import { mistake, type SiteCheck, variableProblems } from './checking.ts';

/** An uplink that names half of a key pair, or a password without a user, cannot log in; and what is wrong with its keys. */
export const checkUplinks: SiteCheck = (draft, _catalog, text) =>
  draft.uplinks.flatMap(({ path, value }) => {
    const { clientCertificate, clientKey, secret, username, url, otherUrls, alpn, filter } = value;
    const at = (...keys: (string | number)[]) => [...path, ...keys];
    const addresses = [
      { url, path: at('url') },
      ...otherUrls.map((one, nth) => ({ url: one, path: at('otherUrls', nth) })),
    ];
    const open = addresses.filter((one) => !/^(mqtts|wss):/.test(one.url));
    const [leak] = open;
    const problems: Problem[] = [];
    if (clientCertificate !== undefined && clientKey === undefined)
      problems.push(mistake(text, at('clientCertificate'), 'site.half-key-pair/certificate'));
    if (clientKey !== undefined && clientCertificate === undefined)
      problems.push(mistake(text, at('clientKey'), 'site.half-key-pair/key'));
    if (secret !== undefined && username === undefined)
      problems.push(mistake(text, at('secret'), 'site.no-username'));
    if (clientCertificate !== undefined)
      problems.push(...open.map((one) => mistake(text, one.path, 'site.not-encrypted')));
    // what is encrypted on its way to one node can be read on its way to the other
    if (leak !== undefined && open.length < addresses.length)
      problems.push(mistake(text, leak.path, 'site.partly-encrypted'));
    for (const one of addresses) problems.push(...variableProblems(text, one.path, one.url));
    for (const one of addresses)
      if (hasPassword(one.url)) problems.push(mistake(text, one.path, 'site.password-in-url'));
    problems.push(...keyMistakes(value.commandKeys, at('commandKeys'), text));
    if (alpn !== undefined && leak !== undefined)
      problems.push(mistake(text, at('alpn'), 'site.not-encrypted/alpn'));
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
