import { catalogue } from './catalogue.ts';
import type { PAGE_SETTINGS_MESSAGES } from './pageSettingsMessages.ts';
import type { PAGE_VIEW_MESSAGES } from './pageViewMessages.ts';

/** What desk's page says by itself. What is said of alarms, devices and problems comes with them. */
export const PAGE_MESSAGES = catalogue({
  // plain HTTP, before the browser's warning
  'hello.title': { en: 'You are about to see a warning', zh: '您将看到一个安全警告' },
  'hello.why': {
    en: 'This gateway signed its own certificate, and your browser does not know it.',
    zh: '网关自己签发证书，浏览器不认识它。',
  },
  'hello.compare': {
    en: 'Compare the end of its SHA-256 fingerprint: <code>{last}</code>',
    zh: '请核对 SHA-256 指纹的末尾：<code>{last}</code>',
  },
  'hello.steps': {
    en: 'Choose “Advanced”, then “Proceed”.',
    zh: '① 点“高级”　② 点“继续前往”',
  },
  'hello.next': { en: 'Continue', zh: '继续' },

  // the frame of the page
  'frame.overview': { en: 'Overview', zh: '总览' },
  'frame.alarms': { en: 'Alarms', zh: '报警' },
  'frame.demo': { en: 'Demo', zh: '演示' },
  'trial.runs': {
    en: 'A changed site by {by} is on trial until {time}; then it goes back by itself',
    zh: '{by} 更改的现场配置正在试运行，至 {time}；到时自动恢复',
  },
  'trial.keep': { en: 'Keep it', zh: '保留更改' },
  'trial.load': { en: 'Load the page to keep it', zh: '重新打开页面以保留' },
  'trial.revert': { en: 'Take it back', zh: '恢复原样' },
  'frame.commission': { en: 'Set up', zh: '调试' },
  'frame.devices': { en: 'Devices', zh: '设备' },
  'frame.lifts': { en: 'Lifts', zh: '电梯' },
  'frame.log': { en: 'Log', zh: '记录' },
  'frame.settings': { en: 'Settings', zh: '设置' },
  'frame.more': { en: 'More', zh: '更多' },
  'frame.ways': { en: 'Views', zh: '页面' },
  'frame.logout': { en: 'Log out', zh: '退出' },
  'frame.hold': { en: 'hold for one second', zh: '按住一秒' },
  'frame.cancel': { en: 'Cancel', zh: '取消' },
  'frame.data-age': { en: 'newest value {span} old', zh: '最新数据 {span}前' },
  'frame.clock': { en: 'clock: {quality}', zh: '时钟：{quality}' },
  'frame.in-span': { en: 'in {span}', zh: '{span}后' },
  'frame.and-more': { en: ', and {count} more', zh: '，另有 {count} 条' },
  'frame.testing': { en: 'Siren and lamps are being tested', zh: '正在测试警报器和灯' },
  'frame.language': { en: '中文', zh: 'English' },
  'frame.sun': { en: 'In the sun', zh: '强光模式' },
  'frame.loading': { en: 'Asking the gateway …', zh: '正在询问网关…' },
  'frame.lost': {
    en: 'No contact with the gateway since {time}: what is shown is old',
    zh: '与网关失去联系 {time}，显示的是旧数据',
  },
  'frame.guard-away': {
    en: 'The monitoring program does not answer. The siren is held by its device’s lease.',
    zh: '监测程序没有应答。警报器由设备租约保护。',
  },
  'frame.guard-away-no-siren': {
    en: 'The monitoring program does not answer.',
    zh: '监测程序没有应答。',
  },
  'frame.guard-away-hint': {
    en: 'No value is shown, because none would be of now. It is started again by itself; if this stays, look at the box: its power, its lamps.',
    zh: '此时不显示任何数值，因为它们都已过时。监测程序会自动重启；若持续如此，请到现场查看网关的电源和指示灯。',
  },
  'frame.unheard': {
    en: 'The siren is to sound, and does not obey: warn people',
    zh: '警报器应鸣响但未执行指令：请告知人员',
  },
  'frame.no-siren': {
    en: 'An alarm is to be heard, and this gateway has no siren: warn people',
    zh: '有报警需要鸣响，但本网关没有警报器：请告知人员',
  },
  'frame.sounding': { en: 'The siren is sounding', zh: '警报器正在鸣响' },
  'frame.maintenance': { en: 'Maintenance until {time}: {what}', zh: '维护中，至 {time}：{what}' },
  'frame.muted': {
    en: 'This device is to make a sound at a new alarm, and the browser lets none out until it is tapped',
    zh: '本机应在新报警时发出提示音，但浏览器要求先点一下屏幕',
  },
  'frame.unmute': { en: 'Let it sound', zh: '允许提示音' },
  'frame.newer': {
    en: 'The gateway has other software than this page. Load the page anew.',
    zh: '网关软件已更新，与本页面不一致。请重新打开页面。',
  },
  'frame.load-anew': { en: 'Load anew', zh: '重新打开' },
  'frame.try-again': { en: 'Try again', zh: '重试' },
  'frame.error-id': { en: 'id for the log: {id}', zh: '日志编号：{id}' },
  'frame.no-answer': {
    en: 'The gateway does not answer. What you typed is still here.',
    zh: '网关没有应答。您输入的内容仍然保留。',
  },
  'frame.no-answer-reading': {
    en: 'The gateway does not answer. Is this device still in its network?',
    zh: '网关没有应答。本机是否仍在同一网络中？',
  },

  // claim and log-in
  'claim.title': { en: 'This gateway has no owner yet', zh: '这台网关还没有主人' },
  'claim.code': { en: 'Claim code (on the label)', zh: '认领码（标签上）' },
  'claim.name': { en: 'Your name', zh: '您的名字' },
  'claim.password': { en: 'Password', zh: '密码' },
  'claim.show': { en: 'Show', zh: '显示' },
  'claim.password-rule': {
    en: 'At least 10 characters; no symbols needed',
    zh: '至少 10 个字符；不要求符号',
  },
  'claim.finish': { en: 'Claim', zh: '认领' },
  'claim.anew': { en: 'A new administrator for this gateway', zh: '为这台网关新建管理员' },
  'claim.anew-what': {
    en: 'People, site and journal stay as they are. The others see in the audit that you came in.',
    zh: '人员、现场配置和记录都保持不变。其他人会在审计记录中看到您的登录。',
  },
  'login.lost': { en: 'Lost every password?', zh: '所有密码都丢失了？' },
  'login.lost-open': { en: 'Come in with the claim code', zh: '用认领码进入' },
  'login.lost-button': {
    en: 'An administrator can set you a new one. Without any: hold the button of the box for 10 seconds, then come back here within 15 minutes with the code of the label.',
    zh: '管理员可以为您重设密码。若没有管理员：按住网关上的按钮 10 秒，然后在 15 分钟内带着标签上的认领码回到这里。',
  },
  'login.lost-root': {
    en: 'An administrator can set you a new one. This box has no button: who is root on it types `lifeline people claim`.',
    zh: '管理员可以为您重设密码。这台网关没有按钮：由拥有 root 权限的人在网关上运行 `lifeline people claim`。',
  },
  'login.title': { en: 'Log in', zh: '登录' },
  'login.owned': {
    en: 'This gateway has an owner already, and the code is used up. Log in, or ask an administrator to add you.',
    zh: '这台网关已有主人，认领码已失效。请登录，或请管理员为您添加账号。',
  },
  'login.over': {
    en: 'Your session has ended. Log in to go on; what you typed is still here.',
    zh: '您的登录已失效。重新登录后即可继续，输入的内容仍然保留。',
  },
  'login.name': { en: 'Name', zh: '姓名' },
  'login.send': { en: 'Log in', zh: '登录' },

  // the sentence
  'sentence.guard-away': { en: 'The building is not watched from here', zh: '当前无法确认建筑是否受监测' },
  'sentence.sounding': { en: '{what}, {where}', zh: '{what}，{where}' },
  'sentence.unacknowledged': {
    en: '{what}, {where}: nobody has acknowledged it',
    zh: '{what}，{where}，尚未确认',
  },
  'sentence.standing': { en: '{what}, {where}: acknowledged', zh: '{what}，{where}，已确认' },
  'sentence.latched': {
    en: '{what}, {where}: over, and held until it is reset',
    zh: '{what}，{where}：已恢复，等待复位',
  },
  'sentence.blind': { en: 'Not watched: {count}', zh: '{count} 处失去监测' },
  'sentence.blind-one': { en: '{where} is not watched', zh: '{where} 失去监测' },
  'sentence.trouble': {
    en: 'The building is watched; the gateway itself needs a look',
    zh: '建筑受监测；网关自身需要检查',
  },
  'sentence.overdue': {
    en: 'The building is watched; calibrations that are overdue: {count}',
    zh: '建筑受监测；{count} 台设备标定已逾期',
  },
  'sentence.maintenance': { en: 'Maintenance is running', zh: '正在维护' },
  'sentence.fine': { en: 'Everything is fine', zh: '一切正常' },
  'sentence.also-wrong': { en: 'and more alarms or faults: {count}', zh: '另有 {count} 条报警或故障' },
  'sentence.also-blind': { en: 'and not watched: {count}', zh: '另有 {count} 处失去监测' },
  'sentence.lost': {
    en: 'What is the case now is not known here: nothing has come for a while',
    zh: '当前情况未知：已有一段时间未收到数据',
  },
  'sentence.empty': { en: 'Nothing is watched yet', zh: '尚未监测任何设备' },
  'sentence.nothing': { en: 'No sensor has brought a good value yet', zh: '尚无任何测点取得有效数值' },
  'sentence.aside': { en: 'Put aside by somebody: {count} alarms', zh: '已被人工搁置的报警：{count} 条' },
  'sentence.also-aside': {
    en: 'and put aside by somebody: {count}',
    zh: '另有 {count} 条报警被搁置',
  },
  'sentence.proof': {
    en: '{good} of {all} points have a good value, the oldest from {age} ago',
    zh: '{all} 个测点中 {good} 个数值有效，最早的在 {age}前',
  },

  // wrong, blind, fine
  'overview.wrong': { en: 'Wrong', zh: '异常' },
  'overview.blind': { en: 'Blind', zh: '失去监测' },
  'overview.fine': { en: 'Fine', zh: '正常' },
  'overview.none': { en: 'none', zh: '无' },
  'overview.all': { en: 'All {count}', zh: '全部 {count} 条' },
  'overview.open': { en: 'Open and acknowledge', zh: '查看并确认' },
  'overview.newest': { en: 'newest {span} ago', zh: '最近 {span}前' },
  'overview.slowest': { en: 'slowest alarm {s} s', zh: '最坏报警 {s} s' },
  'overview.clock': { en: 'Clock: {quality}', zh: '时钟：{quality}' },
  'overview.calibration': { en: 'next calibration {day}', zh: '下次标定 {day}' },
  'overview.overdue': { en: 'calibration overdue since {day}', zh: '标定已逾期，应于 {day} 完成' },
  'overview.zone': { en: '{count} devices', zh: '{count} 台' },
  'overview.zone-one': { en: '1 device', zh: '1 台' },
  'overview.elsewhere': { en: 'Elsewhere', zh: '其他' },
  'overview.gateway': { en: 'The gateway itself', zh: '网关自身' },
  'overview.blind-since': { en: '{state} for {span}', zh: '{state} · {span}' },
  'overview.line-lost': { en: 'Line {line}: lost', zh: '总线 {line}：已断开' },

  // alarms
  'alarms.none': { en: 'No alarm stands.', zh: '目前没有报警。' },
  'alarms.limit': { en: 'limit {limit}', zh: '限值 {limit}' },
  'alarms.since': { en: 'for {span}', zh: '已 {span}' },
  'alarms.acknowledge': { en: 'Acknowledge', zh: '确认' },
  'alarms.silence': { en: 'Silence', zh: '消音' },
  'alarms.reset': { en: 'Reset', zh: '复位' },
  'alarms.holds': {
    en: 'It can be reset when its cause is gone and a good reading has shown so.',
    zh: '原因消除并读到正常值之后才能复位。',
  },
  'alarms.back': { en: 'All alarms', zh: '全部报警' },
  'alarms.rule': { en: 'Rule', zh: '规则' },
  'alarms.sounds-again': { en: 'It sounds again if it gets worse.', zh: '如果变得更严重，会再次鸣响。' },
  'alarms.sent': { en: 'Sent; waiting for the gateway …', zh: '已发送，等待网关…' },
  'alarms.offline': {
    en: 'Not possible without contact with the gateway',
    zh: '与网关失去联系时无法操作',
  },
  'alarms.unknown': {
    en: 'No such alarm stands, and no journal that this box can read has one of this name.',
    zh: '没有这样的报警，本网关可读取的记录中也没有。',
  },
  'alarms.unlisted': { en: 'It is not among the alarms that stand now.', zh: '目前的报警中没有这一条。' },
  'alarms.last-known': {
    en: 'Last written down of it, {time}: {what}. How it stands now is not known here.',
    zh: '最后记录（{time}）：{what}。目前状态在此无法得知。',
  },
  'alarms.one': { en: 'An alarm', zh: '报警' },
  'alarms.over': { en: 'This alarm is over.', zh: '该报警已经结束。' },

  'span.s': { en: '{n} s', zh: '{n} 秒' },
  'span.min': { en: '{n} min', zh: '{n} 分' },
  'span.h': { en: '{n} h', zh: '{n} 小时' },
  'span.d': { en: '{n} d', zh: '{n} 天' },
});
export type PageKey =
  | keyof typeof PAGE_MESSAGES
  | keyof typeof PAGE_VIEW_MESSAGES
  | keyof typeof PAGE_SETTINGS_MESSAGES;
