import { problemMaker, troubleCatalogue } from '../trouble.ts';

/** What is wrong with a profile. Files of several kinds are read as profiles are, so a file may be named otherwise. */
export const PROFILE_PROBLEMS = troubleCatalogue({
  // the words of the YAML reader stay as they are: they can be searched for
  yaml: {
    what: { en: '{message}', zh: '不是有效的 YAML（{message}）' },
    hint: {
      en: 'check indentation, quotes and colons on this line and the one before',
      zh: '请检查本行和上一行的缩进、引号和冒号',
    },
  },
  'yaml/alias': {
    what: { en: '{message}', zh: '别名有误（{message}）' },
    hint: { en: 'write the value out instead of an alias', zh: '请写出数值，不要使用别名' },
  },
  'unknown-key': {
    what: { en: '{name} is not known here', zh: '没有 {name} 这个键' },
    hint: { en: 'correct the spelling or remove it', zh: '请改正拼写或将其删除' },
  },
  // `message` is what zod says, in Chinese only where nothing else says it
  schema: {
    what: { en: '{name}: {message}', zh: '{name}：{message}' },
    hint: { en: 'correct the value', zh: '请改正该值' },
  },
  'schema/missing': {
    what: { en: '{name}: {message}', zh: '{name}：{message}' },
    hint: { en: 'this entry is required: add it', zh: '此项必填：请补上' },
  },
  'schema/one-of': {
    what: { en: '{name}: {message}', zh: '{name}：{message}' },
    hint: { en: 'use one of {values}', zh: '可选：{values}' },
  },
  'schema/too-small': {
    what: { en: '{name}: {message}', zh: '{name}：{message}' },
    hint: { en: 'use at least {limit}', zh: '至少应为 {limit}' },
  },
  'schema/too-big': {
    what: { en: '{name}: {message}', zh: '{name}：{message}' },
    hint: { en: 'use at most {limit}', zh: '最多为 {limit}' },
  },

  id: {
    what: { en: 'the id is {id}, the folder is {folder}', zh: '编号为 {id}，而文件夹为 {folder}' },
    hint: {
      en: 'a profile is found by its folder: give both one name',
      zh: '型号按文件夹查找：请使两者同名',
    },
  },
  'duplicate-profile': {
    what: {
      en: 'profile {profile} is there twice; the first one is used',
      zh: '设备型号 {profile} 出现了两次，使用第一个',
    },
    hint: {
      en: 'remove one of the two, or give it an id and folder of its own',
      zh: '请删除其中一个，或另设编号和文件夹',
    },
  },
  'frames-missing': {
    what: { en: '{profile} has no golden transcript', zh: '{profile} 没有报文样例' },
    hint: {
      en: 'add frames.txt beside it: >> request, << reply, == point value',
      zh: '请在旁边加上 frames.txt：>> 请求，<< 应答，== 测点 数值',
    },
  },

  // the device
  baud: {
    what: { en: 'the factory rate {baud} is not among bauds', zh: '出厂波特率 {baud} 不在 bauds 中' },
    hint: { en: 'list it in bauds, or correct it', zh: '请将它列入 bauds，或改正' },
  },
  'timing/timeout': {
    what: {
      en: 'every reply would be a timeout: {turnaround} ms is usual, {response} ms is allowed',
      zh: '每次应答都会超时：通常需要 {turnaround} ms，只允许 {response} ms',
    },
    hint: {
      en: 'responseMs is the longest a healthy device may take',
      zh: 'responseMs 是设备正常时的最长应答时间',
    },
  },
  'timing/slow': {
    what: {
      en: 'a reply may take {response} ms, in which no other unit of the line is asked',
      zh: '一次应答可能需要 {response} ms，其间无法读取总线上的其他设备',
    },
    hint: {
      en: 'set timing.ownLine: true, so that the site check asks for a line of its own',
      zh: '请写 timing.ownLine: true，检查现场文件时就会要求单独的总线',
    },
  },
  'duplicate/point': {
    what: { en: 'there are two points {point}', zh: '有两个测点 {point}' },
    hint: { en: 'give each its own id', zh: '请给它们各设编号' },
  },
  overlap: {
    what: {
      en: '{point} and {other} read the same {table} registers as different things',
      zh: '{point} 和 {other} 把同样的 {table} 寄存器读作不同的内容',
    },
    hint: {
      en: 'correct one of the addresses, types or word orders',
      zh: '请改正其中一个的地址、类型或字序',
    },
  },
  temperature: {
    what: {
      en: '{point} is compensated by {temperature}, which is no measured point of this device',
      zh: '{point} 由 {temperature} 作温度补偿，但它不是该设备的测量值',
    },
    hint: { en: 'name a point without a transform', zh: '请写一个没有 transform 的测点' },
  },
  'temperature/rhythm': {
    what: {
      en: '{point} is compensated by {temperature}, which is read in another rhythm',
      zh: '{point} 由 {temperature} 作温度补偿，但两者的读取周期不同',
    },
    hint: {
      en: 'give both one class and periodMs, so that they come in one reply',
      zh: '请使两者的 class 和 periodMs 相同，以便在同一应答中读到',
    },
  },
  setting: {
    what: {
      en: 'setting {setting} is also the output {output}',
      zh: '设置项 {setting} 同时也是输出 {output}',
    },
    hint: {
      en: 'commissioning and the running gateway must not write the same register',
      zh: '调试和运行中的网关不得写入同一个寄存器',
    },
  },

  // the device of a lift
  'lift/kind': {
    what: { en: 'it is of kind {kind} but has no section lift', zh: '它的 kind 为 {kind}，但没有 lift 段' },
    hint: {
      en: 'add lift: { mapping: … }, which is what keeps writes from it',
      zh: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
    },
  },
  'lift/dialect': {
    what: { en: 'it speaks {dialect} but has no section lift', zh: '它使用 {dialect} 协议，但没有 lift 段' },
    hint: {
      en: 'add lift: { mapping: … }, which is what keeps writes from it',
      zh: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
    },
  },
  'lift/point': {
    what: {
      en: 'it has the lift point {point} but has no section lift',
      zh: '它有电梯测点 {point}，但没有 lift 段',
    },
    hint: {
      en: 'add lift: { mapping: … }, which is what keeps writes from it',
      zh: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
    },
  },
  'lift/no-kind': {
    what: { en: 'it has a section lift but is of kind {kind}', zh: '它有 lift 段，但 kind 为 {kind}' },
    hint: { en: 'use a kind that begins with lift-', zh: '请使用以 lift- 开头的 kind' },
  },
  'lift/written': {
    what: { en: 'something of a lift is to be written', zh: '其中有要写入电梯的内容' },
    hint: {
      en: 'a lift is watched, never commanded: take it out',
      zh: '电梯只监测，绝不控制：请删去',
    },
  },
  'lift/assumed': {
    what: {
      en: '{name} is assumed to be {value}, which is not allowed',
      zh: '{name} 假定为 {value}，但这个值不被允许',
    },
    hint: {
      en: 'list it under allowed, or assume another',
      zh: '请将它列入 allowed，或假定另一个值',
    },
  },

  // one point
  'type/bit-table': {
    what: {
      en: '{point} is {type}, but a {table} holds one bit',
      zh: '{point} 的类型为 {type}，但 {table} 只有一位',
    },
    hint: { en: 'use type: bool', zh: '请写 type: bool' },
  },
  'bit/none': {
    what: {
      en: '{point} does not say which bit of its register it is',
      zh: '{point} 没有写明是寄存器的哪一位',
    },
    hint: { en: 'add bit: 0 to 15', zh: '请加上 bit: 0 至 15' },
  },
  'bit/stray': {
    what: {
      en: '{point} has a bit but is no bit of a register',
      zh: '{point} 写了 bit，但它不是寄存器的一位',
    },
    hint: { en: 'remove bit', zh: '请删除 bit' },
  },
  field: {
    what: {
      en: '{point} is some bits of a register but {type}',
      zh: '{point} 是寄存器的若干位，但类型为 {type}',
    },
    hint: { en: 'a field needs type: u16', zh: '使用 field 时须写 type: u16' },
  },
  length: {
    what: {
      en: '{point}: strings have a length, nothing else has',
      zh: '{point}：只有字符串有 length，字符串也必须有 length',
    },
    hint: { en: 'add or remove length', zh: '请加上或删除 length' },
  },
  address: {
    what: { en: '{point} reaches beyond register 65535', zh: '{point} 超出寄存器 65535' },
    hint: { en: 'correct the address', zh: '请改正地址' },
  },
  labels: {
    what: { en: '{point} has labels but is {type}', zh: '{point} 有状态标签，但类型为 {type}' },
    hint: { en: 'labels need type: u16', zh: '有标签时须写 type: u16' },
  },
  writable: {
    what: {
      en: '{point} cannot be written: a {table} is read-only',
      zh: '{point} 不能写入：{table} 是只读的',
    },
    hint: { en: 'remove it', zh: '请删去' },
  },
  sentinel: {
    what: {
      en: '{point} can never hold the sentinel {raw} as {type}',
      zh: '{point} 的类型为 {type}，不可能出现特殊值 {raw}',
    },
    hint: { en: 'correct the sentinel or the type', zh: '请改正特殊值或类型' },
  },
  'sentinel/quality': {
    what: {
      en: '{point}: sentinel {raw} carries no value, so {quality} does not fit',
      zh: '{point}：特殊值 {raw} 不是测量值，因此 {quality} 不合适',
    },
    hint: {
      en: 'use a bad quality such as sensor-failure or no-communication',
      zh: '请使用表示无效的质量，例如 sensor-failure 或 no-communication',
    },
  },
  range: {
    what: { en: '{point}: {key} does not rise', zh: '{point}：{key} 不是由低到高' },
    hint: { en: 'write [low, high]', zh: '请写 `[下限, 上限]`' },
  },
  'range/failure': {
    what: {
      en: '{point}: a good value could count as a failure',
      zh: '{point}：正常值可能被当作故障',
    },
    hint: { en: 'failure must enclose range', zh: 'failure 必须包含 range' },
  },
  decimals: {
    what: {
      en: '{point} resolves {finest}, but only {decimals} decimals are kept',
      zh: '{point} 的分辨力为 {finest}，但只保留 {decimals} 位小数',
    },
    hint: { en: 'keep {keep} decimals', zh: '请保留 {keep} 位小数' },
  },
  accuracy: {
    what: {
      en: '{point} is a measured safety point without an accuracy',
      zh: '{point} 是安全测点，但没有写明精度',
    },
    hint: {
      en: 'add accuracy (± in its unit), so that a limit finer than the sensor can be refused',
      zh: '请加上 accuracy（±，按其单位），这样才能拒绝比传感器更精细的限值',
    },
  },

  // what cannot be read in one go
  'point-too-wide': {
    what: {
      en: '{point} needs {count} in one read, the device allows {most}',
      zh: '{point} 一次需要读取 {count} 个，而设备最多允许 {most} 个',
    },
    hint: {
      en: 'correct timing.maxRegisters or timing.maxBits of the profile, or leave this point out',
      zh: '请改正型号文件的 timing.maxRegisters 或 timing.maxBits，或去掉这个测点',
    },
  },
  'refused-hole': {
    what: {
      en: '{point} needs {table} {first} to {last} in one read, and not all of it may be read',
      zh: '{point} 需要一次读取 {table} {first} 至 {last}，其中有不允许读取的部分',
    },
    hint: {
      en: 'list the registers between under `readable` of the profile if the device answers them',
      zh: '如果设备对其间的寄存器有应答，请将它们列入型号文件的 `readable`',
    },
  },
});

/** Makes a problem of a profile. */
export const profileProblem = problemMaker(PROFILE_PROBLEMS);
