import { problemCatalogue, problemMaker } from '../problems.ts';

/** What is wrong with a profile. Files of several kinds are read as profiles are, so a file may be named otherwise. */
export const PROFILE_PROBLEMS = problemCatalogue({
  // the words of the YAML reader stay as they are: they can be searched for
  yaml: {
    en: '{message} → check indentation, quotes and colons on this line and the one before',
    zh: '不是有效的 YAML（{message}） → 请检查本行和上一行的缩进、引号和冒号',
  },
  'yaml/alias': {
    en: '{message} → write the value out instead of an alias',
    zh: '别名有误（{message}） → 请写出数值，不要使用别名',
  },
  'unknown-key': {
    en: '{name} is not known here → correct the spelling or remove it',
    zh: '没有 {name} 这个键 → 请改正拼写或将其删除',
  },
  // `message` is what zod says, in Chinese only where nothing else says it
  schema: { en: '{name}: {message} → correct the value', zh: '{name}：{message} → 请改正该值' },
  'schema/missing': {
    en: '{name}: {message} → this entry is required: add it',
    zh: '{name}：{message} → 此项必填：请补上',
  },
  'schema/one-of': {
    en: '{name}: {message} → use one of {values}',
    zh: '{name}：{message} → 可选：{values}',
  },
  'schema/too-small': {
    en: '{name}: {message} → use at least {limit}',
    zh: '{name}：{message} → 至少应为 {limit}',
  },
  'schema/too-big': {
    en: '{name}: {message} → use at most {limit}',
    zh: '{name}：{message} → 最多为 {limit}',
  },

  id: {
    en: 'the id is {id}, the folder is {folder} → a profile is found by its folder: give both one name',
    zh: '编号为 {id}，而文件夹为 {folder} → 型号按文件夹查找：请使两者同名',
  },
  'duplicate-profile': {
    en: 'profile {profile} is there twice; the first one is used → remove one of the two, or give it an id and folder of its own',
    zh: '设备型号 {profile} 出现了两次，使用第一个 → 请删除其中一个，或另设编号和文件夹',
  },
  'frames-missing': {
    en: '{profile} has no golden transcript → add frames.txt beside it: >> request, << reply, == point value',
    zh: '{profile} 没有报文样例 → 请在旁边加上 frames.txt：>> 请求，<< 应答，== 测点 数值',
  },

  'kind/unknown': {
    en: 'no rule or report knows the kind {word} → known: {names}',
    zh: '规则和报表都不认识类别 {word} → 可用：{names}',
  },
  'kind/unknown-too': {
    en: 'no rule or report knows the kind {word} → take one of those that are named above',
    zh: '规则和报表都不认识类别 {word} → 请使用上面列出的其中一个',
  },
  'kind/near': {
    en: 'no rule or report knows the kind {word} → did you mean {names}?',
    zh: '规则和报表都不认识类别 {word} → 是否指 {names}？',
  },
  'unit/unknown': {
    en: 'no rule or report knows the unit {word} → known: {names}',
    zh: '规则和报表都不认识单位 {word} → 可用：{names}',
  },
  'unit/unknown-too': {
    en: 'no rule or report knows the unit {word} → take one of those that are named above',
    zh: '规则和报表都不认识单位 {word} → 请使用上面列出的其中一个',
  },
  'unit/near': {
    en: 'no rule or report knows the unit {word} → did you mean {names}?',
    zh: '规则和报表都不认识单位 {word} → 是否指 {names}？',
  },
  'role/unknown': {
    en: 'no rule or report knows the role {word} → known: {names}',
    zh: '规则和报表都不认识用途 {word} → 可用：{names}',
  },
  'role/unknown-too': {
    en: 'no rule or report knows the role {word} → take one of those that are named above',
    zh: '规则和报表都不认识用途 {word} → 请使用上面列出的其中一个',
  },
  'role/near': {
    en: 'no rule or report knows the role {word} → did you mean {names}?',
    zh: '规则和报表都不认识用途 {word} → 是否指 {names}？',
  },
  'frames-unconfirmed': {
    en: '{profile} says {verification}, but no frame or value comes from outside → mark a reply with :: frames from … or :: values from …, or write verification: unverified',
    zh: '{profile} 写的是 {verification}，但没有任何报文或数值来自项目之外 → 请用 :: frames from … 或 :: values from … 注明应答的出处，或写 verification: unverified',
  },

  // the device
  baud: {
    en: 'the factory rate {baud} is not among bauds → list it in bauds, or correct it',
    zh: '出厂波特率 {baud} 不在 bauds 中 → 请将它列入 bauds，或改正',
  },
  'timing/timeout': {
    en: 'every reply would be a timeout: {turnaround} ms is usual, {response} ms is allowed → responseMs is the longest a healthy device may take',
    zh: '每次应答都会超时：通常需要 {turnaround} ms，只允许 {response} ms → responseMs 是设备正常时的最长应答时间',
  },
  'timing/slow': {
    en: 'a reply may take {response} ms, in which no other unit of the line is asked → set timing.ownLine: true, so that the site check asks for a line of its own',
    zh: '一次应答可能需要 {response} ms，其间无法读取总线上的其他设备 → 请写 timing.ownLine: true，检查现场文件时就会要求单独的总线',
  },
  'duplicate/point': {
    en: 'there are two points {point} → give each its own id',
    zh: '有两个测点 {point} → 请给它们各设编号',
  },
  overlap: {
    en: '{point} and {other} read the same {table} registers as different things → correct one of the addresses, types or word orders',
    zh: '{point} 和 {other} 把同样的 {table} 寄存器读作不同的内容 → 请改正其中一个的地址、类型或字序',
  },
  temperature: {
    en: '{point} is compensated by {temperature}, which is no measured point of this device → name a point without a transform',
    zh: '{point} 由 {temperature} 作温度补偿，但它不是该设备的测量值 → 请写一个没有 transform 的测点',
  },
  'temperature/rhythm': {
    en: '{point} is compensated by {temperature}, which is read in another rhythm → give both one class and periodMs, so that they come in one reply',
    zh: '{point} 由 {temperature} 作温度补偿，但两者的读取周期不同 → 请使两者的 class 和 periodMs 相同，以便在同一应答中读到',
  },
  setting: {
    en: 'setting {setting} is also the output {output} → commissioning and the running gateway must not write the same register',
    zh: '设置项 {setting} 同时也是输出 {output} → 调试和运行中的网关不得写入同一个寄存器',
  },

  'setting/width': {
    en: 'setting {setting} is {type}, which one write of FC 06 cannot hold → write function: 16',
    zh: '设置项 {setting} 的类型为 {type}，功能码 06 一次只能写一个寄存器 → 请写 function: 16',
  },
  identify: {
    en: 'what these registers show is not said, said twice, or for another number of them → write one of equals (a value for each register), within, equalsUnit: true',
    zh: 'identify 没有写明这些寄存器的内容，或写了两种，或个数不符 → 请写 equals（每个寄存器一个值）、within、equalsUnit: true 三者之一',
  },

  // the device of a lift
  'lift/kind': {
    en: 'it is of kind {kind} but has no section lift → add lift: { mapping: … }, which is what keeps writes from it',
    zh: '它的 kind 为 {kind}，但没有 lift 段 → 请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'lift/dialect': {
    en: 'it speaks {dialect} but has no section lift → add lift: { mapping: … }, which is what keeps writes from it',
    zh: '它使用 {dialect} 协议，但没有 lift 段 → 请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'lift/point': {
    en: 'it has the lift point {point} but has no section lift → add lift: { mapping: … }, which is what keeps writes from it',
    zh: '它有电梯测点 {point}，但没有 lift 段 → 请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'lift/no-kind': {
    en: 'it has a section lift but is of kind {kind} → use a kind that begins with lift-',
    zh: '它有 lift 段，但 kind 为 {kind} → 请使用以 lift- 开头的 kind',
  },
  'lift/written': {
    en: 'something of a lift is to be written → a lift is watched, never commanded: take it out',
    zh: '其中有要写入电梯的内容 → 电梯只监测，绝不控制：请删去',
  },
  'lift/assumed': {
    en: '{name} is assumed to be {value}, which is not allowed → list it under allowed, or assume another',
    zh: '{name} 假定为 {value}，但这个值不被允许 → 请将它列入 allowed，或假定另一个值',
  },

  'lift/tells': {
    en: 'it says in two ways what it tells of its lift, or in none → write lift: { tells: … }, or lift: { mapping: … } where code is needed',
    zh: '它用两种方式写明了电梯信息，或完全没有写明 → 请写 lift: { tells: … }；需要程序处理时写 lift: { mapping: … }',
  },
  'lift/unknown-point': {
    en: '{field} comes from {point}, which is no point of this device → name a point of this profile',
    zh: '{field} 取自 {point}，但该设备没有这个测点 → 请写本型号的测点',
  },
  'lift/point-type': {
    en: '{field} comes from {point}, which holds no {holds} → name another point, or say with `is` which values are meant',
    zh: '{field} 取自 {point}，但它的值不是 {holds} → 请写另一个测点，或用 `is` 写明哪些值',
  },

  // one point
  'type/bit-table': {
    en: '{point} is {type}, but a {table} holds one bit → use type: bool',
    zh: '{point} 的类型为 {type}，但 {table} 只有一位 → 请写 type: bool',
  },
  'bit/none': {
    en: '{point} does not say which bit of its register it is → add bit: 0 to 15',
    zh: '{point} 没有写明是寄存器的哪一位 → 请加上 bit: 0 至 15',
  },
  'bit/stray': {
    en: '{point} has a bit but is no bit of a register → remove bit',
    zh: '{point} 写了 bit，但它不是寄存器的一位 → 请删除 bit',
  },
  field: {
    en: '{point} is some bits of a register but {type} → a field needs type: u16',
    zh: '{point} 是寄存器的若干位，但类型为 {type} → 使用 field 时须写 type: u16',
  },
  length: {
    en: '{point}: strings have a length, BCD numbers may have one, nothing else has → add or remove length',
    zh: '{point}：字符串必须有 length，BCD 数可以有，其他类型不得有 → 请加上或删除 length',
  },
  'length/bcd': {
    en: '{point}: a BCD number has at most twelve digits → use length: 1 to 3',
    zh: '{point}：BCD 数最多十二位 → 请写 length: 1 至 3',
  },
  hundredths: {
    en: '{point} counts hundredths but is {type} → only type: u8.8 has them',
    zh: '{point} 写了 hundredths，但类型为 {type} → 只有 type: u8.8 才能写 hundredths',
  },
  address: {
    en: '{point} reaches beyond register 65535 → correct the address',
    zh: '{point} 超出寄存器 65535 → 请改正地址',
  },
  labels: {
    en: '{point} has states but is {type} → states need type: u16, s16, u32 or s32',
    zh: '{point} 有状态标签，但类型为 {type} → 有状态标签时须写 type: u16、s16、u32 或 s32',
  },
  'labels/bits': {
    en: '{point} has bit labels but is {type} → bits need type: u16',
    zh: '{point} 有位标签，但类型为 {type} → 有位标签时须写 type: u16',
  },
  writable: {
    en: '{point} cannot be written: a {table} is read-only → remove it',
    zh: '{point} 不能写入：{table} 是只读的 → 请删去',
  },
  sentinel: {
    en: '{point} can never hold the sentinel {raw} as {type} → correct the sentinel or the type',
    zh: '{point} 的类型为 {type}，不可能出现特殊值 {raw} → 请改正特殊值或类型',
  },
  'sentinel/quality': {
    en: '{point}: sentinel {raw} carries no value, so {quality} does not fit → use a bad quality such as sensor-failure or no-communication',
    zh: '{point}：特殊值 {raw} 不是测量值，因此 {quality} 不合适 → 请使用表示无效的质量，例如 sensor-failure 或 no-communication',
  },
  range: {
    en: '{point}: {key} does not rise → write [low, high]',
    zh: '{point}：{key} 不是由低到高 → 请写 `[下限, 上限]`',
  },
  'range/failure': {
    en: '{point}: a good value could count as a failure → failure must enclose range',
    zh: '{point}：正常值可能被当作故障 → failure 必须包含 range',
  },
  decimals: {
    en: '{point} resolves {finest}, but only {decimals} decimals are kept → keep {keep} decimals',
    zh: '{point} 的分辨力为 {finest}，但只保留 {decimals} 位小数 → 请保留 {keep} 位小数',
  },
  accuracy: {
    en: '{point} is a measured safety point without an accuracy → add accuracy (± in its unit), so that a limit finer than the sensor can be refused',
    zh: '{point} 是安全测点，但没有写明精度 → 请加上 accuracy（±，按其单位），这样才能拒绝比传感器更精细的限值',
  },

  // what cannot be read in one go
  'point-too-wide': {
    en: '{point} needs {count} in one read, the device allows {most} → correct timing.maxRegisters or timing.maxBits of the profile, or leave this point out',
    zh: '{point} 一次需要读取 {count} 个，而设备最多允许 {most} 个 → 请改正型号文件的 timing.maxRegisters 或 timing.maxBits，或去掉这个测点',
  },
  'refused-hole': {
    en: '{point} needs {table} {first} to {last} in one read, and not all of it may be read → list the registers between under `readable` of the profile if the device answers them',
    zh: '{point} 需要一次读取 {table} {first} 至 {last}，其中有不允许读取的部分 → 如果设备对其间的寄存器有应答，请将它们列入型号文件的 `readable`',
  },
});

/** Makes a problem of a profile. */
export const profileProblem = problemMaker(PROFILE_PROBLEMS);
