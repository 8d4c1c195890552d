import { expect, test } from 'vitest';
import { problemsOf } from '../fixture.ts';

const HEAD = `gateway: { id: tower }
buses:
  - id: rs485
    connection: { type: serial, path: /dev/ttyS9, baud: 9600 }
`;
const refusal = (rest: string) =>
  problemsOf(`${HEAD}${rest}\n`).map(({ code, what, hint }) => `${code}: ${what} → ${hint}`);
const withPrefix = (prefix: string) =>
  refusal(`uplinks: [{ id: u, url: mqtts://x, prefix: ${JSON.stringify(prefix)} }]`);
const withUrl = (url: string) => refusal(`uplinks: [{ id: u, url: "${url}" }]`);
const withFolder = (folder: string) => refusal(`journal: { folder: ${folder} }`);

test('a prefix with wildcards, of topics of the broker’s own, with NUL, or of a book is refused', () => {
  for (const prefix of ['city/+', 'city/#', '$SYS/x', 'a/$share', 'a\0b', 'a\u0007', 'a b', 'p'.repeat(201)])
    expect(withPrefix(prefix), JSON.stringify(prefix)).toEqual([
      expect.stringMatching(/^site\.value: .*at most 200 characters without space/s),
    ]);
  for (const prefix of ['lifeline', 'city/east', '城市/东区', 'p'.repeat(200)])
    expect(withPrefix(prefix), prefix).toEqual([]);
});

test('a password in an address is refused, and not said again', () => {
  const [words, ...more] = withUrl('mqtts://gw:s3cret@x');
  expect(words).toMatch(/^site\.password-in-url: .*secrets\.yaml/s);
  expect(words).not.toContain('s3cret');
  expect(more).toEqual([]);
  for (const url of ['mqtts://gw@x', 'mqtts://x/a:b@c', 'mqtts://[2001:db8::1]:8883'])
    expect(withUrl(url), url).toEqual([]);
});

test('a journal in a folder of the system is refused', () => {
  const folders = ['/', '/etc', '/etc/lifeline', '/usr/share/lifeline', '/proc/self/cwd', '/var/lib/../lib'];
  for (const folder of [...folders, '/dev/shm', '/tmp', '/sys', '/boot/x'])
    expect(withFolder(folder), folder).toEqual([
      expect.stringMatching(/^site\.system-folder: .* is a folder of the system → .*\/var\/lib\/lifeline/),
    ]);
  for (const folder of ['journal', '/var/lib/lifeline/journal', '/etcetera', '/srv/lifeline', '../journal'])
    expect(withFolder(folder), folder).toEqual([]);
});
