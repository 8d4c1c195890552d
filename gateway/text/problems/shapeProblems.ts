import { problemCatalogue } from '../../../drivers/problems.ts';

/** A site file that cannot be read, or whose entries have not the right shape. The key is the code, `/` and a variant. */
export const SHAPE_PROBLEMS = problemCatalogue({
  'site.not-found': {
    en: 'there is no such file → give the path of your site file; deploy/examples/first-sensor/site.yaml is one to start from',
    zh: '没有这个文件 → 请给出现场文件的路径；可以从 deploy/examples/first-sensor/site.yaml 开始',
  },
  'site.not-found/near': {
    en: 'there is no such file → {near} is there: was that meant?',
    zh: '没有这个文件 → 这里有 {near}：是否指它？',
  },
  'site.not-in-force': {
    en: 'no guard has taken up this site yet: there is nothing to compare with or to change → `lifeline check {file}` says whether it is fine, `lifeline up {file}` starts it; two files are compared by naming both',
    zh: '尚无守护进程采用过这份现场文件：没有可比较或修改的对象 → 用 lifeline check {file} 检查，用 lifeline up {file} 启动；要比较两份文件，请把两个都写出',
  },
  'site.unreadable': {
    en: 'cannot be read: {message} → let the user that runs lifeline read it',
    zh: '无法读取：{message} → 请让运行 lifeline 的用户有权读取',
  },
  'site.folder': {
    en: 'is a folder → name the file in it, e.g. {file}',
    zh: '这是文件夹 → 请写出其中的文件，例如 {file}',
  },
  'site.not-a-file': {
    en: 'is no ordinary file but a device, a pipe or a socket → write the site into a file, and name that',
    zh: '不是普通文件，而是设备、管道或套接字 → 请把现场设置写入文件，并写出该文件名',
  },
  'site.too-large': {
    en: 'the file has {kb} kB, more than the {most} kB that a site file may have → is this the right file? A site of five hundred sensors has about 100 kB',
    zh: '文件有 {kb} kB，超过现场文件允许的 {most} kB → 文件是否选对了？五百个传感器的现场文件约 100 kB',
  },
  'site.too-many-values': {
    en: 'the file has more than {most} values → split the site between two gateways, or leave out what is only a default',
    zh: '文件中的值超过 {most} 个 → 请把现场分给两台网关，或删去与默认值相同的内容',
  },
  'site.not-patched': {
    en: '{path} cannot be changed in place as the file is written → change the text of the file itself',
    zh: '按该文件的写法无法就地修改 {path} → 请直接编辑文件文本',
  },
  'site.unwritable': {
    en: '{reason} → check free space and permissions of the folder',
    zh: '无法写入：{reason} → 请检查该文件夹的剩余空间和权限',
  },
  'site.last-good': {
    en: 'running on the last good site file, because the newest cannot be used → correct {file}; lifeline check says when it is right',
    zh: '最新的现场文件不能使用，正按上一份正确的现场文件运行 → 请改正 {file}；lifeline check 会说明是否已经正确',
  },
  'site.empty': {
    en: 'the file is empty → start from deploy/examples/first-sensor/site.yaml',
    zh: '文件是空的 → 请从 deploy/examples/first-sensor/site.yaml 开始',
  },

  // the words of the YAML reader stay as they are: they can be searched for
  'site.yaml': {
    en: 'not readable as YAML: {message} → check indentation, colons and quotes at this line and the one above',
    zh: '不是有效的 YAML（{message}） → 请检查本行和上一行的缩进、冒号和引号',
  },
  'site.yaml/aliases': {
    en: 'too many aliases (*name) → write repeated parts out',
    zh: '别名（*name）过多 → 请把重复的部分逐一写出',
  },

  'site.name-language': {
    en: '{subject} is given in one language: {missing} is missing → add {missing}: …, or write one text for both: {example}',
    zh: '{subject} 只写了一种语言：缺少 {missing} → 请补上 {missing}: …，或只写一段文本：{example}',
  },
  'site.missing': { en: '{subject} is missing → {hint}', zh: '缺少 {subject} → {hint}' },
  'site.value': { en: '{subject}: {expectation} → {hint}', zh: '{subject}：{expectation} → {hint}' },
  'site.unknown-key': {
    en: 'there is no key {key} here → {suggestion}',
    zh: '此处没有 {key} 这个键 → {suggestion}',
  },
});
