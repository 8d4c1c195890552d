import type { Text } from './language.ts';

/** What people and programs do that is written down, by the word it has in the journal. English keeps that word. */
const ACTS: Readonly<Record<string, string>> = {
  acknowledge: '确认',
  silence: '消音',
  reset: '复位',
  shelve: '搁置',
  unshelve: '取消搁置',
  'out-of-service': '停用',
  'in-service': '恢复使用',
  maintenance: '开始维护',
  'end-maintenance': '结束维护',
  test: '声光测试',
  'reopen-valve': '重新打开阀门',
  'lift-free': '确认无人被困',
  'lift-tested': '轿厢报警测试',
  'lift-rescue': '救援记录',
  'site-apply': '试用新的现场文件',
  'site-keep': '保留新的现场文件',
  'site-revert': '恢复之前的现场文件',
  reload: '重新载入现场文件',
  'write-setting': '写入设备设置',
  paper: '存档文件',
  replay: '补发',
  ping: '联络',
  claim: '认领',
  login: '登录',
  logout: '退出',
  'change-password': '修改密码',
  'end-session': '结束会话',
  'add-person': '添加人员',
  'change-person': '修改人员',
  'remove-person': '删除人员',
  'add-token': '添加令牌',
  'remove-token': '删除令牌',
  'trust-certificate': '信任证书',
  'reject-certificate': '拒绝证书',
};

/** What is written down beside an act in whole words. Everything else there is names, ids and figures. */
const DETAILS: Readonly<Record<string, string>> = {
  'made the first person': '建立第一位人员',
  'made another administrator': '新增一位管理员',
  'opened the box for a new administrator, for a quarter of an hour': '开放认领新的管理员，限一刻钟',
  'wrong claim codes': '认领码错误',
  'wrong passwords': '密码错误',
};

/** What is written down beside an act; what is not known here stays as it is. */
export function detailWord(detail: string): Text {
  return { en: detail, zh: Object.hasOwn(DETAILS, detail) ? (DETAILS[detail] ?? detail) : detail };
}

/** The word for an act; one that is not known here stays as it is. */
export function actWord(verb: string): Text {
  return { en: verb, zh: Object.hasOwn(ACTS, verb) ? (ACTS[verb] ?? verb) : verb };
}
