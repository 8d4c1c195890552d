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
  'read.profile': {
    en: "there is no profile '{profile}' → --profile: {suggestion}",
    zh: '没有设备型号“{profile}” → 参数 --profile：{suggestion}',
  },
  'profile.unknown': {
    en: "there is no profile '{profile}' → {suggestion}",
    zh: '没有设备型号“{profile}” → {suggestion}',
  },
  'site.unknown-device': {
    en: 'there is no device {device} → {suggestion}',
    zh: '没有设备 {device} → {suggestion}',
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
  'site.own-line': {
    en: '{device} ({profile}) answers so slowly that it would block the others of {bus} → give it an adapter and a bus of its own',
    zh: '{device}（{profile}）应答太慢，会阻塞 {bus} 上的其他设备 → 请为它单独配置转换器和总线',
  },
});
