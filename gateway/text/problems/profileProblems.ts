import type { Sentences } from './sentences.ts';

/** Problems of device profiles in Chinese. `drivers/` knows of no catalogue: the English comes along, `said` names the rest. */
export const PROFILE_IN_CHINESE: Sentences = {
  'profile.yaml': {
    what: '不是有效的 YAML（{message}）',
    hint: '请检查本行和上一行的缩进、引号和冒号',
  },
  'profile.yaml/alias': { what: '别名有误（{message}）', hint: '请写出数值，不要使用别名' },
  'profile.unknown-key': { what: '没有 {name} 这个键', hint: '请改正拼写或将其删除' },
  'profile.schema': { what: '{name}：不符合要求（{message}）', hint: '请改正该值' },
  'profile.schema/missing': { what: '缺少 {name}', hint: '此项必填：请补上' },
  'profile.schema/one-of': { what: '{name}：值不可用', hint: '可选：{values}' },
  'profile.schema/too-small': { what: '{name}：太小（{message}）', hint: '至少应为 {limit}' },
  'profile.schema/too-big': { what: '{name}：太大（{message}）', hint: '最多为 {limit}' },
  'profile.id': { what: '编号为 {id}，而文件夹为 {folder}', hint: '型号按文件夹查找：请使两者同名' },
  'profile.twice': {
    what: '设备型号 {profile} 出现了两次，使用第一个',
    hint: '请删除其中一个，或另设编号和文件夹',
  },
  'profile.no-frames': {
    what: '{profile} 没有报文样例',
    hint: '请在旁边加上 frames.txt：>> 请求，<< 应答，== 测点 数值',
  },
  'profile.term/kind': { what: '规则和报表都不认识类别 {word}', hint: '可用：{names}' },
  'profile.term/kind-near': { what: '规则和报表都不认识类别 {word}', hint: '是否指 {names}？' },
  'profile.term/unit': { what: '规则和报表都不认识单位 {word}', hint: '可用：{names}' },
  'profile.term/unit-near': { what: '规则和报表都不认识单位 {word}', hint: '是否指 {names}？' },
  'profile.term/role': { what: '规则和报表都不认识用途 {word}', hint: '可用：{names}' },
  'profile.term/role-near': { what: '规则和报表都不认识用途 {word}', hint: '是否指 {names}？' },
  'profile.unconfirmed': {
    what: '{profile} 写的是 {verification}，但没有任何报文或数值来自项目之外',
    hint: '请用 :: frames from … 或 :: values from … 注明应答的出处，或写 verification: unverified',
  },

  'profile.baud': { what: '出厂波特率 {baud} 不在 bauds 中', hint: '请将它列入 bauds，或改正' },
  'profile.timeout': {
    what: '每次应答都会超时：通常需要 {turnaround} ms，只允许 {response} ms',
    hint: 'responseMs 是设备正常时的最长应答时间',
  },
  'profile.slow': {
    what: '一次应答可能需要 {response} ms，其间无法读取总线上的其他设备',
    hint: '请写 timing.ownLine: true，检查现场文件时就会要求单独的总线',
  },
  'profile.point-twice': { what: '有两个测点 {point}', hint: '请给它们各设编号' },
  'profile.overlap': {
    what: '{point} 和 {other} 把同样的 {table} 寄存器读作不同的内容',
    hint: '请改正其中一个的地址、类型或字序',
  },
  'profile.temperature': {
    what: '{point} 由 {temperature} 作温度补偿，但它不是该设备的测量值',
    hint: '请写一个没有 transform 的测点',
  },
  'profile.temperature-rhythm': {
    what: '{point} 由 {temperature} 作温度补偿，但两者的读取周期不同',
    hint: '请使两者的 class 和 periodMs 相同，以便在同一应答中读到',
  },
  'profile.setting': {
    what: '设置项 {setting} 同时也是输出 {output}',
    hint: '调试和运行中的网关不得写入同一个寄存器',
  },

  'profile.setting-width': {
    what: '设置项 {setting} 的类型为 {type}，功能码 06 一次只能写一个寄存器',
    hint: '请写 function: 16',
  },
  'profile.identify': {
    what: 'identify 没有写明这些寄存器的内容，或写了两种，或个数不符',
    hint: '请写 equals（每个寄存器一个值）、within、equalsUnit: true 三者之一',
  },

  'profile.lift-kind': {
    what: '它的 kind 为 {kind}，但没有 lift 段',
    hint: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'profile.lift-dialect': {
    what: '它使用 {dialect} 协议，但没有 lift 段',
    hint: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'profile.lift-point': {
    what: '它有电梯测点 {point}，但没有 lift 段',
    hint: '请加上 lift: { mapping: … }，它保证电梯不会被写入',
  },
  'profile.no-lift-kind': {
    what: '它有 lift 段，但 kind 为 {kind}',
    hint: '请使用以 lift- 开头的 kind',
  },
  'profile.lift-written': { what: '其中有要写入电梯的内容', hint: '电梯只监测，绝不控制：请删去' },
  'profile.lift-assumed': {
    what: '{name} 假定为 {value}，但这个值不被允许',
    hint: '请将它列入 allowed，或假定另一个值',
  },

  'profile.bit-table': {
    what: '{point} 的类型为 {type}，但 {table} 只有一位',
    hint: '请写 type: bool',
  },
  'profile.no-bit': { what: '{point} 没有写明是寄存器的哪一位', hint: '请加上 bit: 0 至 15' },
  'profile.stray-bit': { what: '{point} 写了 bit，但它不是寄存器的一位', hint: '请删除 bit' },
  'profile.field': {
    what: '{point} 是寄存器的若干位，但类型为 {type}',
    hint: '使用 field 时须写 type: u16',
  },
  'profile.length': {
    what: '{point}：字符串必须有 length，BCD 数可以有，其他类型不得有',
    hint: '请加上或删除 length',
  },
  'profile.bcd-length': { what: '{point}：BCD 数最多十二位', hint: '请写 length: 1 至 3' },
  'profile.hundredths': {
    what: '{point} 写了 hundredths，但类型为 {type}',
    hint: '只有 type: u8.8 才能写 hundredths',
  },
  'profile.address': { what: '{point} 超出寄存器 65535', hint: '请改正地址' },
  'profile.labels': {
    what: '{point} 有状态标签，但类型为 {type}',
    hint: '有状态标签时须写 type: u16、s16、u32 或 s32',
  },
  'profile.bit-labels': {
    what: '{point} 有位标签，但类型为 {type}',
    hint: '有位标签时须写 type: u16',
  },
  'profile.writable': { what: '{point} 不能写入：{table} 是只读的', hint: '请删去' },
  'profile.sentinel': {
    what: '{point} 的类型为 {type}，不可能出现特殊值 {raw}',
    hint: '请改正特殊值或类型',
  },
  'profile.sentinel-quality': {
    what: '{point}：特殊值 {raw} 不是测量值，因此 {quality} 不合适',
    hint: '请使用表示无效的质量，例如 sensor-failure 或 no-communication',
  },
  'profile.range': { what: '{point}：{key} 不是由低到高', hint: '请写 [下限, 上限]' },
  'profile.failure': { what: '{point}：正常值可能被当作故障', hint: 'failure 必须包含 range' },
  'profile.decimals': {
    what: '{point} 的分辨力为 {finest}，但只保留 {decimals} 位小数',
    hint: '请保留 {keep} 位小数',
  },
  'profile.accuracy': {
    what: '{point} 是安全测点，但没有写明精度',
    hint: '请加上 accuracy（±，按其单位），这样才能拒绝比传感器更精细的限值',
  },
};
