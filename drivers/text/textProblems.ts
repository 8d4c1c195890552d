import { problemCatalogue, problemMaker } from '../problems.ts';

/** What is wrong with a file before anything in it can be looked at, and slips that YAML's own words do not name. */
export const TEXT_PROBLEMS = problemCatalogue({
  'file.utf-16': {
    en: 'not UTF-8 (it is UTF-16, as Notepad calls "Unicode"): save it as UTF-8 → in the editor: Save as, encoding UTF-8',
    zh: '不是 UTF-8（是 UTF-16，记事本称为“Unicode”）：请另存为 UTF-8 → 在编辑器中选择“另存为”，编码选 UTF-8',
  },
  'file.gbk': {
    en: 'not UTF-8 (looks like GBK): save it as UTF-8 → in the editor: Save as, encoding UTF-8; or iconv -f GBK -t UTF-8',
    zh: '不是 UTF-8（像是 GBK）：请另存为 UTF-8 → 在编辑器中选择“另存为”，编码选 UTF-8；或使用 iconv -f GBK -t UTF-8',
  },
  'file.zeros': {
    en: 'zero bytes, which no text has: the power went off while the file was written, or this is another kind of file → put a copy back that is whole (of a site: `lifeline site history`, or site.yaml.last-good beside it)',
    zh: '含零字节，文本中不会有：写文件时断电，或这不是文本文件 → 请换回完好的副本（现场文件可用 `lifeline site history`，或旁边的 site.yaml.last-good）',
  },
  'file.not-utf-8': {
    en: 'not UTF-8: these bytes are no text → save it as UTF-8; is this the right file?',
    zh: '不是 UTF-8：这些字节不是文本 → 请另存为 UTF-8；文件是否选对了？',
  },
  'yaml.full-width': {
    en: 'the full-width {character} stands here, which is not {ascii} → write {ascii} (switch the input method to half-width)',
    zh: '此处是全角的 {character}，不是 {ascii} → 请写 {ascii}（输入法切换为半角）',
  },
  'yaml.full-width-space': {
    en: 'a full-width space (U+3000) stands here → write ordinary spaces (switch the input method to half-width)',
    zh: '此处是全角空格（U+3000） → 请写普通空格（输入法切换为半角）',
  },
  'yaml.invisible': {
    en: 'an invisible character (U+{code}) stands here, as pages and chats leave it in copied text → delete the space here and write an ordinary one',
    zh: '此处有一个看不见的字符（U+{code}），常由网页或聊天软件复制带入 → 请删除此处的空白，重新输入普通空格',
  },
  'yaml.dash': {
    en: '{dash} stands here, which is no hyphen → write - {rest}',
    zh: '此处是 {dash}，不是短横线 → 请写 - {rest}',
  },
  'yaml.dash/space': {
    en: 'there is no space behind the hyphen → write - {rest}',
    zh: '短横线后面没有空格 → 请写 - {rest}',
  },
  'yaml.tabs': {
    en: 'tabs stand before the text, from here on ({count} in all) → indent with spaces: YAML knows no tabs',
    zh: '从这里起，文字前面是制表符（共 {count} 行） → 请用空格缩进：YAML 不允许制表符',
  },
  'yaml.quotes': {
    en: '{text} begins with {character}, which YAML keeps for itself → put it in quotes: "{text}"',
    zh: '{text} 以 {character} 开头，这是 YAML 的保留字符 → 请加上引号："{text}"',
  },
  'yaml.whole-text': {
    en: '{text} is not one text to YAML → put quotes around all of it: {quoted}',
    zh: '{text} 在 YAML 中不是一段完整的文本 → 请给整段加上引号：{quoted}',
  },
  'yaml.hash': {
    en: '{comment} is taken for a comment, and the text ends before it: {text} → put quotes around all of it: "{text} {comment}"; a comment has a space behind #',
    zh: '{comment} 被当作注释，文本只到它前面为止：{text} → 请给整段加上引号："{text} {comment}"；若是注释，请在 # 后面加空格',
  },
  'yaml.colon': {
    en: 'there is no space behind the colon of {key}: → write {key}: {text}',
    zh: '{key}: 的冒号后面没有空格 → 请写 {key}: {text}',
  },
  'yaml.twice': {
    en: '{key} stands twice in one place → remove one of the two',
    zh: '同一处写了两个 {key} → 请删除其中一个',
  },
  'yaml.bracket-open': {
    en: 'the bracket {character} that begins here is not closed → write {closing} where it ends',
    zh: '从这里开始的括号 {character} 没有闭合 → 请在结束处写 {closing}',
  },
  'yaml.quote-open': {
    en: 'the quote {character} that begins here is not closed → write {character} where the text ends',
    zh: '从这里开始的引号 {character} 没有闭合 → 请在文本结束处写 {character}',
  },
  'yaml.comma': {
    en: 'a comma is missing before {key}: → write , between two keys in one pair of brackets',
    zh: '{key}: 前面缺少逗号 → 同一对括号中的两个键之间请写 ,',
  },
  'yaml.column': {
    en: 'this line does not begin where those it belongs with begin ({count} spaces before it) → line it up with them: as many spaces before each',
    zh: '本行与同级内容没有对齐（行首有 {count} 个空格） → 请让同级各行行首的空格数相同',
  },
  'yaml.alias': {
    en: '{text} is taken for a name that stands for something else, and nothing has it → put it in quotes: "{text}"',
    zh: '{text} 被当作别名，但没有定义 → 请加上引号："{text}"',
  },
  'yaml.documents': {
    en: 'a second document begins with this --- → a file has one: remove this line and what does not belong to it',
    zh: '从这个 --- 起是第二个文档 → 一个文件只能有一个文档：请删除这一行以及多余的内容',
  },
});

export const textProblem = problemMaker(TEXT_PROBLEMS);
