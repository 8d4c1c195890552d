import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What goes wrong when a device is given an address, a rate or a zero. */
export const COMMISSION_PROBLEMS = problemCatalogue({
  'commission.no-setting': {
    en: '{profile} has no setting "{setting}" that can be written over the wire → look into the manual of the device; what it says belongs into the profile, as settings or manualSettings',
    zh: '型号文件 {profile} 没有可通过总线写入的设置“{setting}” → 请查设备说明书，并把内容写入型号文件的 settings 或 manualSettings',
  },
  'commission.by-hand': {
    en: '{setting} of {profile} is set by hand → {steps}',
    zh: '{profile} 的 {setting} 需要手动设置 → {steps}',
  },
  'commission.shared': {
    en: 'two devices answer at {from}, and their answers disturb each other; nothing was written → take off the one connected last, and do it again',
    zh: '{from} 有两只设备应答，互相干扰；没有写入任何内容 → 请拆下最后接上的一只，然后重做',
  },
  'commission.taken': {
    en: 'somebody already answers at {to}; nothing was written → choose a free address (lifeline scan shows them)',
    zh: '{to} 已有设备应答；没有写入任何内容 → 请选择空闲地址（lifeline scan 可列出）',
  },
  'commission.alarm-stands': {
    en: 'an alarm of {point} stands already; a test could not be told from it → see to it, reset it, then begin',
    zh: '{point} 已有报警未复位，无法与测试区分 → 请处理并复位后再开始',
  },
  'commission.ride-not-seen': {
    en: 'the box has not shown that yet, or the ride is at another step → look at the page again',
    zh: '网关尚未显示该状态，或试乘已到另一步 → 请重新查看页面',
  },
  'commission.unsaid': {
    en: 'the line was not there at the step "{step}"; the device may be at {places} → see that the monitoring program answers and the adapter is plugged in, then do it again: it is looked for at each of them',
    zh: '步骤“{step}”时线路不可用；设备可能在 {places} → 请确认监测程序有应答、转换器已插好，然后重做，会在这些地方逐一寻找',
  },
  'commission.silent': {
    en: 'no answer at the step "{step}"; the device may be at {places} → check power and wires, then do it again: it is looked for at each of them',
    zh: '步骤“{step}”没有应答；设备可能在 {places} → 请检查供电和接线后重做，会在这些地方逐一寻找',
  },
  'commission.garbled': {
    en: 'a garbled answer at the step "{step}"; the device may be at {places} → look for a second device on the address and at the cable, then do it again',
    zh: '步骤“{step}”数据出错；设备可能在 {places} → 请检查是否有地址相同的设备以及线缆，然后重做',
  },
  'commission.refused': {
    en: 'the device refuses the step "{step}"; it is still at {places} → is {profile} the right profile for it? Some devices have to be unlocked at a button or a jumper',
    zh: '设备拒绝步骤“{step}”；它仍在 {places} → 型号文件 {profile} 是否相符？有些设备需先用按键或跳线解锁',
  },
  'commission.not-taken': {
    en: 'the device shows another value than was written; it is at {places} → do it again; if it stays so, this version of the device keeps the setting elsewhere',
    zh: '设备显示的值与写入的不同；它在 {places} → 请重做；若仍如此，该版本设备的设置位置不同',
  },
  'commission.still-there': {
    en: 'somebody still answers at {from}, and the device is at {to} now → another one with the old address is on the line: that is the next one',
    zh: '{from} 仍有应答，而该设备已在 {to} → 线上还有一只使用旧地址的设备：那是下一只',
  },
  'commission.off': {
    en: 'the device has not come back after the power cycle; it may be at {places} → check its supply, then do it again',
    zh: '断电再上电后设备没有回来；它可能在 {places} → 请检查供电后重做',
  },
  'commission.others': {
    en: 'this setting is written to everybody on the line, and others answer there too; nothing was written → take the others off the line',
    zh: '此设置会写给线上所有设备，而线上还有其他设备；没有写入任何内容 → 请先把其他设备从线上拆下',
  },
  'commission.under-way': {
    en: 'on line {line} sensors are already being given their addresses, or it is being searched → go on with that, or end it first',
    zh: '总线 {line} 正在逐个接入传感器或正在搜索 → 请继续，或先结束',
  },
  'commission.no-order': {
    en: 'on line {line} no sensors are being given their addresses → it was ended, perhaps on another phone',
    zh: '总线 {line} 上没有正在进行的逐个接入 → 可能已在另一部手机上结束',
  },
  'commission.other-sensor': {
    en: 'the sensor for address {unit} is not the one in hand any more; nothing was changed → look at the page again: another phone went on',
    zh: '地址 {unit} 的传感器已不是当前这一只，未作更改 → 请再看页面：另一部手机已继续',
  },
  'commission.named-already': {
    en: 'the sensor with address {unit} was named "{name}" on another phone meanwhile; your words were not taken → look at the page again; where that name is wrong, it can be changed once the sensor is in the building',
    zh: '地址 {unit} 的传感器已在另一部手机上命名为“{name}”，您的输入未被采用 → 请再看页面；名称有误时，可在传感器加入建筑后更改',
  },
  'commission.no-point': {
    en: 'there is no point "{point}" in this building → look at the page again: the site file was changed',
    zh: '本建筑没有测点“{point}” → 请再看页面：现场文件已更改',
  },
  'commission.no-rule': {
    en: 'no rule makes an alarm of {point}: giving it something would prove nothing → write a limit or a state for it in the site file first',
    zh: '没有规则会让 {point} 报警，测试证明不了什么 → 请先在现场文件中为它写限值或状态规则',
  },
  'commission.bump-runs': {
    en: 'a bump test of {point} is under way, and one at a time is done: an alarm belongs to what was given → finish it, or break it off',
    zh: '正在对 {point} 做冲击测试，一次只能做一个 → 请先完成或中止',
  },
  'commission.not-sounding': {
    en: 'the siren has not been told to sound for {point} yet → give it what it measures first; what was heard is something else',
    zh: '尚未因 {point} 命令警报器鸣响 → 请先给传感器施加刺激；听到的是别的声音',
  },
  'commission.siren-tested': {
    en: 'the siren is being tested by itself: nobody could tell what is heard → say first whether it is heard',
    zh: '警报器正在单独测试，无法分辨听到的是哪一个 → 请先回答是否听到',
  },
  'commission.no-bump': {
    en: 'no bump test of {point} is under way → it is over, perhaps on another phone: look at its result',
    zh: '没有正在进行的 {point} 冲击测试 → 可能已在另一部手机上结束，请看结果',
  },
  'commission.no-test': {
    en: 'this building has no test "{test}" of {where} → look at the page again: the site file was changed',
    zh: '本建筑没有“{where}”的测试“{test}” → 请再看页面：现场文件已更改',
  },
  'commission.no-siren-test': {
    en: 'no siren is being tested there → it is over, perhaps on another phone: begin it again',
    zh: '该处没有正在进行的警报器测试 → 可能已在另一部手机上结束，请重新开始',
  },
  'commission.no-guard': {
    en: 'guard does not answer, and nothing can be proven without it → look at: lifeline doctor',
    zh: '监测程序没有应答，无法验证 → 请执行 lifeline doctor 查看',
  },
  'commission.no-journal': {
    en: 'the journal cannot be read, and without it nobody knows what arrived → look at the disk: lifeline doctor',
    zh: '无法读取日志，因此无法确认是否送达 → 请检查磁盘：lifeline doctor',
  },
  'commission.writing': {
    en: 'an address is being written on line {line} → wait until that has ended; it takes a minute at most',
    zh: '总线 {line} 正在写入地址 → 请等它结束，最多一分钟',
  },
  'commission.no-line': {
    en: 'line {line} is none on which sensors can be given their addresses → choose a serial line of this site, and a kind of sensor',
    zh: '总线 {line} 不能用于逐个接入传感器 → 请选择本现场的一条串行总线和传感器型号',
  },
  'commission.other-rate': {
    en: 'sensors of this kind come at {fresh}, and by its profile it cannot run as line {line} does, {own} → set the line to {fresh} in the site file, or connect them on another line',
    zh: '此型号的传感器出厂为 {fresh}，按其型号资料无法运行在总线 {line} 的 {own} → 请在现场文件中把该总线设为 {fresh}，或接到另一条总线',
  },
  'commission.factory-taken': {
    en: 'new sensors of this kind come with address {unit}, and {device} of this line has it → connect them on another line, or give {device} another address first',
    zh: '此型号的新传感器出厂地址为 {unit}，而本线的 {device} 正使用它 → 请接到另一条总线，或先更改 {device} 的地址',
  },
  'commission.twin-siren': {
    en: '{device}, at address {unit}, drives sirens or lamps: nothing is written to it while it is in use → take the other one off the line, and give it its address alone on an adapter of its own (lifeline device address)',
    zh: '地址 {unit} 的 {device} 驱动警报器或指示灯：使用中不向其写入 → 请拆下另一只，单独接一个转换器为它改地址（lifeline device address）',
  },
  'commission.no-addresses': {
    en: 'only {count} addresses are free on this line → order fewer, or begin at a lower address',
    zh: '这条总线只有 {count} 个空闲地址 → 请减少数量，或从更小的地址开始',
  },
  'commission.orders-unreadable': {
    en: 'what was kept of sensors being connected is damaged, and was put aside as {aside} → begin anew; sensors that have their address keep it, and are found by a search',
    zh: '保存的逐个接入进度已损坏，已移到 {aside} → 请重新开始；已有地址的传感器不受影响，可用搜索找到',
  },
  'commission.checks-unreadable': {
    en: 'what was kept of zeros and bump tests is damaged, and was put aside as {aside} → do them again; nothing of them is in force',
    zh: '保存的零点和冲击测试结果已损坏，已移到 {aside} → 请重新测试',
  },
  'commission.broke-off': {
    en: 'giving sensors their addresses on line {line} broke off: {error} → end it and begin anew; please report this',
    zh: '总线 {line} 的逐个接入中断：{error} → 请结束后重新开始，并报告此问题',
  },
});

/** Makes a problem of commissioning. */
export const commissionProblem = problemMaker(COMMISSION_PROBLEMS);
