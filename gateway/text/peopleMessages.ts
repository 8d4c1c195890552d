import { catalogue } from './catalogue.ts';

/** What `lifeline people` says. */
export const PEOPLE_MESSAGES = catalogue({
  'people.none': {
    en: 'nobody may come in yet; lifeline people add <id> --role admin adds the first',
    zh: '还没有可登录的人员；用 lifeline people add <编号> --role admin 添加第一位',
  },
  'people.added': { en: '{name} ({id}) may come in as {role}', zh: '{name}（{id}）可以{role}身份登录' },
  'people.removed': { en: '{name} ({id}) may not come in any more', zh: '{name}（{id}）不能再登录' },
  'people.reset': { en: '{name} ({id}) has a new password', zh: '{name}（{id}）已有新密码' },
  'people.password': {
    en: 'password, shown this once: {password}',
    zh: '密码（仅显示这一次）：{password}',
  },
  'people.claim': {
    en: 'claim code, good once and for {minutes} minutes: {code}; the page asks for it at “Lost every password?”',
    zh: '认领码（{minutes} 分钟内一次有效）：{code}；在网页的“所有密码都丢失了？”处输入',
  },
  'people.disabled': { en: 'disabled', zh: '已停用' },
  'role.viewer': { en: 'viewer', zh: '查看者' },
  'role.operator': { en: 'operator', zh: '操作员' },
  'role.installer': { en: 'installer', zh: '安装人员' },
  'role.admin': { en: 'administrator', zh: '管理员' },
});
