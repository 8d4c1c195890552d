import { problemCatalogue, problemMaker } from '../../drivers/problems.ts';

/** Why a port or a socket cannot be opened, or was lost. */
export const PORT_PROBLEMS = problemCatalogue({
  'port.missing': {
    en: 'no such serial port → plug the adapter in; `ls /dev/serial/by-id` shows what is there',
    zh: '没有这个串口 → 请插上转换器；`ls /dev/serial/by-id` 可列出现有的转换器',
  },
  'port.permission': {
    en: 'not allowed to open this serial port → add the user to the group that owns it (on Debian `dialout`) and log in again',
    zh: '无权打开这个串口 → 请将用户加入该串口所属的组（Debian 上为 `dialout`），然后重新登录',
  },
  'port.busy': {
    en: 'another program holds this serial port → stop the other program (`fuser` shows it); a port has one master',
    zh: '另一个程序正在使用这个串口 → 请停止那个程序（`fuser` 可查出）；一个串口只能有一个主站',
  },
  'port.not-serial': {
    en: 'is no serial port → name the adapter, such as /dev/ttyUSB0; `ls /dev/serial/by-id` shows what is there',
    zh: '不是串口 → 请写转换器的名称，例如 /dev/ttyUSB0；`ls /dev/serial/by-id` 可列出现有的转换器',
  },
  'port.failed': {
    en: 'cannot be opened ({reason}) → check that this is a serial port and that it can do this baud rate',
    zh: '无法打开（{reason}） → 请确认它是串口，并且支持这个波特率',
  },
  'port.lost': {
    en: 'the line was closed or lost while it was being opened → check that the adapter is plugged in, or that the converter can be reached',
    zh: '总线在打开过程中被关闭或断开 → 请检查转换器是否插好，或串口服务器能否连通',
  },
  'port.lost/adapter': {
    en: 'the serial adapter is gone ({reason}) → plug it in again; use its name under /dev/serial/by-id, which survives replugging',
    zh: '串口转换器已断开（{reason}） → 请重新插上；使用 /dev/serial/by-id 下的名称，重新插拔后不会改变',
  },
  'port.lost/unplugged': {
    en: 'the serial adapter is gone (unplugged) → plug it in again; use its name under /dev/serial/by-id, which survives replugging',
    zh: '串口转换器已被拔出 → 请重新插上；使用 /dev/serial/by-id 下的名称，重新插拔后不会改变',
  },
  'port.lost/closed': {
    en: 'the connection was closed → check cable and power of the converter, whether something else took its only connection, and whether type is right: modbus-tcp for a gateway that speaks Modbus TCP, rtu-over-tcp for one that passes on bytes',
    zh: '连接已被关闭 → 请检查串口服务器的网线和电源、它唯一的连接是否被其他程序占用，以及 type 是否正确：Modbus TCP 网关写 modbus-tcp，透明传输写 rtu-over-tcp',
  },
  'port.lost/connection': {
    en: 'the connection was closed ({reason}) → check cable and power of the converter, and whether something else took its only connection',
    zh: '连接已断开（{reason}） → 请检查串口服务器的网线和电源，以及它唯一的连接是否被其他程序占用',
  },
  'port.hangs-up': {
    en: 'the peer hangs up when it has answered: a connection is made for each read that is due → that costs a moment each time; where the device can be told to keep connections open, do so',
    zh: '对端每次应答后都断开连接：每次读取前重新建立连接 → 每次会多花一点时间；若设备可设置保持连接，请打开',
  },
  'port.lost/memory': {
    en: 'the line in memory was unplugged → plug it in',
    zh: '内存中的线路已被拔出 → 请插上',
  },
  'port.refused': {
    en: 'cannot connect ({reason}) → check address, cable and power of the converter',
    zh: '无法连接（{reason}） → 请检查串口服务器的地址、网线和电源',
  },
  'port.refused/ECONNREFUSED': {
    en: 'cannot connect ({reason}) → the host is there but nothing listens on this port: check the port number',
    zh: '无法连接（{reason}） → 主机在线，但该端口没有监听：请检查端口号',
  },
  'port.unknown-host/ENOTFOUND': {
    en: 'cannot connect ({reason}) → no such host name: check the spelling, or write the IP address',
    zh: '无法连接（{reason}） → 没有这个主机名：请检查拼写，或直接写 IP 地址',
  },
  'port.unknown-host/EAI_AGAIN': {
    en: 'cannot connect ({reason}) → the name could not be looked up: write the IP address',
    zh: '无法连接（{reason}） → 主机名无法解析：请直接写 IP 地址',
  },
  'socket.gone': {
    en: 'the other end has gone → ask again when it is back; its log says why it went',
    zh: '对方已断开 → 请在其恢复后再试；断开原因见其日志',
  },
  'port.not-modbus-tcp': {
    en: 'what answers there does not speak Modbus TCP → a converter in transparent mode needs the connection type rtu-over-tcp',
    zh: '对方使用的不是 Modbus TCP → 透传模式的串口服务器需要将连接的 type 写为 rtu-over-tcp',
  },
});

/** Makes a problem of a port. */
export const portProblem = problemMaker(PORT_PROBLEMS);
