import { troubleCatalogue } from '../catalogue.ts';

/** A site file that cannot be read, or whose entries have not the right shape. The key is the code, `/` and a variant. */
export const SHAPE_PROBLEMS = troubleCatalogue({
  'site.not-found': {
    what: { en: 'there is no such file', zh: '没有这个文件' },
    hint: {
      en: 'give the path of your site file; deploy/examples/first-sensor/site.yaml is one to start from',
      zh: '请给出现场文件的路径；可以从 deploy/examples/first-sensor/site.yaml 开始',
    },
  },
  'site.unreadable': {
    what: { en: 'cannot be read: {message}', zh: '无法读取：{message}' },
    hint: { en: 'let the user that runs lifeline read it', zh: '请让运行 lifeline 的用户有权读取' },
  },
  'site.too-large': {
    what: {
      en: 'the file has {kb} kB, more than the {most} kB that a site file may have',
      zh: '文件有 {kb} kB，超过现场文件允许的 {most} kB',
    },
    hint: {
      en: 'is this the right file? A site of five hundred sensors has about 100 kB',
      zh: '文件是否选对了？五百个传感器的现场文件约 100 kB',
    },
  },
  'site.too-many-values': {
    what: {
      en: 'the file has more than {most} values',
      zh: '文件中的值超过 {most} 个',
    },
    hint: {
      en: 'split the site between two gateways, or leave out what is only a default',
      zh: '请把现场分给两台网关，或删去与默认值相同的内容',
    },
  },
  'site.unwritable': {
    what: { en: '{reason}', zh: '无法写入：{reason}' },
    hint: {
      en: 'check free space and permissions of the folder',
      zh: '请检查该文件夹的剩余空间和权限',
    },
  },
  'site.last-good': {
    what: {
      en: 'running on the last good site file, because the newest cannot be used',
      zh: '最新的现场文件不能使用，正按上一份正确的现场文件运行',
    },
    hint: {
      en: 'correct {file}; lifeline check says when it is right',
      zh: '请改正 {file}；lifeline check 会说明是否已经正确',
    },
  },
  'site.empty': {
    what: { en: 'the file is empty', zh: '文件是空的' },
    hint: {
      en: 'start from deploy/examples/first-sensor/site.yaml',
      zh: '请从 deploy/examples/first-sensor/site.yaml 开始',
    },
  },

  // the words of the YAML reader stay as they are: they can be searched for
  'site.yaml': {
    what: { en: 'not readable as YAML: {message}', zh: '不是有效的 YAML（{message}）' },
    hint: {
      en: 'check indentation, colons and quotes at this line and the one above',
      zh: '请检查本行和上一行的缩进、冒号和引号',
    },
  },
  'site.yaml/duplicate-key': {
    what: { en: 'not readable as YAML: {message}', zh: '不是有效的 YAML：键重复（{message}）' },
    hint: {
      en: 'this key stands twice in one place: remove one of the two',
      zh: '同一处写了两个相同的键：请删除其中一个',
    },
  },
  'site.yaml/tab': {
    what: { en: 'not readable as YAML: {message}', zh: '不是有效的 YAML：缩进中有制表符（{message}）' },
    hint: { en: 'indent with spaces: YAML knows no tabs', zh: '请用空格缩进：YAML 不允许制表符' },
  },
  'site.yaml/indent': {
    what: { en: 'not readable as YAML: {message}', zh: '不是有效的 YAML：没有对齐（{message}）' },
    hint: {
      en: 'line up what belongs together, close every bracket, here or in the line above',
      zh: '请在本行或上一行对齐同级内容，并闭合每个括号',
    },
  },
  'site.yaml/aliases': {
    what: { en: 'too many aliases (*name)', zh: '别名（*name）过多' },
    hint: { en: 'write repeated parts out', zh: '请把重复的部分逐一写出' },
  },

  'site.missing': {
    what: { en: '{subject} is missing', zh: '缺少 {subject}' },
    hint: { en: '{hint}', zh: '{hint}' },
  },
  'site.value': {
    what: { en: '{subject}: {expectation}', zh: '{subject}：{expectation}' },
    hint: { en: '{hint}', zh: '{hint}' },
  },
  'site.unknown-key': {
    what: { en: 'there is no key {key} here', zh: '此处没有 {key} 这个键' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
});
