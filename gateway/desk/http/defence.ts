import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyRequest } from 'fastify';

/**
 * What browsers are told to forbid. Nothing comes from elsewhere and nothing is inline. No HSTS: under a certificate of our
 * own it would take away the browser's way past the warning (RFC 6797, 8.4).
 */
export const HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
};

const HARMLESS = ['GET', 'HEAD'];

/**
 * Whether another page made the browser ask this. The cookie is `SameSite=Strict`; this holds where a browser does not know
 * that, and for other ports of the same host, which are the same site. A program sends none of these headers, and no cookie.
 */
export function isForged({ method, headers, url }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  const navigates = !url.startsWith('/api/') && HARMLESS.includes(method);
  if (site !== undefined) return !navigates && site !== 'same-origin' && site !== 'none';
  if (HARMLESS.includes(method)) return false;
  if (headers.origin !== undefined) return headers.origin !== `https://${headers.host}`;
  return headers.cookie !== undefined;
}
