import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Why somebody is not let in, or not written down. */
export const PEOPLE_PROBLEMS = problemCatalogue({
  'people.bad-id': {
    en: '{id} cannot be the id of a person → write 1 to 32 of a-z, 0-9, dot, dash and underscore, a letter first',
    zh: '{id} 不能用作人员编号 → 请用 1 至 32 个 a-z、0-9、点、短横线或下划线，以字母开头',
  },
  'people.bad-role': {
    en: '{role} is no role → write one of {roles}',
    zh: '没有角色 {role} → 请选择：{roles}',
  },
  'people.taken': {
    en: 'there is a person {id} already → choose another id, or give that person a new password: lifeline people reset {id}',
    zh: '已有人员 {id} → 请换一个编号，或为此人重设密码：lifeline people reset {id}',
  },
  'people.name-taken': {
    en: 'somebody is called {name} already, by name or id → choose another name',
    zh: '已有人使用名字或编号 {name} → 请换一个名字',
  },
  'people.last-admin': {
    en: 'this is the last admin who may come in → make somebody else admin first',
    zh: '这是最后一位可登录的管理员 → 请先将其他人设为管理员',
  },
  'people.owned': {
    en: 'this box has people already → log in, or ask an admin to add you',
    zh: '这台网关已有人员 → 请登录，或请管理员添加您',
  },
  'people.too-many': {
    en: 'there are {most} people already, and no more are kept → take out who does not come any more',
    zh: '人员已达 {most} 名上限 → 请先移除不再使用的人员',
  },
  'people.busy': {
    en: 'the list of people is being changed by somebody else and does not become free → try again; if this stays, look at the disk',
    zh: '人员名单正在被其他程序修改且未释放 → 请重试；若持续出现请检查磁盘',
  },
  'people.unknown': {
    en: 'there is no person {id} → lifeline people list shows who there is',
    zh: '没有人员 {id} → 用 lifeline people list 查看已有人员',
  },
  'people.bad-password': {
    en: 'the password is too short or too long → write {shortest} to {longest} characters, or none to have one made',
    zh: '密码过短或过长 → 请用 {shortest} 至 {longest} 个字符；不写则自动生成',
  },
  'people.unreadable': {
    en: 'the list of people cannot be understood, so nobody is let in → put back a copy of it, or move it away and add people anew',
    zh: '人员名单无法读取，任何人都不能登录 → 请恢复备份；或移走该文件后重新添加人员',
  },
});

/** Makes a refusal about people. */
export const peopleProblem = problemMaker(PEOPLE_PROBLEMS);
