import type { Problem } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** Uplinks over which telemetry may be lost, read or answered behind the gateway's back. None of it refuses a site. */
export function uplinkWarnings({ gateway, uplinks }: Pick<Installation, 'gateway' | 'uplinks'>): Problem[] {
  return uplinks.flatMap((uplink) => {
    const where = `uplinks: ${uplink.id}`;
    const topic = `${uplink.prefix}/v1/${gateway.id}/cmd`;
    const { release, expiryS, commandKeys, unsignedAcknowledge } = uplink;
    const host = openHost(uplink);
    const problems: Problem[] = [];
    if (host !== null) problems.push(siteProblem('site.not-private', { host }));
    if (unsignedAcknowledge === 'silences-sirens')
      problems.push(siteProblem('site.silenced-from-afar', { topic }));
    else if (commandKeys.length === 0) problems.push(siteProblem('site.commands-unsigned', { topic }));
    if (expiryS !== undefined && release !== 'ack')
      problems.push(siteProblem('site.expires-at-broker', { expiry: expiryS }));
    return problems.map((problem) => ({ ...problem, where }));
  });
}

/** The host that is spoken to in the clear; null: none but this machine itself. */
function openHost({ url }: Pick<SiteUplink, 'url'>): string | null {
  const [, scheme, host = ''] = /^(\w+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)/.exec(url) ?? [];
  if (scheme !== 'mqtt' && scheme !== 'ws') return null;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host) ? null : host;
}
