import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What is asked of a line and cannot be done, and lines that do not keep up. */
export const BUS_PROBLEMS = problemCatalogue({
  'bus.unknown-line': {
    en: 'there is no line "{line}" → lines of this site: {lines}',
    zh: '没有总线“{line}” → 这个现场的总线：{lines}',
  },
  'bus.busy': {
    en: '{count} requests already wait for this line → ask less often, or check whether the line has any time to spare',
    zh: '已有 {count} 个请求在等待这条总线 → 请减少请求，或检查该总线是否还有空闲时间',
  },
  'bus.too-long': {
    en: 'reading {count} at once may take {time} ms, and safety reads of this line wait for at most {limit} ms → ask for fewer registers at a time',
    zh: '一次读取 {count} 个可能需要 {time} ms，而这条总线的安全读取最多等待 {limit} ms → 请减少每次读取的寄存器数量',
  },
  'bus.overloaded': {
    en: 'more is asked of this line than it can carry: reads are being missed → raise the baud rate, split the bus, or read slow quantities less often',
    zh: '对这条总线的要求超出其能力：有读取被漏掉 → 请提高波特率、拆分总线，或降低变化缓慢的量的读取频率',
  },
  'bus.port-lost': {
    en: 'the port was lost during an exchange → check that the adapter is plugged in, or that the converter can be reached',
    zh: '通信过程中端口断开 → 请检查转换器是否插好，或串口服务器能否连通',
  },
  'bus.refused': {
    en: 'the device refuses {refusals} → is {profile} the right profile for this device and its version? What it really lacks can be left out in the site file: points: { {off} }',
    zh: '设备拒绝读取 {refusals} → 型号文件 {profile} 与这台设备及其版本是否相符？设备确实没有的测点可在现场文件中去掉：points: { {off} }',
  },
  'bus.refused/many': {
    en: 'the device refuses {count} of its {all} points, {refusals} and others → {profile} may be the wrong profile for this device or its version: compare its registers with the profile (lifeline profiles show {profile})',
    zh: '设备拒绝读取 {all} 个测点中的 {count} 个，如 {refusals} 等 → 型号文件 {profile} 可能与这台设备或其版本不符：请对照型号文件核对寄存器（lifeline profiles show {profile}）',
  },
  'bus.refused/since': {
    en: 'the device refuses {count} of the points that it gave before, {refusals} → look at it: it may be starting up, stand in its menu, or have been replaced by another model; they are asked for again by themselves',
    zh: '设备拒绝读取之前能读到的 {count} 个测点：{refusals} → 请到现场查看：设备可能正在启动、停在菜单中，或已换成其他型号；系统会自动再次读取',
  },
  'bus.silent/part': {
    en: 'answers other reads, and never that of {table} {first} to {last} → a device may keep silent about registers that it does not have: is {profile} the right profile for this device and its version?',
    zh: '能应答其他读取，但从不应答 {table} {first} 至 {last} → 有的设备对没有的寄存器不予应答：型号文件 {profile} 与这台设备及其版本是否相符？',
  },
  'bus.too-many': {
    en: 'never answers when {asked} registers are asked for at once, and does for {most}; it is read in pieces now → write `maxRegisters: {most}` at the device in the site file, so that `lifeline check` reckons with it',
    zh: '一次读取 {asked} 个寄存器时从不应答，读取 {most} 个时能应答；现已分段读取 → 请在现场文件的该设备下写 `maxRegisters: {most}`，以便 `lifeline check` 据此计算',
  },
  'bus.slow': {
    en: 'answers after {ms} ms, the profile allows {allowed} ms → if the device is as slow as that, give it `responseMs: {wanted}` in the site file',
    zh: '{ms} ms 后才应答，型号文件允许 {allowed} ms → 若设备本来就这么慢，请在现场文件中为它写 `responseMs: {wanted}`',
  },
  'bus.hurried': {
    en: 'what it is asked within {ms} ms of other traffic is lost, and nothing after {enough} ms of silence → the device, or the converter in front of it, needs that silence: give it `gapMs: {enough}` in the site file',
    zh: '线路上有其他通信后 {ms} ms 内发出的读取全部丢失，静默 {enough} ms 后发出的则都能应答 → 该设备（或其前面的转换器）需要这段静默时间：请在现场文件中为它写 `gapMs: {enough}`',
  },
  'bus.answers-twice': {
    en: 'answers twice: each reply comes again after {ms} ms → look for a repeater or a serial server that sends what it hears a second time; until then its values are not good',
    zh: '应答两次：每个应答在 {ms} ms 后又来一次 → 请查找会重复转发的中继器或串口服务器；在此之前其数值不可信',
  },
  'bus.first-register-only': {
    en: 'register {register} shows {alone} when it is read alone and 0 among {count}: the device fills the first register of a reply only → give it `maxRegisters: 1` in the site file; until then its other values are not used',
    zh: '寄存器 {register} 单独读取为 {alone}，与 {count} 个一起读取却为 0：设备只填写应答的第一个寄存器 → 请在现场文件中为它写 `maxRegisters: 1`；在此之前不使用其余数值',
  },
  'bus.first-register-only/alone': {
    en: 'register {register} shows {alone} when it is read alone and 0 among {count}: the device fills the first register of a reply only, and is read one register at a time now → write `maxRegisters: 1` at the device in the site file, so that `lifeline check` reckons with it',
    zh: '寄存器 {register} 单独读取为 {alone}，与 {count} 个一起读取却为 0：设备只填写应答的第一个寄存器，现已改为逐个读取 → 请在现场文件的该设备下写 `maxRegisters: 1`，使 `lifeline check` 按此计算',
  },
  'bus.other-device': {
    en: 'register {register} shows {shown}, a {profile} shows {expected} → is this another device, or another model? Correct the profile in the site file',
    zh: '寄存器 {register} 为 {shown}，而 {profile} 应为 {expected} → 是否为其他设备或其他型号？请改正现场文件中的 profile',
  },
  'bus.unit': {
    en: '{point}: the device shows {shown}, the site file expects {expected}, and its values are not used → write points.{point}.unit: "{shown}" at the device in the site file, or set the device to {expected}',
    zh: '{point}：设备的单位是 {shown}，现场文件写的是 {expected}，其数值不予采用 → 请在现场文件的该设备下写 points.{point}.unit: "{shown}"，或将设备设为 {expected}',
  },
  'bus.word-order': {
    en: '{point}: the words of this float come the other way round → write `order: {order}` at the point in the profile',
    zh: '{point}：浮点数的字序相反 → 请在型号文件的该测点写 `order: {order}`',
  },
  'bus.other-reading/order': {
    en: '{point} is {shown}, far outside its range; with its words the other way round it is {other} → where the device itself shows {other}, write `order: {instead}` at the point in the profile',
    zh: '{point} 为 {shown}，远超量程；按相反的字序则为 {other} → 若设备自身显示 {other}，请在型号文件的该测点写 `order: {instead}`',
  },
  'bus.other-reading/type': {
    en: '{point} is {shown}, outside its range; as a number with a sign it is {other} → where the device itself shows {other}, write `type: {instead}` at the point in the profile',
    zh: '{point} 为 {shown}，超出量程；按有符号数则为 {other} → 若设备自身显示 {other}，请在型号文件的该测点写 `type: {instead}`',
  },
  'bus.same-address': {
    en: 'two devices answer as unit {unit} → give one of them an address of its own; until then no value of this unit can be trusted',
    zh: '有两台设备以站号 {unit} 应答 → 请给其中一台独立的站号；在此之前该站号的数值都不可信',
  },
  'bus.same-address/tcp': {
    en: 'two devices answer as unit {unit}, or {port} passes on what another client of it asked for → give one of the devices an address of its own, or let one client alone use the converter; until then no value of this unit can be trusted',
    zh: '有两台设备以站号 {unit} 应答，或者 {port} 转来了它的另一个客户端询问到的应答 → 请给其中一台设备独立的站号，或只让一个客户端使用该转换器；在此之前该站号的数值都不可信',
  },
  'bus.same-address/master': {
    en: 'another master asks on this line ({asked}), and unit {unit} answers both → an RS-485 pair has one master: take the PLC, display or second gateway off, or give it a pair of its own. Until then no value of this unit can be trusted',
    zh: '总线上另有主站在询问（{asked}），站号 {unit} 对两者都应答 → 一对 RS-485 只能有一个主站：请移除那台 PLC、显示屏或另一台网关，或让它单独走一对线。在此之前该站号的数值都不可信',
  },
  'bus.other-master': {
    en: 'another master asks on this line ({asked}) → an RS-485 pair has one master: take the PLC, display or second gateway off, or give it a pair of its own; what both send at once is lost',
    zh: '总线上另有主站在询问（{asked}） → 一对 RS-485 只能有一个主站：请移除那台 PLC、显示屏或另一台网关，或让它单独走一对线；两者同时发送的都会丢失',
  },
  'bus.other-master/unit': {
    en: 'another master asks on this line ({asked}), and what unit {unit} answers it looks like an answer to us → an RS-485 pair has one master: take the PLC, display or second gateway off, or give it a pair of its own; until then the values of this unit are not good',
    zh: '总线上另有主站在询问（{asked}），站号 {unit} 给它的应答与给本机的无法区分 → 一对 RS-485 只能有一个主站：请移除那台 PLC、显示屏或另一台网关，或让它单独走一对线；在此之前该站号的数值不可信',
  },
  'bus.other-transaction': {
    en: 'answers with another transaction number than it was asked with → if that is a way of this gateway, write `anyTransaction: true` under its connection',
    zh: '应答的事务号与询问的不同 → 若该网关一向如此，请在其 connection 下写 `anyTransaction: true`',
  },
  'bus.other-unit': {
    en: 'answers as another unit than {unit} → give the device the unit under which it answers',
    zh: '以 {unit} 之外的站号应答 → 请把站号改为它应答所用的站号',
  },
  'bus.other-unit/as': {
    en: 'unit {other} answers where unit {unit} is asked → write unit: {other} in the site file, or set the device to {unit}',
    zh: '询问站号 {unit} 时，应答的是站号 {other} → 请在现场文件中写 unit: {other}，或把设备的站号改为 {unit}',
  },
  'bus.silent': {
    en: 'has never answered as unit {unit} at {format} → look at power, at A and B, at its unit and rate; lifeline scan {port} finds who is there',
    zh: '在 {format} 下从未以站号 {unit} 应答 → 请检查供电、A/B 接线、站号和波特率；lifeline scan {port} 可找出总线上有哪些设备',
  },
  'bus.silent/tcp': {
    en: 'has never answered as unit {unit} behind {port} → look at power, at its unit, and at the wiring and rate behind the gateway; is {port} a converter in transparent mode? Then write type: rtu-over-tcp',
    zh: '在 {port} 后面从未以站号 {unit} 应答 → 请检查供电、站号，以及网关后面的接线和波特率；{port} 是否为透明传输的转换器？如是，请写 type: rtu-over-tcp',
  },
  'bus.silent/rtu': {
    en: 'has never answered as unit {unit} at {format} behind {port} → look at power, at A and B, at its unit, and at the rate set in the converter; does {port} speak Modbus TCP? Then write type: modbus-tcp; lifeline scan rtu://{port} finds who is there',
    zh: '在 {port} 后面、{format} 下从未以站号 {unit} 应答 → 请检查供电、A/B 接线、站号和转换器中设置的波特率；{port} 是否为 Modbus TCP 网关？如是，请写 type: modbus-tcp；lifeline scan rtu://{port} 可找出有哪些设备',
  },
  'bus.silent/since': {
    en: 'has answered before and is silent now (unit {unit}) → look at its power and at its cable',
    zh: '之前有应答，现在无应答（站号 {unit}） → 请检查它的供电和线缆',
  },
  'bus.silent/gateway': {
    en: 'the gateway in between has no answer of unit {unit} → look at power, unit and wiring behind the gateway',
    zh: '中间的网关没有收到站号 {unit} 的应答 → 请检查网关后面的供电、站号和接线',
  },
  'bus.garbled': {
    en: 'something answers, but its check sum is wrong → are rate and parity those of the device ({format} here)? Are A and B the right way round, the ends terminated, and no second device set to unit {unit}?',
    zh: '有应答，但校验错误 → 波特率和校验位是否与设备一致（此处为 {format}）？A、B 是否接反，两端是否有终端电阻，是否另有设备也设为站号 {unit}？',
  },
  'bus.garbled/since': {
    en: 'has answered before, and what comes now is garbled or cut off → look at cable and connectors, at the termination of the ends, and at its power; was another device with unit {unit} connected since?',
    zh: '之前有应答，现在收到的应答错乱或不完整 → 请检查线缆和接头、两端的终端电阻以及它的供电；此后是否又接入了站号为 {unit} 的设备？',
  },
  'bus.garbled/tcp': {
    en: 'what {port} sends for unit {unit} is no answer of Modbus TCP → is it a transparent converter? Then write type: rtu-over-tcp',
    zh: '{port} 为站号 {unit} 发来的不是 Modbus TCP 应答 → 是否为透明传输转换器？如是，请写 type: rtu-over-tcp',
  },
  'bus.refused/failure': {
    en: 'the device says that it has failed ({count} of {all} points: exception 4, device failure) → look at its display and its manual, take its power away for a moment, have it repaired',
    zh: '设备报告自身故障（{all} 个测点中的 {count} 个：异常码 4，从站设备故障） → 请查看它的显示和说明书，断电片刻再上电，或送修',
  },
  'bus.refused/function': {
    en: 'the device does not know function {asked} (exception 1, illegal function), by which {table} registers are read → if its document names function {other}, copy {profile} into profiles/ beside the site file and write table: {instead}',
    zh: '设备不支持功能码 {asked}（异常码 1，非法功能码），即读取 {table} 所用的功能码 → 如说明书写的是功能码 {other}，请把 {profile} 复制到现场文件旁的 profiles/ 中，并写 table: {instead}',
  },
  'bus.other-length': {
    en: 'answers with more, with less, or with something else, than was asked for → is {profile} the right profile for this device and its version?',
    zh: '应答的内容比所询问的多、比所询问的少，或不是所询问的 → 型号文件 {profile} 与这台设备及其版本是否相符？',
  },
  'bus.device-busy': {
    en: 'says that it is busy ({exception}); it is asked again soon → if that goes on, read it less often',
    zh: '设备称忙（{exception}），稍后再问 → 若一直如此，请降低读取频率',
  },
  'bus.trigger-refused': {
    en: 'refuses the write that makes a {profile} measure ({exception}), and its values would be old ones → check the register of trigger in the profile, and whether the device is set to be written to',
    zh: '设备拒绝触发 {profile} 测量的写入（{exception}），读到的会是旧值 → 请检查型号文件中 trigger 的寄存器，以及设备是否允许写入',
  },
  'bus.foreign-lift': {
    en: 'a lift is on this line: the port is never set to anything else → search its other devices at the settings of the line, or on another line',
    zh: '这条总线上有电梯：端口从不改用其他参数 → 请按本线参数搜索其他设备，或换到另一条总线上搜索',
  },
  'bus.no-gap': {
    en: 'no gap of {limit} ms between the safety reads of this line in five seconds → search at other settings before the line is full, or while it is in maintenance',
    zh: '五秒内本线的安全读取之间没有 {limit} ms 的空隙 → 请在线路设备较少时或维护期间按其他参数搜索',
  },
  'bus.set-beside-lift': {
    en: 'a lift is on this line: nothing is written on it → set the device up on another line, or alone on an adapter of its own',
    zh: '这条总线上有电梯：不在其上写入任何内容 → 请把设备接到另一条总线上，或单独接一个转换器再设置',
  },
  'bus.set-known': {
    en: 'unit {unit} is {device} of this site and is being polled: its settings are not changed while it is → take it out of the site file first, or give the new device its address before it is connected here',
    zh: '站号 {unit} 是这个现场的 {device}，正在轮询：此时不更改其设置 → 请先在现场文件中去掉它，或先把新设备的地址改好再接到这里',
  },
  'bus.set-all': {
    en: 'a setting that everybody hears is not written while {device} and others are on the line → connect the new device alone, on a line without others',
    zh: '{device} 等设备在这条总线上时，不写入所有设备都会收到的设置 → 请把新设备单独接到没有其他设备的总线上',
  },
  'bus.nothing-to-hear': {
    en: 'over Modbus TCP there are no characters to listen to → search on the serial side, or read one address: lifeline read',
    zh: 'Modbus TCP 上没有可监听的字符 → 请在串口一侧搜索，或用 lifeline read 读取单个地址',
  },
  'bus.fixed-format': {
    en: 'rate and parity are set in the converter, not here → set them there, or search at the settings it has',
    zh: '波特率和校验位在转换器中设置，这里无法更改 → 请在转换器中设置，或按其现有参数搜索',
  },
  'bus.read-only': {
    en: 'unit {unit} is no annunciator: nothing is ever written to it → name the device under `annunciators` in the site file, if it is one',
    zh: '站号 {unit} 不是声光控制器：网关从不写入它 → 如果它是声光控制器，请写在现场文件的 `annunciators` 中',
  },
  'bus.lift-read-only': {
    en: '{operation} to unit {unit}, a lift: nothing is ever sent to a lift but reads → lifts are watched, not controlled: what has to be changed is changed at the controller itself',
    zh: '对站号 {unit}（电梯）执行 {operation}：网关对电梯只读取，绝不发送其他命令 → 电梯只监测，不控制：需要更改的内容请在控制柜上更改',
  },
  'bus.lift-read-only/listening': {
    en: '{operation} to unit {unit}, which a lift may listen to: nothing is ever sent to a lift but reads → lifts are watched, not controlled: what has to be changed is changed at the controller itself',
    zh: '对站号 {unit}（电梯可能接收）执行 {operation}：网关对电梯只读取，绝不发送其他命令 → 电梯只监测，不控制：需要更改的内容请在控制柜上更改',
  },
});

/** Makes a problem of a line. */
export const busProblem = problemMaker(BUS_PROBLEMS);
