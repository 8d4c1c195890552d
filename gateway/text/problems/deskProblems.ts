import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Why the page does not get what it asked for. */
export const DESK_PROBLEMS = problemCatalogue({
  'desk.not-logged-in': {
    en: 'you are not logged in, or your session has ended → log in',
    zh: '您尚未登录，或登录已失效 → 请登录',
  },
  'desk.role': {
    en: 'this needs the role {role} → ask somebody who has it: {who}',
    zh: '此操作需要{role}权限 → 请联系有此权限的人：{who}',
  },
  'desk.wrong-login': {
    en: 'name or password is wrong → try again; an admin can set a new password',
    zh: '姓名或密码不正确 → 请重试；管理员可以重设密码',
  },
  'desk.wait': {
    en: 'too many wrong tries → wait {s} s and try again',
    zh: '错误次数过多 → 请等待 {s} 秒后再试',
  },
  'desk.wrong-code': {
    en: 'this is not the claim code → read it from the label or the terminal of the box',
    zh: '认领码不正确 → 请查看网关标签或其终端上的认领码',
  },
  'desk.claimed': {
    en: 'this box has an owner already → log in, or ask an admin to add you',
    zh: '这台网关已有主人 → 请登录，或请管理员添加您',
  },
  'desk.origin': {
    en: 'this was not asked by the page of this box → open the page of the box itself and do it there',
    zh: '该请求不是由本网关的页面发出 → 请打开本网关自己的页面操作',
  },
  'desk.invalid': {
    en: 'something is missing or too long: {field} → correct it and send it again',
    zh: '内容缺失或过长：{field} → 请更正后重新提交',
  },
  'desk.too-large': {
    en: 'this is larger than anything the page would send → send less',
    zh: '内容超出允许大小 → 请减少内容',
  },
  'desk.too-often': {
    en: 'too many requests → wait {s} s',
    zh: '请求过于频繁 → 请等待 {s} 秒',
  },
  'desk.busy': {
    en: 'too many people log in at this moment → try again in a few seconds',
    zh: '同时登录的人过多 → 请几秒后再试',
  },
  'desk.previews-waiting': {
    en: 'what others would change is being worked out at this moment → try again in {s} s',
    zh: '正在推算其他人的修改 → 请 {s} 秒后再试',
  },
  'desk.preview-failed': {
    en: 'what this would change was not worked out within {seconds} s and {mb} MB; nothing was changed → try again, or change less at once',
    zh: '未能在 {seconds} 秒、{mb} MB 内推算出此修改的影响，设置未改动 → 请重试，或减少一次修改的内容',
  },
  'desk.site-not-read': {
    en: 'the site in force cannot be read by the page → look at the log of desk; guard goes on with it',
    zh: '页面无法读取当前现场设置 → 请查看页面服务日志；监测程序照常运行',
  },
  'desk.site-unusable': {
    en: 'this site cannot be used: {problem} → correct it; the one in force stays',
    zh: '该现场设置无法使用：{problem} → 请更正；当前设置保持不变',
  },
  'desk.reason-needed': {
    en: 'this loosens what keeps people safe, {count} times → write down why',
    zh: '此修改放宽了 {count} 处安全设置 → 请填写原因',
  },
  'desk.load-again': {
    en: 'this page is from before the change → load it anew, look whether everything works, and keep it there',
    zh: '此页面在修改之前打开 → 请重新加载页面，确认一切正常后再保留',
  },
  'desk.label-taken': {
    en: 'there is a token “{label}” already, and the journal would not tell them apart → give this one another name, or end that one',
    zh: '已有名为“{label}”的令牌，记录中将无法区分 → 请换一个名称，或先作废原有令牌',
  },
  'desk.too-many-tokens': {
    en: 'there are as many tokens of programs as are kept → end one that is not used any more',
    zh: '程序令牌数量已达上限 → 请先停用不再使用的令牌',
  },
  'desk.not-found': {
    en: 'there is nothing of this name → go back and look at the list as it is now',
    zh: '没有找到该内容 → 请返回查看当前列表',
  },
  'desk.no-history': {
    en: 'the journal cannot be read now → it is tried again by itself; look at the disk if this stays',
    zh: '暂时无法读取记录 → 系统会自动重试；若持续出现请检查磁盘',
  },
  'desk.access-unreadable': {
    en: 'the file of sessions and tokens is damaged, and was put aside → log in again; make tokens of programs anew',
    zh: '登录与令牌文件已损坏，已移开 → 请重新登录；程序令牌需重新创建',
  },
  'desk.internal': {
    en: 'desk met a fault of its own → try again; alarms do not depend on it. Say the id to who maintains the box',
    zh: '页面服务出现内部错误 → 请重试；报警不受影响。请将编号告知维护人员',
  },
  'desk.folder-taken': {
    en: 'another desk runs with {folder} → stop it, or give this one another run folder with --run',
    zh: '另一个页面服务正在使用 {folder} → 请先停止它，或用 --run 指定另一个运行目录',
  },
  'desk.address-refused': {
    en: 'the page cannot be offered at {address} ({why}) → stop what listens there, or choose another `port` or `host` under `page` in the site file',
    zh: '无法在 {address} 提供页面（{why}） → 请停止占用该地址的程序，或在现场文件的 `page` 中改用其他 `port` 或 `host`',
  },
  'desk.port-taken': {
    en: 'the page cannot be offered at {address} → stop what listens there, or choose another with --listen',
    zh: '无法在 {address} 提供页面 → 请停止占用该端口的程序，或用 --listen 另选',
  },
});

/** Makes a problem of desk. */
export const deskProblem = problemMaker(DESK_PROBLEMS);
