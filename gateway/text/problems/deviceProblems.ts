import { troubleCatalogue } from '../catalogue.ts';

/** What does not fit about the ids, zones, devices and lines of a site. */
export const DEVICE_PROBLEMS = troubleCatalogue({
  'site.reserved-id': {
    what: { en: '{id} means the gateway itself', zh: '{id} 表示网关自身' },
    hint: { en: 'choose another id', zh: '请换一个编号' },
  },
  'site.duplicate-id': {
    what: { en: '{id} is taken by {other}', zh: '{id} 已被 {other} 使用' },
    hint: { en: 'choose another id', zh: '请换一个编号' },
  },
  'site.unknown-zone': {
    what: { en: 'there is no zone {zone}', zh: '没有分区 {zone}' },
    hint: {
      en: '{suggestion} (zones are listed under `zones`)',
      zh: '{suggestion}（分区列在 `zones` 中）',
    },
  },
  'site.unknown-bus': {
    what: { en: 'there is no bus {bus}', zh: '没有总线 {bus}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'site.unknown-profile': {
    what: { en: 'there is no profile {profile}', zh: '没有设备型号 {profile}' },
    hint: {
      en: '{suggestion} (lifeline profiles list)',
      zh: '{suggestion}（lifeline profiles list 列出全部）',
    },
  },
  // asked for on the command line
  'read.profile': {
    what: { en: "there is no profile '{profile}'", zh: '没有设备型号“{profile}”' },
    hint: { en: '--profile: {suggestion}', zh: '参数 --profile：{suggestion}' },
  },
  'read.held': {
    what: {
      en: 'guard holds the port, and writes nothing for a caller: this device measures only when it is told to',
      zh: '端口由守护进程占用，它不代为写入；而该设备只有收到触发命令才测量',
    },
    hint: { en: 'stop guard, or read it on another adapter', zh: '请停止守护进程，或换一个适配器读取' },
  },
  'read.trigger': {
    what: {
      en: 'unit {unit} did not confirm the write that makes a {profile} measure',
      zh: '站号 {unit} 没有确认触发 {profile} 测量的写入',
    },
    hint: {
      en: 'check unit, rate and wiring, and the register of trigger in the profile',
      zh: '请检查站号、波特率和接线，以及型号文件中 trigger 的寄存器',
    },
  },
  'read.asleep': {
    what: {
      en: 'a {profile} is woken by bytes that are no request, which this program cannot send',
      zh: '{profile} 须用非请求字节唤醒，本程序无法发送',
    },
    hint: {
      en: 'set the device to stay awake, or use its contact on an input board',
      zh: '请将设备设为常醒，或将其触点接到开关量输入板',
    },
  },
  'read.dialect': {
    what: {
      en: 'a {profile} speaks {dialect}: its frames cannot be written down from its values',
      zh: '{profile} 使用 {dialect} 协议，无法由数值还原报文',
    },
    hint: { en: 'leave out --capture', zh: '请去掉 --capture' },
  },
  'read.capture': {
    what: { en: '{path} cannot be written: {message}', zh: '无法写入 {path}：{message}' },
    hint: { en: 'check the folder and its permissions', zh: '请检查文件夹及其权限' },
  },
  'profile.unknown': {
    what: { en: "there is no profile '{profile}'", zh: '没有设备型号“{profile}”' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'site.unknown-device': {
    what: { en: 'there is no device {device}', zh: '没有设备 {device}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'site.not-polled/trigger': {
    what: {
      en: '{device}: a {profile} measures only when it is told to, which the gateway does not do while it polls: its values would be old ones',
      zh: '{device}：{profile} 只有收到触发命令才测量，网关轮询时不会触发，读到的会是旧值',
    },
    hint: {
      en: 'set the device to measure by itself and use a profile without trigger; by hand lifeline read triggers it',
      zh: '请将设备设为自动测量，并使用没有 trigger 的型号文件；手动读取可用 lifeline read，它会触发测量',
    },
  },
  'site.not-polled/asleep': {
    what: {
      en: '{device}: a {profile} sleeps between requests, and the gateway does not wake devices while it polls',
      zh: '{device}：{profile} 在两次请求之间休眠，网关轮询时不会唤醒设备',
    },
    hint: {
      en: 'set the device to stay awake and use a profile without wakeUp, or use its contact on an input board',
      zh: '请将设备设为常醒并使用没有 wakeUp 的型号文件，或将其触点接到开关量输入板',
    },
  },
  'site.max-registers': {
    what: {
      en: '{device}: {point} needs {count} registers in one reply, maxRegisters allows {most}',
      zh: '{device}：{point} 须在一次应答中读取 {count} 个寄存器，而 maxRegisters 只允许 {most} 个',
    },
    hint: {
      en: 'raise maxRegisters, or leave the point out with points.{point}.enabled: false',
      zh: '请增大 maxRegisters，或用 points.{point}.enabled: false 去掉该测点',
    },
  },
  'site.unknown-point': {
    what: { en: '{profile} has no point {point}', zh: '{profile} 没有测点 {point}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'site.unknown-point/of-device': {
    what: { en: '{device} ({profile}) has no point {point}', zh: '{device}（{profile}）没有测点 {point}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'site.disabled-point': {
    what: { en: '{point} is not polled', zh: '{point} 未被轮询' },
    hint: {
      en: 'remove the rule, or `enabled: false` from the point',
      zh: '请删除这条规则，或删除该测点的 `enabled: false`',
    },
  },
  'site.wrong-unit': {
    what: { en: '{point} speaks {units}, not {unit}', zh: '{point} 的单位是 {units}，不是 {unit}' },
    hint: { en: 'take the unit from the label or the display', zh: '请以铭牌或显示屏上的单位为准' },
  },
  'site.wrong-unit/none': {
    what: { en: '{point} has no unit', zh: '{point} 没有单位' },
    hint: { en: 'take the unit from the label or the display', zh: '请以铭牌或显示屏上的单位为准' },
  },
  'site.missing-constant': {
    what: {
      en: '{point} of {profile} needs the constant {name}',
      zh: '{profile} 的 {point} 需要常数 {name}',
    },
    hint: {
      en: 'write parameters: { {name}: … } from the calibration sheet, or points: { {point}: { enabled: false } }',
      zh: '请按校准单写 parameters: { {name}: … }，或写 points: { {point}: { enabled: false } }',
    },
  },
  'site.bad-constant': {
    what: { en: '{name} of {profile} cannot be {value}', zh: '{profile} 的 {name} 不能为 {value}' },
    hint: { en: 'write one of {allowed}', zh: '可选：{allowed}' },
  },
  'site.unknown-constant': {
    what: { en: '{profile} has no constant {name}', zh: '{profile} 没有常数 {name}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },

  'site.shared-adapter': {
    what: { en: '{adapter} is used by {path} ({other}) too', zh: '{adapter} 已被 {path}（{other}）使用' },
    hint: {
      en: 'one adapter serves one bus: hang the devices of {bus} on {other}',
      zh: '一个转换器只用于一条总线：请把 {bus} 的设备接到 {other} 上',
    },
  },
  'site.duplicate-unit': {
    what: { en: 'unit {unit} of {bus} is taken by {owner}', zh: '{bus} 的站号 {unit} 已被 {owner} 使用' },
    hint: {
      en: 'two devices with one address garble each other: give {device} another unit, in the device and here',
      zh: '两台设备站号相同会互相干扰：请给 {device} 另设站号，设备上和此处都要改',
    },
  },
  'site.baud': {
    what: {
      en: '{device} ({profile}) cannot run at {baud} baud of {bus}, only at {bauds}',
      zh: '{device}（{profile}）不支持 {bus} 的 {baud} 波特，只支持 {bauds}',
    },
    hint: { en: '{remedy}', zh: '{remedy}' },
  },
  'site.parity': {
    what: {
      en: '{device} ({profile}) speaks parity {parity}, {bus} is set to {set}',
      zh: '{device}（{profile}）的校验方式为 {parity}，而 {bus} 设为 {set}',
    },
    hint: { en: '{remedy}', zh: '{remedy}' },
  },
  'site.stop-bits': {
    what: {
      en: '{device} ({profile}) needs {stopBits} stop bits, {bus} is set to {set}',
      zh: '{device}（{profile}）需要 {stopBits} 个停止位，而 {bus} 设为 {set} 个',
    },
    hint: {
      en: 'set stopBits: 2 on {bus}; devices with one stop bit take that as idle time',
      zh: '请在 {bus} 上写 stopBits: 2；只需一个停止位的设备会把它当作空闲时间',
    },
  },
  'site.dialect': {
    what: {
      en: '{device} ({profile}) answers in a dialect of Modbus RTU that the converter of {bus} would throw away',
      zh: '{device}（{profile}）的应答不是标准 Modbus RTU，会被 {bus} 的串口服务器丢弃',
    },
    hint: {
      en: 'use a serial adapter, or set the converter to transparent and the connection to type rtu-over-tcp',
      zh: '请使用串口转换器，或将串口服务器设为透传，并把连接的 type 写为 rtu-over-tcp',
    },
  },
  'site.unit': {
    what: {
      en: '{device}: unit {unit} can be used on a line of type modbus-tcp alone',
      zh: '{device}：站号 {unit} 只能用于 modbus-tcp 类型的总线',
    },
    hint: {
      en: 'on a pair of wires 0 is the broadcast address, and units above 247 are reserved: give the device a unit of its own, 1 to 247',
      zh: '在串行总线上 0 是广播地址，247 以上的站号是保留的：请给设备一个独立的站号，1 至 247',
    },
  },
  'site.own-line': {
    what: {
      en: '{device} ({profile}) answers so slowly that it would block the others of {bus}',
      zh: '{device}（{profile}）应答太慢，会阻塞 {bus} 上的其他设备',
    },
    hint: { en: 'give it an adapter and a bus of its own', zh: '请为它单独配置转换器和总线' },
  },
});
