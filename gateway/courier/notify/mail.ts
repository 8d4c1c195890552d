import { err, ok } from '../../core/result.ts';
import type { NotificationTo } from '../../site/schema/notificationSchema.ts';
import { notifyProblem } from '../../text/problems/notifyProblems.ts';
import type { NoticeSender } from './notice.ts';
import type { Handover } from './webhook.ts';

const TIMEOUT_MS = 20_000;
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * A mail to all recipients. `smtps://` is TLS from the first byte; `smtp://` is upgraded where the server offers it (RFC 3207), and a
 * password is never sent before that. The message id is the key of the message, so that one that came twice is seen to be the same.
 */
export function mail(site: NotificationTo<'email'>, password: string | null, sender: NoticeSender): Handover {
  const { protocol, hostname: host, port } = new URL(site.server);
  const secure = protocol === 'smtps:';
  const { username } = site;
  const auth = username === undefined ? {} : { auth: { user: username, pass: password ?? '' } };
  return async (notice) => {
    // loaded when the first mail goes out: most boxes send none
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      ...{ host, port: Number(port) || PORTS[secure ? 'smtps:' : 'smtp:'], secure },
      ...{ requireTLS: !secure && username !== undefined, ...auth },
      ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
    try {
      await transport.sendMail({
        from: { name: 'Lifeline', address: site.from },
        to: [...site.recipients],
        ...{ subject: notice.subject, text: notice.text },
        messageId: `<${notice.key.replaceAll('/', '.')}@${sender.gateway}.lifeline>`,
        headers: { 'auto-submitted': 'auto-generated' }, // RFC 3834: nobody's holiday answers it
      });
      return ok(null);
    } catch (error) {
      const {
        responseCode = 0,
        code = '',
        message,
      } = error as Error & { responseCode?: number; code?: string };
      const reason = responseCode > 0 ? `SMTP ${responseCode}` : code || message.split('\n', 1)[0] || '?';
      // 5yz is for good (RFC 5321, 4.2.1): of this message, or of this sender
      return err(notifyProblem(responseCode >= 500 ? 'notify.refused' : 'notify.away', { reason }));
    } finally {
      transport.close();
    }
  };
}
