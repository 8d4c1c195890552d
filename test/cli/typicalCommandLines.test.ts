import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { runCommandLine } from '../../gateway/cli/commandLine.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import { removeFolder } from '../harness/removeFolder.ts';

/** What people type, and what they are told, word by word in both languages. `~`: the usage of the verb follows. */
const ROWS = [
  [
    'vlaues',
    2,
    "there is no verb 'vlaues'\n  → did you mean values? (`lifeline help` explains all)",
    '没有动词“vlaues”\n  → 是否指 values？（`lifeline help` 列出全部）',
  ],
  ['check', 2, '<site.yaml> is missing~', '缺少参数 <site.yaml>~'],
  [
    'check site.yaml --loudly',
    2,
    'there is no option --loudly: there is --json, --verbose and --lang~',
    '没有选项 --loudly：现有：--json、--verbose、--lang~',
  ],
  [
    'check .',
    1,
    '.: is a folder\n  → name the file in it, e.g. site.yaml\n\n1 problem: . cannot be used',
    '.：这是文件夹\n  → 请写出其中的文件，例如 site.yaml\n\n1 个错误：. 不能使用',
  ],
  [
    'check nothing.yaml',
    1,
    'nothing.yaml: there is no such file\n  → give the path of your site file; deploy/examples/first-sensor/site.yaml is one to start from\n\n1 problem: nothing.yaml cannot be used',
    'nothing.yaml：没有这个文件\n  → 请给出现场文件的路径；可以从 deploy/examples/first-sensor/site.yaml 开始\n\n1 个错误：nothing.yaml 不能使用',
  ],
  [
    'check site.yml',
    1,
    'site.yml: there is no such file\n  → site.yaml is there: was that meant?\n\n1 problem: site.yml cannot be used',
    'site.yml：没有这个文件\n  → 这里有 site.yaml：是否指它？\n\n1 个错误：site.yml 不能使用',
  ],
  [
    'site diff site.yaml',
    1,
    'site.yaml: no guard has taken up this site yet: there is nothing to compare with or to change\n  → `lifeline check site.yaml` says whether it is fine, `lifeline up site.yaml` starts it; two files are compared by naming both',
    'site.yaml：尚无守护进程采用过这份现场文件：没有可比较或修改的对象\n  → 用 lifeline check site.yaml 检查，用 lifeline up site.yaml 启动；要比较两份文件，请把两个都写出',
  ],
  [
    'site diff site.yaml sit.yaml',
    1,
    'sit.yaml: there is no such file\n  → site.yaml is there: was that meant?',
    'sit.yaml：没有这个文件\n  → 这里有 site.yaml：是否指它？',
  ],
  [
    'read site.yaml 1 --registers 0-9',
    1,
    'site.yaml: is no serial port\n  → name the adapter, such as /dev/ttyUSB0; `ls /dev/serial/by-id` shows what is there',
    'site.yaml：不是串口\n  → 请写转换器的名称，例如 /dev/ttyUSB0；`ls /dev/serial/by-id` 可列出现有的转换器',
  ],
  [
    'lift status',
    1,
    'run/desk.sock: guard does not answer\n  → is guard running with this run folder (--run)? Trips, health and reports can be had without it: --site FILE or --journal FOLDER',
    'run/desk.sock：守护进程没有应答\n  → 守护进程是否使用该运行目录（--run）？运行、健康和月报无需守护进程：--site 文件 或 --journal 目录',
  ],
  ['up site.yaml site2.yaml', 2, 'site2.yaml is one word too many~', '多余的参数 site2.yaml~'],
  [
    'up nothing.yaml',
    1,
    'nothing.yaml: there is no such file\n  → give the path of your site file; deploy/examples/first-sensor/site.yaml is one to start from',
    'nothing.yaml：没有这个文件\n  → 请给出现场文件的路径；可以从 deploy/examples/first-sensor/site.yaml 开始',
  ],
  [
    'read /dev/ttyUSB0 1',
    2,
    'say which device it is with --profile (lifeline profiles list), or which registers with --registers 0-9~',
    '请用 --profile 写明设备型号（lifeline profiles list 列出全部），或用 --registers 0-9 写明寄存器~',
  ],
  [
    'read /dev/ttyUSB0 300 --profile ya-k300-s',
    2,
    'unit 300 is not 1 to 247~',
    '站号 300 不在 1 至 247 之间~',
  ],
  [
    'read /dev/ttyUSB0 1 --profile ya-k300',
    1,
    "there is no profile 'ya-k300'\n  → --profile: did you mean ya-k300-s?",
    '没有设备型号“ya-k300”\n  → 参数 --profile：是否指 ya-k300-s？',
  ],
  [
    'read /dev/ttyUSB0 1 --registers 9-3',
    2,
    '--registers 9-3 is not understood: write one or a span, at most 1000, e.g. 0-9, 7 or 0x100-0x10f~',
    '--registers 9-3 无法识别：请写一个或一段（最多 1000 个），例如 0-9、7 或 0x100-0x10f~',
  ],
  [
    'read /dev/ttyUSB7 1 --registers 0-9',
    1,
    '/dev/ttyUSB7: no such serial port\n  → plug the adapter in; `ls /dev/serial/by-id` shows what is there',
    '/dev/ttyUSB7：没有这个串口\n  → 请插上转换器；`ls /dev/serial/by-id` 可列出现有的转换器',
  ],
  [
    'values',
    1,
    'run/desk.sock: guard does not answer\n  → is guard running with this run folder, and may this user write to the socket?',
    'run/desk.sock：守护进程没有应答\n  → 守护进程是否正在使用这个运行目录？当前用户是否有权写入该套接字？',
  ],
  [
    'values house.yaml',
    1,
    'house.yaml: there is no such file\n  → site.yaml is there: was that meant?',
    'house.yaml：没有这个文件\n  → 这里有 site.yaml：是否指它？',
  ],
  [
    'alarms ring',
    2,
    "'ring' is not something to do with alarms: there is list, ack, silence, reset, shelve, unshelve, out-of-service, in-service, maintenance, test and reopen-valve~",
    '报警没有“ring”这项操作，现有：list、ack、silence、reset、shelve、unshelve、out-of-service、in-service、maintenance、test、reopen-valve~',
  ],
  [
    'alarms acknowledge gas-high',
    2,
    "'acknowledge' is not something to do with alarms: did you mean ack?~",
    '报警没有“acknowledge”这项操作，是否指 ack？~',
  ],
  [
    'restart',
    2,
    "there is no verb 'restart'\n  → did you mean up? (`lifeline help` explains all)",
    '没有动词“restart”\n  → 是否指 up？（`lifeline help` 列出全部）',
  ],
  [
    'read /dev/ttyUSB0 1 --profile ya-k300-s --registers 0-3',
    2,
    '--registers shows registers without a profile: leave out --registers, or --profile and --capture~',
    '--registers 不按型号显示寄存器：请去掉 --registers，或去掉 --profile 和 --capture~',
  ],
  ['read /dev/ttyUSB0', 2, '<unit> is missing~', '缺少参数 <unit>~'],
  [
    'read /dev/ttyUSB0 1 --registers 0-9 --parity foo',
    2,
    '--parity foo is none of the three: write none, even or odd~',
    '--parity foo 无效：请写 none（无校验）、even（偶校验）或 odd（奇校验）~',
  ],
  [
    'read COM3 1 --registers 0-9',
    2,
    'COM3 is a port of Windows: here adapters are called /dev/ttyUSB0 and the like (`ls /dev/serial/by-id` shows them)~',
    'COM3 是 Windows 的串口名：这里的转换器叫 /dev/ttyUSB0 等（`ls /dev/serial/by-id` 可列出）~',
  ],
  [
    'read 1 /dev/ttyUSB0 --registers 0-9',
    2,
    '/dev/ttyUSB0 is not a unit: first comes the port, then the unit~',
    '/dev/ttyUSB0 不是站号：先写端口，再写站号~',
  ],
  [
    'read tcp://10.0.0.9 1 --registers 0-9',
    2,
    'tcp://10.0.0.9 is not understood: write tcp://host:502 for Modbus TCP, or rtu://host:port for RTU over TCP~',
    'tcp://10.0.0.9 无法识别：Modbus TCP 请写 tcp://主机:502，RTU over TCP 请写 rtu://主机:端口~',
  ],
  [
    'scan 10.0.0.9:502',
    2,
    '10.0.0.9:502 is an address in the network: write tcp://10.0.0.9:502 for Modbus TCP, or rtu://10.0.0.9:502 for RTU over TCP, with its port number~',
    '10.0.0.9:502 是网络地址：Modbus TCP 请写 tcp://10.0.0.9:502，RTU over TCP 请写 rtu://10.0.0.9:502，并带端口号~',
  ],
  [
    'listen broker',
    2,
    'broker is not the address of a broker: write mqtt://host or mqtts://host~',
    'broker 不是消息服务器的地址：请写 mqtt://主机 或 mqtts://主机~',
  ],
  [
    'read /dev/ttyUSB0 1 –profile ya-k300-s',
    2,
    '–profile does not begin with two hyphens: write --profile~',
    '–profile 的开头不是两个短横线：请写 --profile~',
  ],
  [
    'check site.yaml -verbose',
    2,
    '-verbose does not begin with two hyphens: write --verbose~',
    '-verbose 的开头不是两个短横线：请写 --verbose~',
  ],
  ['profiles show', 2, 'name the profile to show~', '请写明要显示的型号~'],
] as const;

const before = process.cwd();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'typed-'));
  copyFileSync(join(packageRoot(), 'test/site/oneSensor.yaml'), join(folder, 'site.yaml'));
  process.chdir(folder); // paths stand in the texts as they were typed
});
afterAll(() => {
  process.chdir(before);
  return removeFolder(folder);
});

async function told(words: string, language: string) {
  let [out, err] = ['', ''];
  const status = await runCommandLine([...words.split(' '), '--lang', language], {
    ...{ clock: systemClock(), interactive: false, language: 'en', ended: new Promise(() => {}) },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, said: (err || out).trimEnd().replace(/\n(Usage: |用法：).*$/s, '~') };
}

describe.concurrent('a typical mistake on the command line is told in its own words', () => {
  test.for(ROWS)('%s', async ([words, status, en, zh], { expect }) => {
    const [english, chinese] = await Promise.all([told(words, 'en'), told(words, 'zh')]);
    expect(english).toEqual({ status, said: en });
    expect(chinese).toEqual({ status, said: zh });
  });
});
