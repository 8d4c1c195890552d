import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type TakenMail = { readonly from: string; readonly to: readonly string[]; readonly data: string };

/** A mail server that takes everything (RFC 5321, what one sender needs), until the test is over or it is closed. */
export async function openSmtp() {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let mail = { from: '', to: [] as string[], data: '' };
    let waiting = '';
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const take = (line: string) => {
      const [, address = ''] = /<(.*?)>/.exec(line) ?? [];
      if (inData && line === '.') {
        inData = false;
        mails.push(mail);
        mail = { from: '', to: [], data: '' };
        say('250 taken');
      } else if (inData) mail.data += `${line}\n`;
      else if (/^(EHLO|HELO)/i.test(line)) say('250 test');
      else if (/^MAIL FROM/i.test(line)) {
        mail.from = address;
        say('250 ok');
      } else if (/^RCPT TO/i.test(line)) {
        mail.to.push(address);
        say('250 ok');
      } else if (/^DATA/i.test(line)) {
        inData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    say('220 test ESMTP');
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (waiting + text).split('\r\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(close);
  return { mails, close, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
