import { catalogue } from './catalogue.ts';

/** What is wrong with a command line, and what is said of verbs. */
export const USAGE_MESSAGES = catalogue({
  usage: { en: 'Usage: lifeline {usage}', zh: '用法：lifeline {usage}' },
  'help.more': {
    en: '`lifeline <verb> --help` says more of one; --lang en|zh chooses the language; --version says which software this is',
    zh: '`lifeline <动词> --help` 查看详细说明；--lang en|zh 选择语言；--version 显示软件版本',
  },
  version: {
    en: '{software}, newest change {day}, Node {node}',
    zh: '{software}，最近修改 {day}，Node {node}',
  },
  'word-missing': { en: 'something is missing', zh: '缺少参数' },
  'word-too-many': { en: '{word} is one word too many', zh: '多余的参数 {word}' },
  'option-unknown': {
    en: 'there is no option {option}: {suggestion}',
    zh: '没有选项 {option}：{suggestion}',
  },
  'option-value': { en: '{option} wants a value behind it', zh: '{option} 后面需要一个值' },
  'option-flag': { en: '{option} takes no value', zh: '{option} 不带值' },
});
