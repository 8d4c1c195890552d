import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about the ids, zones, devices and lines of a site. */
export const DEVICE_PROBLEMS = problemCatalogue({
  'site.reserved-id': {
    en: '{id} means the gateway itself → choose another id',
    zh: '{id} 表示网关自身 → 请换一个编号',
  },
  'site.duplicate-id': {
    en: '{id} is taken by {other} → choose another id',
    zh: '{id} 已被 {other} 使用 → 请换一个编号',
  },
  'site.unknown-zone': {
    en: 'there is no zone {zone} → {suggestion} (zones are listed under `zones`)',
    zh: '没有分区 {zone} → {suggestion}（分区列在 `zones` 中）',
  },
  'site.unknown-bus': { en: 'there is no bus {bus} → {suggestion}', zh: '没有总线 {bus} → {suggestion}' },
  'site.unknown-profile': {
    en: 'there is no profile {profile} → {suggestion} (lifeline profiles list)',
    zh: '没有设备型号 {profile} → {suggestion}（lifeline profiles list 列出全部）',
  },
  // asked for on the command line
  'cli.verb': {
    en: "there is no verb '{verb}' → {suggestion} (`lifeline help` explains all)",
    zh: '没有动词“{verb}” → {suggestion}（`lifeline help` 列出全部）',
  },
  'cli.not-here': {
    en: '`lifeline {verb}` is not part of what is installed here → it is in the source code of the gateway: clone it on another machine',
    zh: '本机安装的软件不含 `lifeline {verb}` → 它在网关的源代码里：请在另一台机器上克隆源代码后使用',
  },
  'cli.no-opcua': {
    en: '`lifeline {verb}` is a package of its own, which is not installed here → install it: `apt install lifeline-opcua`',
    zh: '`lifeline {verb}` 是单独的软件包，本机没有安装 → 请安装：`apt install lifeline-opcua`',
  },
  'values.gateway': {
    en: '{path} is the site of {site}, and the guard that answers is {gateway} → name the run folder of the other one with --run',
    zh: '{path} 是 {site} 的现场文件，而应答的守护进程是 {gateway} → 请用 --run 指定另一个的运行目录',
  },
  'values.device': {
    en: "there is no device '{device}' → {suggestion}",
    zh: '没有设备“{device}” → {suggestion}',
  },
  'read.profile': {
    en: "there is no profile '{profile}' → --profile: {suggestion}",
    zh: '没有设备型号“{profile}” → 参数 --profile：{suggestion}',
  },
  'read.held': {
    en: 'guard holds the port, and writes nothing for a caller: this device measures only when it is told to → stop guard, or read it on another adapter',
    zh: '端口由守护进程占用，它不代为写入；而该设备只有收到触发命令才测量 → 请停止守护进程，或换一个适配器读取',
  },
  'read.trigger': {
    en: 'unit {unit} did not confirm the write that makes a {profile} measure → check unit, rate and wiring, and the register of trigger in the profile',
    zh: '站号 {unit} 没有确认触发 {profile} 测量的写入 → 请检查站号、波特率和接线，以及型号文件中 trigger 的寄存器',
  },
  'read.nothing-captured': {
    en: 'unit {unit} gave nothing that could be kept: no file was written → check unit, rate and wiring, and read again',
    zh: '站号 {unit} 没有给出可保存的内容，未写入文件 → 请检查站号、波特率和接线后重读',
  },
  'read.dialect': {
    en: 'a {profile} speaks {dialect}: its frames cannot be written down from its values → leave out --capture',
    zh: '{profile} 使用 {dialect} 协议，无法由数值还原报文 → 请去掉 --capture',
  },
  'read.capture': {
    en: '{path} cannot be written: {message} → check the folder and its permissions',
    zh: '无法写入 {path}：{message} → 请检查文件夹及其权限',
  },
  'profile.unknown': {
    en: "there is no profile '{profile}' → {suggestion}",
    zh: '没有设备型号“{profile}” → {suggestion}',
  },
  'site.unknown-device': {
    en: 'there is no device {device} → {suggestion}',
    zh: '没有设备 {device} → {suggestion}',
  },
  'site.measures-slowly': {
    en: '{device}: a {profile} is told to measure before every read and takes {ms} ms for it; {point} is to be read every {period} ms → points.{point}.periodMs: {least}, or more',
    zh: '{device}：{profile} 每次读取前须触发测量，耗时 {ms} ms，而 {point} 的轮询周期为 {period} ms → 请写 points.{point}.periodMs: {least} 或更长',
  },
  'site.asleep': {
    en: '{device}: a {profile} sleeps, and cannot be woken over modbus-tcp → type: rtu-over-tcp, if the converter can be set to pass bytes on as they are; or set the device to stay awake and use a profile without wakeUp',
    zh: '{device}：{profile} 会休眠，而 modbus-tcp 无法唤醒设备 → 若转换器可设为透传，请用 type: rtu-over-tcp；或将设备设为常醒，并使用没有 wakeUp 的型号文件',
  },
  'site.asleep/lift': {
    en: '{device}: a {profile} is woken by bytes that are no read, which nothing may send on the line of a lift → hang the sensor on another line',
    zh: '{device}：唤醒 {profile} 须发送非读取字节，而电梯所在总线上禁止发送 → 请将该传感器接到另一条总线',
  },
  'site.max-registers': {
    en: '{device}: {point} needs {count} registers in one reply, maxRegisters allows {most} → raise maxRegisters, or leave the point out with points.{point}.enabled: false',
    zh: '{device}：{point} 须在一次应答中读取 {count} 个寄存器，而 maxRegisters 只允许 {most} 个 → 请增大 maxRegisters，或用 points.{point}.enabled: false 去掉该测点',
  },
  'site.unknown-point': {
    en: '{profile} has no point {point} → {suggestion}',
    zh: '{profile} 没有测点 {point} → {suggestion}',
  },
  'site.unknown-point/of-device': {
    en: '{device} ({profile}) has no point {point} → {suggestion}',
    zh: '{device}（{profile}）没有测点 {point} → {suggestion}',
  },
  'site.disabled-point': {
    en: '{point} is not polled → remove the rule, or `enabled: false` from the point',
    zh: '{point} 未被轮询 → 请删除这条规则，或删除该测点的 `enabled: false`',
  },
  'site.wrong-unit': {
    en: '{point} speaks {units}, not {unit} → take the unit from the label or the display',
    zh: '{point} 的单位是 {units}，不是 {unit} → 请以铭牌或显示屏上的单位为准',
  },
  'site.wrong-unit/none': {
    en: '{point} has no unit → take the unit from the label or the display',
    zh: '{point} 没有单位 → 请以铭牌或显示屏上的单位为准',
  },
  'site.missing-constant': {
    en: '{point} of {profile} needs the constant {name} → write parameters: { {name}: … } from the calibration sheet, or points: { {point}: { enabled: false } }',
    zh: '{profile} 的 {point} 需要常数 {name} → 请按校准单写 parameters: { {name}: … }，或写 points: { {point}: { enabled: false } }',
  },
  'site.bad-constant': {
    en: '{name} of {profile} cannot be {value} → write one of {allowed}',
    zh: '{profile} 的 {name} 不能为 {value} → 可选：{allowed}',
  },
  'site.unknown-constant': {
    en: '{profile} has no constant {name} → {suggestion}',
    zh: '{profile} 没有常数 {name} → {suggestion}',
  },

  'site.windows-port': {
    en: '{path} is a port of Windows → write what the adapter is called here, /dev/ttyUSB0 or better its name of /dev/serial/by-id',
    zh: '{path} 是 Windows 的串口名 → 请写转换器在这里的名称：/dev/ttyUSB0，最好写 /dev/serial/by-id 中的名称',
  },
  'site.bare-adapter': {
    en: '{path} is the name of an adapter without its folder → write /dev/{path}, or better its name of /dev/serial/by-id',
    zh: '{path} 是转换器的名称，缺少所在文件夹 → 请写 /dev/{path}，最好写 /dev/serial/by-id 中的名称',
  },
  'site.host': {
    en: '"{text}" is no name and no address of a host → write host: {host}, and the port number as port:',
    zh: '“{text}”不是主机名或地址 → 请写 host: {host}，端口号写在 port: 中',
  },
  'site.shared-adapter': {
    en: '{adapter} is used by {path} ({other}) too → one adapter serves one bus: hang the devices of {bus} on {other}',
    zh: '{adapter} 已被 {path}（{other}）使用 → 一个转换器只用于一条总线：请把 {bus} 的设备接到 {other} 上',
  },
  'site.duplicate-unit': {
    en: 'unit {unit} of {bus} is taken by {owner} → two devices with one address garble each other: give {device} another unit, in the device and here',
    zh: '{bus} 的站号 {unit} 已被 {owner} 使用 → 两台设备站号相同会互相干扰：请给 {device} 另设站号，设备上和此处都要改',
  },
  'site.baud': {
    en: '{device} ({profile}) cannot run at {baud} baud of {bus}, only at {bauds} → {remedy}',
    zh: '{device}（{profile}）不支持 {bus} 的 {baud} 波特，只支持 {bauds} → {remedy}',
  },
  'site.parity': {
    en: '{device} ({profile}) speaks parity {parity}, {bus} is set to {set} → {remedy}',
    zh: '{device}（{profile}）的校验方式为 {parity}，而 {bus} 设为 {set} → {remedy}',
  },
  'site.stop-bits': {
    en: '{device} ({profile}) needs {stopBits} stop bits, {bus} is set to {set} → set stopBits: 2 on {bus}; devices with one stop bit take that as idle time',
    zh: '{device}（{profile}）需要 {stopBits} 个停止位，而 {bus} 设为 {set} 个 → 请在 {bus} 上写 stopBits: 2；只需一个停止位的设备会把它当作空闲时间',
  },
  'site.dialect': {
    en: '{device} ({profile}) answers in a dialect of Modbus RTU that the converter of {bus} would throw away → use a serial adapter, or set the converter to transparent and the connection to type rtu-over-tcp',
    zh: '{device}（{profile}）的应答不是标准 Modbus RTU，会被 {bus} 的串口服务器丢弃 → 请使用串口转换器，或将串口服务器设为透传，并把连接的 type 写为 rtu-over-tcp',
  },
  'site.unit': {
    en: '{device}: unit {unit} can be used on a line of type modbus-tcp alone → on a pair of wires 0 is the broadcast address, and units above 247 are reserved: give the device a unit of its own, 1 to 247',
    zh: '{device}：站号 {unit} 只能用于 modbus-tcp 类型的总线 → 在串行总线上 0 是广播地址，247 以上的站号是保留的：请给设备一个独立的站号，1 至 247',
  },
  'site.own-line': {
    en: '{device} ({profile}) answers so slowly that it would block the others of {bus} → give it an adapter and a bus of its own',
    zh: '{device}（{profile}）应答太慢，会阻塞 {bus} 上的其他设备 → 请为它单独配置转换器和总线',
  },
});
