import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkSite, reportText } from '../../gateway/reports/site/siteReport.ts';
import { removeFolder } from '../harness/removeFolder.ts';

/**
 * What people do to a site file, and what they are told, word by word: the first problem alone counts, because it is the
 * one that is read. Everybody who changes a sentence sees here who reads it, and beside it what it is in the other language.
 */

const GOOD = readFileSync(join(import.meta.dirname, 'oneSensor.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
afterAll(() => removeFolder(folder));

/** The same name as a Chinese Windows writes it. */
const GBK = '\xb3\xf8\xb7\xbf\xc8\xbc\xc6\xf8\xcc\xbd\xb2\xe2\xc6\xf7';

/** The example with one thing in it written otherwise. */
function edited(before: string | RegExp, after: string): string {
  const text = GOOD.replace(before, after);
  expect(text, `${before} is in the example`).not.toBe(GOOD);
  return text;
}

/** What `lifeline check` says first: two rows, the file left out. */
function told(bytes: string | Buffer, language: 'en' | 'zh'): string {
  const path = join(folder, 'site.yaml');
  writeFileSync(path, bytes);
  return reportText(checkSite(path), { language })
    .split('\n')
    .slice(0, 2)
    .join('\n')
    .replace(path, 'site.yaml');
}

type Row = {
  readonly name: string;
  readonly file: () => string | Buffer;
  readonly en: string;
  readonly zh: string;
};

const ROWS: readonly Row[] = [
  {
    name: 'a full-width colon',
    file: () => edited('baud: 9600', 'baud：9600'),
    en: 'site.yaml:11:11: the full-width ： stands here, which is not :\n  → write : (switch the input method to half-width)',
    zh: 'site.yaml:11:11: 此处是全角的 ：，不是 :\n  → 请写 :（输入法切换为半角）',
  },
  {
    name: 'a full-width comma',
    file: () => edited('kitchen, zh', 'kitchen，zh'),
    en: 'site.yaml:18:44: the full-width ， stands here, which is not ,\n  → write , (switch the input method to half-width)',
    zh: 'site.yaml:18:44: 此处是全角的 ，，不是 ,\n  → 请写 ,（输入法切换为半角）',
  },
  {
    name: 'full-width quotes',
    file: () => edited('"%LEL"', '“%LEL”'),
    en: 'site.yaml:24:11: the full-width “ stands here, which is not "\n  → write " (switch the input method to half-width)',
    zh: 'site.yaml:24:11: 此处是全角的 “，不是 "\n  → 请写 "（输入法切换为半角）',
  },
  {
    name: 'full-width digits',
    file: () => edited('baud: 9600', 'baud: ９６００'),
    en: 'site.yaml:11:13: the full-width ９ stands here, which is not 9\n  → write 9 (switch the input method to half-width)',
    zh: 'site.yaml:11:13: 此处是全角的 ９，不是 9\n  → 请写 9（输入法切换为半角）',
  },
  {
    name: 'a file in GBK',
    file: () => Buffer.from(edited('厨房燃气探测器', GBK), 'latin1'),
    en: 'site.yaml:18: not UTF-8 (looks like GBK): save it as UTF-8\n  → in the editor: Save as, encoding UTF-8; or iconv -f GBK -t UTF-8',
    zh: 'site.yaml:18: 不是 UTF-8（像是 GBK）：请另存为 UTF-8\n  → 在编辑器中选择“另存为”，编码选 UTF-8；或使用 iconv -f GBK -t UTF-8',
  },
  {
    name: 'a file in UTF-16',
    file: () => Buffer.from(`\ufeff${GOOD}`, 'utf16le'),
    en: 'site.yaml: not UTF-8 (it is UTF-16, as Notepad calls "Unicode"): save it as UTF-8\n  → in the editor: Save as, encoding UTF-8',
    zh: 'site.yaml：不是 UTF-8（是 UTF-16，记事本称为“Unicode”）：请另存为 UTF-8\n  → 在编辑器中选择“另存为”，编码选 UTF-8',
  },
  {
    name: 'a file whose end was not written when the power went off',
    file: () => Buffer.concat([Buffer.from(GOOD.slice(0, GOOD.indexOf('厨房'))), Buffer.alloc(200)]),
    en: 'site.yaml:18: zero bytes, which no text has: the power went off while the file was written, or this is another kind of file\n  → put a copy back that is whole (of a site: `lifeline site history`, or site.yaml.last-good beside it)',
    zh: 'site.yaml:18: 含零字节，文本中不会有：写文件时断电，或这不是文本文件\n  → 请换回完好的副本（现场文件可用 `lifeline site history`，或旁边的 site.yaml.last-good）',
  },
  {
    name: 'tabs',
    file: () => edited(/^ {4}(bus|unit)/gm, '\t$1'),
    en: 'site.yaml:16:1: tabs stand before the text, from here on (3 in all)\n  → indent with spaces: YAML knows no tabs',
    zh: 'site.yaml:16:1: 从这里起，文字前面是制表符（共 3 行）\n  → 请用空格缩进：YAML 不允许制表符',
  },
  {
    name: 'a name in one language',
    file: () =>
      edited(
        '{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }',
        '{ en: Gas detector in the kitchen }',
      ),
    en: 'site.yaml:18:11: devices[0].name is given in one language: zh is missing\n  → add zh: …, or write one text for both: Gas detector in the kitchen',
    zh: 'site.yaml:18:11: devices[0].name 只写了一种语言：缺少 zh\n  → 请补上 zh: …，或只写一段文本：Gas detector in the kitchen',
  },
  {
    name: '%LEL without quotes',
    file: () => edited('"%LEL"', '%LEL'),
    en: 'site.yaml:24:11: %LEL begins with %, which YAML keeps for itself\n  → put it in quotes: "%LEL"',
    zh: 'site.yaml:24:11: %LEL 以 % 开头，这是 YAML 的保留字符\n  → 请加上引号："%LEL"',
  },
  {
    name: 'two documents',
    file: () => `${GOOD}---\n${GOOD}`,
    en: 'site.yaml:33:1: a second document begins with this ---\n  → a file has one: remove this line and what does not belong to it',
    zh: 'site.yaml:33:1: 从这个 --- 起是第二个文档\n  → 一个文件只能有一个文档：请删除这一行以及多余的内容',
  },
  {
    name: 'no space behind a colon',
    file: () => edited('baud: 9600', 'baud:9600'),
    en: 'site.yaml:11:7: there is no space behind the colon of baud:\n  → write baud: 9600',
    zh: 'site.yaml:11:7: baud: 的冒号后面没有空格\n  → 请写 baud: 9600',
  },
  {
    name: 'a list without dashes',
    file: () => edited('- id: gas-1\n', '  id: gas-1\n'),
    en: 'site.yaml:14:5: devices: a group of keys is not a list\n  → begin each entry with a dash and a space, e.g. - id: …',
    zh: 'site.yaml:14:5: devices：应为列表，而不是一组键\n  → 请在每一项前面写短横线和空格，例如 - id: …',
  },
  {
    name: 'a number in quotes',
    file: () => edited('unit: 1', 'unit: "1"'),
    en: 'site.yaml:17:11: devices[0].unit: "1" is not a number\n  → write it without quotes: 1',
    zh: 'site.yaml:17:11: devices[0].unit：应为数字，而不是“1”\n  → 请去掉引号：1',
  },
  {
    name: 'a unit that no device has',
    file: () => edited('unit: 1', 'unit: 300'),
    en: 'site.yaml:17:11: devices[0].unit: 300 is too large, it must be at most 255\n  → units above 247 are reserved: use 1 to 247',
    zh: 'site.yaml:17:11: devices[0].unit：300 太大，最多为 255\n  → 247 以上的站号是保留的：请使用 1 至 247',
  },
  {
    name: 'a profile that is nearly one',
    file: () => edited('ya-k300-s', 'ya-k300'),
    en: 'site.yaml:15:14: devices[0].profile: there is no profile ya-k300\n  → did you mean ya-k300-s? (lifeline profiles list)',
    zh: 'site.yaml:15:14: devices[0].profile：没有设备型号 ya-k300\n  → 是否指 ya-k300-s？（lifeline profiles list 列出全部）',
  },
  {
    name: 'a baud rate that the device cannot do',
    file: () => edited('9600', '115200'),
    en: 'site.yaml:16:10: devices[0].bus: gas-1 (ya-k300-s) cannot run at 115200 baud of rs485, only at 9600\n  → set rs485 and its devices to 9600',
    zh: 'site.yaml:16:10: devices[0].bus：gas-1（ya-k300-s）不支持 rs485 的 115200 波特，只支持 9600\n  → 请将 rs485 及其设备设为 9600',
  },
  {
    name: 'a bus by another name',
    file: () => edited('bus: rs485', 'bus: rs-485'),
    en: 'site.yaml:16:10: devices[0].bus: there is no bus rs-485\n  → did you mean rs485?',
    zh: 'site.yaml:16:10: devices[0].bus：没有总线 rs-485\n  → 是否指 rs485？',
  },
  {
    name: 'two devices on one address',
    file: () => edited('rules:\n', '  - { id: gas-2, profile: ya-k300-s, bus: rs485, unit: 1 }\n\nrules:\n'),
    en: 'site.yaml:20:56: devices[1].unit: unit 1 of rs485 is taken by gas-1\n  → two devices with one address garble each other: give gas-2 another unit, in the device and here',
    zh: 'site.yaml:20:56: devices[1].unit：rs485 的站号 1 已被 gas-1 使用\n  → 两台设备站号相同会互相干扰：请给 gas-2 另设站号，设备上和此处都要改',
  },
  {
    name: 'a point that is nearly one',
    file: () => edited('gas-1/concentration', 'gas-1/concentrtion'),
    en: 'site.yaml:23:12: rules[0].point: gas-1 (ya-k300-s) has no point concentrtion\n  → did you mean concentration?',
    zh: 'site.yaml:23:12: rules[0].point：gas-1（ya-k300-s）没有测点 concentrtion\n  → 是否指 concentration？',
  },
  {
    name: 'a limit in another unit',
    file: () => edited('"%LEL"', 'ppm'),
    en: 'site.yaml:24:11: rules[0].unit: gas-1/concentration is in %LEL, the limit is in ppm\n  → write the limits in the unit of the point',
    zh: 'site.yaml:24:11: rules[0].unit：gas-1/concentration 的单位是 %LEL，限值的单位是 ppm\n  → 请按测点的单位书写限值',
  },
  {
    name: 'levels in the wrong order',
    file: () => edited('yellow: 10', 'yellow: 30'),
    en: 'site.yaml:25:33: rules[0].high.orange: orange 25 is not beyond yellow 30\n  → high limits rise from blue over yellow and orange to red',
    zh: 'site.yaml:25:33: rules[0].high.orange：橙色（orange）25 没有超过黄色（yellow）30\n  → high 的限值应按 blue、yellow、orange、red 依次升高',
  },
  {
    name: 'a key that is nearly one',
    file: () => edited('onDelayS', 'onDelay'),
    en: 'site.yaml:27:5: rules[0].onDelay: there is no key onDelay here\n  → did you mean onDelayS?',
    zh: 'site.yaml:27:5: rules[0].onDelay：此处没有 onDelay 这个键\n  → 是否指 onDelayS？',
  },
  {
    name: 'a broker without its protocol',
    file: () => edited('mqtt://localhost', 'localhost'),
    en: 'site.yaml:32:10: uplinks[0].url: "localhost:1883" is not accepted\n  → write mqtt://host, mqtts://host, ws://… or wss://…',
    zh: 'site.yaml:32:10: uplinks[0].url：不接受“localhost:1883”\n  → 请写 mqtt://主机、mqtts://主机、ws://… 或 wss://…',
  },
  {
    name: 'a comma for a point in a number',
    file: () => edited('deadband: 2', 'deadband: 0,5'),
    en: 'site.yaml:26:15: rules[0].deadband: "0,5" is not a number\n  → write a point and no comma: 0.5',
    zh: 'site.yaml:26:15: rules[0].deadband：应为数字，而不是“0,5”\n  → 小数点请写 . 而不是逗号：0.5',
  },
  {
    name: 'one limit where levels belong',
    file: () => edited('high: { yellow: 10, orange: 25, red: 50 }', 'high: 50'),
    en: 'site.yaml:25:11: rules[0].high: 50 is not a group of keys\n  → say how grave it is: high: { red: 50 }',
    zh: 'site.yaml:25:11: rules[0].high：应为一组键，而不是 50\n  → 请写明级别：high: { red: 50 }',
  },
  {
    name: 'a limit with its unit',
    file: () => edited('red: 50', 'red: 50%LEL'),
    en: 'site.yaml:25:42: rules[0].high.red: "50%LEL" is not a number\n  → write the number alone: 50',
    zh: 'site.yaml:25:42: rules[0].high.red：应为数字，而不是“50%LEL”\n  → 请只写数字：50',
  },
  {
    name: 'a bracket that is not closed',
    file: () => edited('red: 50 }', 'red: 50'),
    en: 'site.yaml:25:11: the bracket { that begins here is not closed\n  → write } where it ends',
    zh: 'site.yaml:25:11: 从这里开始的括号 { 没有闭合\n  → 请在结束处写 }',
  },
  {
    name: 'a quote that is not closed',
    file: () => edited('"%LEL"', '"%LEL'),
    en: 'site.yaml:24:11: the quote " that begins here is not closed\n  → write " where the text ends',
    zh: 'site.yaml:24:11: 从这里开始的引号 " 没有闭合\n  → 请在文本结束处写 "',
  },
  {
    name: 'a key that stands twice',
    file: () => edited('unit: 1', 'unit: 1\n    unit: 2'),
    en: 'site.yaml:18:5: unit stands twice in one place\n  → remove one of the two',
    zh: 'site.yaml:18:5: 同一处写了两个 unit\n  → 请删除其中一个',
  },
  {
    name: 'a comma that is missing',
    file: () => edited('yellow: 10, orange', 'yellow: 10 orange'),
    en: 'site.yaml:25:24: a comma is missing before orange:\n  → write , between two keys in one pair of brackets',
    zh: 'site.yaml:25:24: orange: 前面缺少逗号\n  → 同一对括号中的两个键之间请写 ,',
  },
  {
    name: 'a line that is not lined up',
    file: () => edited('    bus: rs485', '   bus: rs485'),
    en: 'site.yaml:16:4: this line does not begin where those it belongs with begin (3 spaces before it)\n  → line it up with them: as many spaces before each',
    zh: 'site.yaml:16:4: 本行与同级内容没有对齐（行首有 3 个空格）\n  → 请让同级各行行首的空格数相同',
  },
  {
    name: 'a star where text belongs',
    file: () => edited('unit: 1', 'unit: *1'),
    en: 'site.yaml:17:11: *1 is taken for a name that stands for something else, and nothing has it\n  → put it in quotes: "*1"',
    zh: 'site.yaml:17:11: *1 被当作别名，但没有定义\n  → 请加上引号："*1"',
  },
  {
    name: 'a serial port of Windows',
    file: () => edited('/dev/ttyUSB0', 'COM3'),
    en: 'site.yaml:10:13: buses[0].connection.path: COM3 is a port of Windows\n  → write what the adapter is called here, /dev/ttyUSB0 or better its name of /dev/serial/by-id',
    zh: 'site.yaml:10:13: buses[0].connection.path：COM3 是 Windows 的串口名\n  → 请写转换器在这里的名称：/dev/ttyUSB0，最好写 /dev/serial/by-id 中的名称',
  },
  {
    name: 'a space that is none, copied from a page, before a key',
    file: () => edited('    unit: 1', '\u00a0\u00a0\u00a0\u00a0unit: 1'),
    en: 'site.yaml:17:1: an invisible character (U+00A0) stands here, as pages and chats leave it in copied text\n  → delete the space here and write an ordinary one',
    zh: 'site.yaml:17:1: 此处有一个看不见的字符（U+00A0），常由网页或聊天软件复制带入\n  → 请删除此处的空白，重新输入普通空格',
  },
  {
    name: 'an invisible character behind a number',
    file: () => edited('baud: 9600', 'baud: 9600\u200b'),
    en: 'site.yaml:11:17: an invisible character (U+200B) stands here, as pages and chats leave it in copied text\n  → delete the space here and write an ordinary one',
    zh: 'site.yaml:11:17: 此处有一个看不见的字符（U+200B），常由网页或聊天软件复制带入\n  → 请删除此处的空白，重新输入普通空格',
  },
  {
    name: 'a dash of a word processor',
    file: () => edited('- id: gas-1', '– id: gas-1'),
    en: 'site.yaml:14:3: – stands here, which is no hyphen\n  → write - id: gas-1',
    zh: 'site.yaml:14:3: 此处是 –，不是短横线\n  → 请写 - id: gas-1',
  },
  {
    name: 'no space behind a dash',
    file: () => edited('- id: gas-1', '-id: gas-1'),
    en: 'site.yaml:14:3: there is no space behind the hyphen\n  → write - id: gas-1',
    zh: 'site.yaml:14:3: 短横线后面没有空格\n  → 请写 - id: gas-1',
  },
  {
    name: 'something else altogether',
    file: () => 'hello\n',
    en: 'site.yaml:1:1: the file: "hello" is not a group of keys\n  → a site file begins with gateway:, buses: and devices: (deploy/examples/first-sensor/site.yaml is one to start from)',
    zh: 'site.yaml:1:1: 整个文件：应为一组键，而不是“hello”\n  → 现场文件以 gateway:、buses: 和 devices: 开头（可以从 deploy/examples/first-sensor/site.yaml 开始）',
  },
  {
    name: 'a list where a site belongs',
    file: () => '- gateway\n- buses\n',
    en: 'site.yaml:1:1: the file: a list is not a group of keys\n  → a site file begins with gateway:, buses: and devices: (deploy/examples/first-sensor/site.yaml is one to start from)',
    zh: 'site.yaml:1:1: 整个文件：应为一组键，而不是列表\n  → 现场文件以 gateway:、buses: 和 devices: 开头（可以从 deploy/examples/first-sensor/site.yaml 开始）',
  },
  {
    name: 'an adapter without its folder',
    file: () => edited('/dev/ttyUSB0', 'ttyUSB0'),
    en: 'site.yaml:10:13: buses[0].connection.path: ttyUSB0 is the name of an adapter without its folder\n  → write /dev/ttyUSB0, or better its name of /dev/serial/by-id',
    zh: 'site.yaml:10:13: buses[0].connection.path：ttyUSB0 是转换器的名称，缺少所在文件夹\n  → 请写 /dev/ttyUSB0，最好写 /dev/serial/by-id 中的名称',
  },
  {
    name: 'a port number behind a host',
    file: () =>
      edited(
        /connection:\n( {6}.*\n)+/,
        'connection: { type: modbus-tcp, host: "10.0.0.5:502", port: 502 }\n',
      ),
    en: 'site.yaml:8:43: buses[0].connection.host: "10.0.0.5:502" is no name and no address of a host\n  → write host: 10.0.0.5, and the port number as port:',
    zh: 'site.yaml:8:43: buses[0].connection.host：“10.0.0.5:502”不是主机名或地址\n  → 请写 host: 10.0.0.5，端口号写在 port: 中',
  },
  {
    name: 'a colon in a name',
    file: () => edited('{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }', 'Kitchen: third floor'),
    en: 'site.yaml:18:11: Kitchen: third floor is not one text to YAML\n  → put quotes around all of it: "Kitchen: third floor"',
    zh: 'site.yaml:18:11: Kitchen: third floor 在 YAML 中不是一段完整的文本\n  → 请给整段加上引号："Kitchen: third floor"',
  },
  {
    name: 'a bracket in front of a name',
    file: () => edited('{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }', '[new] kitchen'),
    en: 'site.yaml:18:11: [new] kitchen is not one text to YAML\n  → put quotes around all of it: "[new] kitchen"',
    zh: 'site.yaml:18:11: [new] kitchen 在 YAML 中不是一段完整的文本\n  → 请给整段加上引号："[new] kitchen"',
  },
  {
    name: 'a period with its unit',
    file: () => edited('unit: 1', 'unit: 1\n    points: { concentration: { periodMs: 1s } }'),
    en: 'site.yaml:18:42: devices[0].points.concentration.periodMs: "1s" is not accepted\n  → write milliseconds, the number alone: 1000; or fastest',
    zh: 'site.yaml:18:42: devices[0].points.concentration.periodMs：不接受“1s”\n  → 请写毫秒数，只写数字：1000；或写 fastest',
  },
  {
    name: 'yes for true',
    file: () => edited('unit: 1', 'unit: 1\n    points: { concentration: { enabled: yes } }'),
    en: 'site.yaml:18:41: devices[0].points.concentration.enabled: "yes" is not true or false\n  → write true or false',
    zh: 'site.yaml:18:41: devices[0].points.concentration.enabled：应为 true 或 false，而不是“yes”\n  → 请写 true 或 false',
  },
  {
    name: 'several units for one device',
    file: () => edited('unit: 1', 'unit: [1, 2]'),
    en: 'site.yaml:17:11: devices[0].unit: a list is not a number\n  → write one value, without brackets',
    zh: 'site.yaml:17:11: devices[0].unit：应为数字，而不是列表\n  → 请只写一个值，不要方括号',
  },
];

describe('a typical mistake in a site file is told in its own words', () => {
  test.each(ROWS)('$name', ({ file, en, zh }) => {
    expect(told(file(), 'en')).toBe(en);
    expect(told(file(), 'zh')).toBe(zh);
  });
});

test('a name may have full-width characters in it, beside a mistake too', () => {
  const text = edited(
    '{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }',
    '厨房：燃气（三楼）',
  ).replace('unit: 1', 'unit: "1"');
  expect(told(text, 'en')).toContain('devices[0].unit: "1" is not a number');
});

test('a list whose name is misspelt is the one thing to mend: nothing is said of what refers to it', () => {
  const text = told(edited('devices:', 'device:'), 'en');
  expect(text).toBe('site.yaml:13:1: device: there is no key device here\n  → did you mean devices?');
  writeFileSync(join(folder, 'site.yaml'), edited('devices:', 'device:'));
  const { problems } = checkSite(join(folder, 'site.yaml'));
  expect(problems.map(({ code }) => code)).not.toContain('site.unknown-device');
});

test('a name that ends at a # is told, because two may then be called alike; a comment is none', () => {
  const path = join(folder, 'site.yaml');
  const name = '{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }';
  writeFileSync(path, edited(name, 'Kitchen #301').replace('unit: 1', 'unit: 1 # as on its label'));
  const { problems, warnings = [] } = checkSite(path);
  expect(problems).toEqual([]);
  const [cut, ...others] = warnings.filter(({ code }) => code === 'yaml.hash');
  expect(others).toEqual([]);
  expect(cut?.what).toBe('#301 is taken for a comment, and the text ends before it: Kitchen');
  expect(cut?.hint).toContain('"Kitchen #301"');
});
