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
