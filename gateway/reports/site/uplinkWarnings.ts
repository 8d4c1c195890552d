import type { Problem } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { brokersOf, type SiteUplink } from '../../site/schema/uplinkSchema.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** Uplinks over which telemetry may be lost, read or answered behind the gateway's back. None of it refuses a site. */
export function uplinkWarnings({ gateway, uplinks }: Pick<Installation, 'gateway' | 'uplinks'>): Problem[] {
  return uplinks.flatMap((uplink) => {
    const where = `uplinks: ${uplink.id}`;
    const topic = `${uplink.prefix}/v1/${gateway.id}/cmd`;
    const { release, expiryS, commandKeys, unsignedAcknowledge } = uplink;
    const problems: Problem[] = [];
    for (const host of openHosts(uplink)) problems.push(siteProblem('site.not-private', { host }));
    if (unsignedAcknowledge === 'silences-sirens')
      problems.push(siteProblem('site.silenced-from-afar', { topic }));
    else if (commandKeys.length === 0) problems.push(siteProblem('site.commands-unsigned', { topic }));
    if (expiryS !== undefined && release !== 'ack')
      problems.push(siteProblem('site.expires-at-broker', { expiry: expiryS }));
    else if (release !== 'ack' && hostsOf(uplink).some(({ here }) => !here))
      problems.push(siteProblem('site.broker-keeps'));
    return problems.map((problem) => ({ ...problem, where }));
  });
}

type Host = { readonly host: string; readonly open: boolean; readonly here: boolean };

/** Where the brokers of an uplink are. `open`: spoken to in the clear; `here`: on this machine itself. */
function hostsOf(uplink: SiteUplink): Host[] {
  return brokersOf(uplink).map((url) => {
    const [, scheme, host = ''] = /^(\w+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)/.exec(url) ?? [];
    return {
      host,
      open: scheme === 'mqtt' || scheme === 'ws',
      here: /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host),
    };
  });
}

/** The hosts that are spoken to in the clear, but for this machine itself. */
function openHosts(uplink: SiteUplink): Set<string> {
  return new Set(hostsOf(uplink).flatMap(({ host, open, here }) => (open && !here ? [host] : [])));
}
