import type { Sentences } from './sentences.ts';

/**
 * Problems of ports, lines and reads in Chinese. Who makes them (`bus/`, `drivers/`) knows of no catalogue: the English
 * comes along, and `said` names what is in braces here.
 */
export const FIELD_IN_CHINESE: Sentences = {
  'port.missing': {
    what: '没有这个串口',
    hint: '请插上转换器；`ls /dev/serial/by-id` 可列出现有的转换器',
  },
  'port.permission': {
    what: '无权打开这个串口',
    hint: '请将用户加入该串口所属的组（Debian 上为 `dialout`），然后重新登录',
  },
  'port.busy': {
    what: '另一个程序正在使用这个串口',
    hint: '请停止那个程序（`fuser` 可查出）；一个串口只能有一个主站',
  },
  'port.failed': {
    what: '无法打开（{reason}）',
    hint: '请确认它是串口，并且支持这个波特率',
  },
  'port.lost': {
    what: '总线在打开过程中被关闭或断开',
    hint: '请检查转换器是否插好，或串口服务器能否连通',
  },
  'port.lost/unplugged': {
    what: '串口转换器已被拔出',
    hint: '请重新插上；使用 /dev/serial/by-id 下的名称，重新插拔后不会改变',
  },
  'port.lost/adapter': {
    what: '串口转换器已断开（{reason}）',
    hint: '请重新插上；使用 /dev/serial/by-id 下的名称，重新插拔后不会改变',
  },
  'port.lost/closed': {
    what: '连接已被关闭',
    hint: '请检查串口服务器的网线和电源，以及它唯一的连接是否被其他程序占用',
  },
  'port.hangs-up': {
    what: '对端每次应答后都断开连接：每次读取前重新建立连接',
    hint: '每次会多花一点时间；若设备可设置保持连接，请打开',
  },
  'bus.slow': {
    what: '{ms} ms 后才应答，设备描述文件允许 {allowed} ms',
    hint: '若设备本来就这么慢，请在站点文件中为它写 responseMs: {wanted}',
  },
  'bus.answers-twice': {
    what: '应答两次：每个应答在 {ms} ms 后又来一次',
    hint: '请查找会重复转发的中继器或串口服务器；在此之前其数值不可信',
  },
  'bus.same-address': {
    what: '有两台设备以站号 {unit} 应答',
    hint: '请给其中一台独立的站号；在此之前该站号的数值都不可信',
  },
  'bus.other-transaction': {
    what: '应答的事务号与询问的不同',
    hint: '若该网关一向如此，请在其 connection 下写 anyTransaction: true',
  },
  'bus.other-unit': { what: '以 {unit} 之外的站号应答', hint: '请把站号改为它应答所用的站号' },
  'bus.other-length': {
    what: '应答的内容比所询问的多，或不是所询问的',
    hint: '{profile} 是否适用于该设备及其版本？',
  },
  'bus.device-busy': { what: '设备称忙（{exception}），稍后再问', hint: '若一直如此，请降低读取频率' },
  'port.lost/connection': {
    what: '连接已断开（{reason}）',
    hint: '请检查串口服务器的网线和电源，以及它唯一的连接是否被其他程序占用',
  },
  'port.refused': {
    what: '无法连接（{reason}）',
    hint: '请检查串口服务器的地址、网线和电源',
  },
  'port.refused/ECONNREFUSED': {
    what: '无法连接（{reason}）',
    hint: '主机在线，但该端口没有监听：请检查端口号',
  },
  'port.unknown-host/ENOTFOUND': {
    what: '无法连接（{reason}）',
    hint: '没有这个主机名：请检查拼写，或直接写 IP 地址',
  },
  'port.unknown-host/EAI_AGAIN': {
    what: '无法连接（{reason}）',
    hint: '主机名无法解析：请直接写 IP 地址',
  },
  'port.not-modbus-tcp': {
    what: '对方使用的不是 Modbus TCP',
    hint: '透传模式的串口服务器需要将连接的 type 写为 rtu-over-tcp',
  },

  'bus.unknown-line': { what: '没有总线“{line}”', hint: '这个现场的总线：{lines}' },
  'bus.busy': {
    what: '已有 {count} 个请求在等待这条总线',
    hint: '请减少请求，或检查该总线是否还有空闲时间',
  },
  'bus.too-long': {
    what: '一次读取 {count} 个可能需要 {time} ms，而这条总线的安全读取最多等待 {limit} ms',
    hint: '请减少每次读取的寄存器数量',
  },
  'bus.overloaded': {
    what: '对这条总线的要求超出其能力：有读取被漏掉',
    hint: '请提高波特率、拆分总线，或降低变化缓慢的量的读取频率',
  },
  'bus.port-lost': {
    what: '通信过程中端口断开',
    hint: '请检查转换器是否插好，或串口服务器能否连通',
  },
  'bus.read-only': {
    what: '站号 {unit} 不是声光控制器：网关从不写入它',
    hint: '如果它是声光控制器，请写在现场文件的 `annunciators` 中',
  },
  'bus.lift-read-only': {
    what: '对站号 {unit}（电梯）执行 {operation}：网关对电梯只读取，绝不发送其他命令',
    hint: '电梯只监测，不控制：需要更改的内容请在控制柜上更改',
  },
  'bus.lift-read-only/listening': {
    what: '对站号 {unit}（电梯可能接收）执行 {operation}：网关对电梯只读取，绝不发送其他命令',
    hint: '电梯只监测，不控制：需要更改的内容请在控制柜上更改',
  },

  'point-too-wide': {
    what: '{point} 一次需要读取 {count} 个，而设备最多允许 {most} 个',
    hint: '请改正型号文件的 timing.maxRegisters 或 timing.maxBits，或去掉这个测点',
  },
  'refused-hole': {
    what: '{point} 需要一次读取 {table} {first} 至 {last}，其中有不允许读取的部分',
    hint: '如果设备对其间的寄存器有应答，请将它们列入型号文件的 `readable`',
  },
};
