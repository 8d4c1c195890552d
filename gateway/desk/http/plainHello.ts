import { createServer, type Server } from 'node:http';
import { filled } from '../../../drivers/texts.ts';
import { PAGE_MESSAGES } from '../../text/pageMessages.ts';
import type { ServerCertificate } from '../access/certificates.ts';

/**
 * What plain HTTP serves: one page that explains the browser's warning before it appears, with the last digits of the
 * certificate to compare, and the way on. Nothing is taken in here, and nothing of the building is told.
 */
export function plainHello(
  certificate: Pick<ServerCertificate, 'fingerprint'>,
  securePort: () => number,
): Server {
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const known = /^[A-Za-z0-9.-]{1,253}$|^\[[0-9a-fA-F:]{2,45}\]$/.test(host);
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'GET' || !known) {
      response.writeHead(known ? 405 : 400).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    const port = securePort();
    response.end(helloPage(certificate.fingerprint, `https://${host}${port === 443 ? '' : `:${port}`}/`));
  });
  server.maxConnections = 100;
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  return server;
}

const STYLE =
  'body{font:17px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:34rem;margin:0 auto;padding:24px;color:#16201D;background:#ECEEEC}' +
  'code{font-size:22px;letter-spacing:.1em}a{display:block;background:#16201D;color:#fff;text-align:center;padding:15px;border-radius:12px;text-decoration:none;margin:20px 0}';

/** `next` is made of a host name that was checked, and a number. */
function helloPage(fingerprint: string, next: string): string {
  const last = fingerprint.split(':').slice(-4).join(' ');
  const part = (language: 'en' | 'zh') =>
    (['hello.title', 'hello.why', 'hello.compare', 'hello.steps'] as const)
      .map((key, n) => {
        const words = filled(PAGE_MESSAGES[key][language], { last }, language);
        return n === 0 ? `<h1>${words}</h1>` : `<p>${words}</p>`;
      })
      .join('');
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lifeline</title><style>${STYLE}</style><main lang="zh">${part('zh')}</main><a href="${next}">${PAGE_MESSAGES['hello.next'].zh} · ${PAGE_MESSAGES['hello.next'].en}</a><section lang="en">${part('en')}</section></html>`;
}
