import { isIP } from 'node:net';
import { z } from 'zod';
import { lastGoodPath, readSiteSource } from './siteSource.ts';
import { readSiteText } from './siteText.ts';

/** Networks of nobody's internet: RFC 1918, RFC 4193, and link-local ones (RFC 3927, RFC 4291). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/64'];

const busesSchema = z.object({
  buses: z.array(z.object({ connection: z.object({ host: z.string().optional() }) })),
});

/**
 * Whom guard of this site has to reach over the network: addresses and networks as `IPAddressAllow` of systemd.resource-control(5) takes
 * them. A bus that is named by a host name may be anywhere in the private networks, and so may whoever knows its address. The file
 * counts and the copy that guard has taken up: what is edited may not be in force yet. Null: neither can be read.
 *
 * @param path of the site file
 */
export function lineAddresses(path: string): readonly string[] | null {
  const hosts = [path, lastGoodPath(path)].map(hostsOf).filter((found) => found !== null);
  if (hosts.length === 0) return null;
  // systemd knows no zones (`fe80::1%eth0`)
  const addresses = hosts.flat().flatMap((host) => (isIP(host) === 0 ? PRIVATE : [host.replace(/%.*/, '')]));
  return [...new Set(addresses)].sort();
}

function hostsOf(path: string): readonly string[] | null {
  const source = readSiteSource(path);
  if (!source.ok) return null;
  const parsed = busesSchema.safeParse(readSiteText(path, source.value.text).text?.data);
  if (!parsed.success) return null;
  return parsed.data.buses.flatMap(({ connection: { host } }) => (host === undefined ? [] : [host]));
}
