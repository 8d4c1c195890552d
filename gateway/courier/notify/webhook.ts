import { createHmac } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { NotificationTo } from '../../site/schema/notificationSchema.ts';
import { notifyProblem } from '../../text/problems/notifyProblems.ts';
import type { Notice, NoticeSender } from './notice.ts';

const TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 64 * 1024;

/** Hands one message over; ok: the other side has it. Problems: `notify.refused` (it will not have it), `notify.away`. */
export type Handover = (notice: Notice) => Promise<Result<null, Problem>>;

/**
 * `POST` of JSON. With a secret the header `x-lifeline-signature: sha256=<hex>` is the HMAC of the body, as many receivers check it.
 * Any 2xx takes it; redirects are not followed, because what is signed for one address is not meant for another.
 */
export function webhook(
  { url }: Pick<NotificationTo<'webhook'>, 'url'>,
  secret: string | null,
  sender: NoticeSender,
): Handover {
  return (notice) =>
    new Promise((resolve) => {
      const { key, utc, severity, subject, text, event } = notice;
      const when = utc === null ? null : new Date(utc).toISOString();
      const body = JSON.stringify({ gateway: sender.gateway, key, when, severity, subject, text, event });
      const away = (reason: string) => resolve(err(notifyProblem('notify.away', { reason })));
      const asked = (url.startsWith('https:') ? secureRequest : plainRequest)(
        url,
        {
          ...{ method: 'POST', timeout: TIMEOUT_MS, agent: false },
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'lifeline',
            'x-lifeline-delivery': key,
            ...(secret === null
              ? {}
              : {
                  'x-lifeline-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
                }),
          },
        },
        (answer) => {
          const status = answer.statusCode ?? 0;
          let bytes = 0;
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > MOST_ANSWER_BYTES) asked.destroy();
          });
          answer.on('error', () => {});
          if (status >= 200 && status < 300) resolve(ok(null));
          else if (status >= 300 && status < 500 && status !== 408 && status !== 429)
            resolve(err(notifyProblem('notify.refused', { reason: `HTTP ${status}` })));
          else away(`HTTP ${status}`);
        },
      );
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', (error) => away((error as NodeJS.ErrnoException).code ?? error.message));
      asked.end(body);
    });
}
