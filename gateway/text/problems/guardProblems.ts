import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Guard itself: what keeps it from starting, stopping or changing, and what it cannot read of its last run. */
export const GUARD_PROBLEMS = problemCatalogue({
  'guard.running': {
    en: 'another guard runs on this state folder: nothing was touched → stop it first, or give this one a site file with another journal folder',
    zh: '另一个守护进程正在使用这个状态文件夹：未改动任何内容 → 请先停止它，或给这一个使用另一日志文件夹的现场文件',
  },
  'guard.run-folder': {
    en: 'the run folder cannot be made: {message} → give a folder this user may write to with --run',
    zh: '无法创建运行目录：{message} → 请用 --run 指定当前用户可以写入的文件夹',
  },
  'guard.stopping': {
    en: 'guard is being stopped: this was not done → ask again when it runs',
    zh: '守护进程正在停止：此操作未执行 → 请在它运行后再试',
  },
  'guard.internal': {
    en: 'this met a fault in the program, and may not have been done → look at the alarms before you ask again, and report the line in the log of guard',
    zh: '此操作遇到程序内部故障，可能未执行 → 再次操作前请先查看报警，并报告守护进程日志中的那一行',
  },
  'guard.internal/part': {
    en: 'a fault in the program ({part}): {fault} → alarms are judged and sounded all the same; please report this line',
    zh: '程序内部故障（{part}）：{fault} → 报警的判断和鸣响不受影响；请报告这一行',
  },
  'guard.internal/out': {
    en: 'a fault in the program ({part}): {fault}; this part stays out → alarms are judged and sounded all the same; please report this line, and restart guard when nothing stands',
    zh: '程序内部故障（{part}）：{fault}；该部分已停用 → 报警的判断和鸣响不受影响；请报告这一行，并在没有报警时重启守护进程',
  },
  'guard.not-reloaded': {
    en: '{problems} → correct the site file; until then the one in force stays',
    zh: '{problems} → 请改正现场文件；在此之前继续使用现行的文件',
  },
  'guard.site-on-trial': {
    en: 'a site changed by {by} is on trial for another {s} s → keep it or take it back first',
    zh: '{by} 修改的现场设置正在试运行，还剩 {s} 秒 → 请先保留或恢复',
  },
  'guard.site-changed': {
    en: 'somebody has changed the site meanwhile ({by}): yours was made from an older one → look at the site as it is now, and make your change again',
    zh: '现场设置已被他人修改（{by}），您的修改基于旧版本 → 请查看当前设置后重新修改',
  },
  'guard.site-file-differs': {
    en: 'the site file was changed with an editor and not taken up: a change from here would undo it → lifeline site reload takes it up, or put the file back',
    zh: '现场文件已被编辑但尚未生效，从这里修改会覆盖它 → 用 lifeline site reload 使其生效，或恢复该文件',
  },
  'guard.site-file-changed': {
    en: 'the site file was changed and is not in force: guard goes on with the one it has taken up → look at it with lifeline check, then lifeline site reload takes it up',
    zh: '现场文件已被修改但尚未生效，守护进程仍按已生效的文件运行 → 请先用 lifeline check 检查，再用 lifeline site reload 使其生效',
  },
  'guard.site-went-back': {
    en: 'the site as {by} changed it was not kept in time: the one before is in force again → if the change is still wanted, open it in the history of the site file, apply it again, and keep it',
    zh: '{by} 对现场设置的修改未在限期内保留，已恢复为之前的设置 → 如仍需要该修改，请从现场文件的历史记录中打开，重新试运行并保留',
  },
  'guard.site-same': {
    en: 'this is the site as it is already → change something first',
    zh: '内容与当前现场设置相同 → 请先修改',
  },
  'guard.no-trial': {
    en: 'this change is not on trial: it was kept, taken back, or went back by itself → look at the site as it is now',
    zh: '该修改不在试运行中：可能已保留、已恢复或已自动恢复 → 请查看当前设置',
  },
  'guard.needs-restart': {
    en: '{key} cannot change while guard runs ({from} → {to}) → restart guard to take it up; rows that were not sent yet are sent on under the old name',
    zh: '守护进程运行时不能改变 {key}（{from} → {to}） → 请重启守护进程使其生效；尚未发送的记录会以原名称继续发送',
  },
  'site.no-answer': {
    en: 'the site file could not be read and checked within {seconds} s: the site in force stays → look at the disk that it lies on and whether the file is a site, and ask again',
    zh: '{seconds} 秒内未能读取并检查现场文件：仍按原设置运行 → 请检查文件所在的磁盘，并确认该文件是现场文件，然后再试',
  },
  'site.reader': {
    en: 'the site file could not be looked at: {message} → look at the log of guard, and ask again',
    zh: '无法检查现场文件：{message} → 请查看守护进程的日志后再试',
  },

  'guard.open-alarms': {
    en: 'which alarms were open when the saved state was lost cannot be read from the journal: {message} → platforms may show them for ever; look at the disk, and start guard again',
    zh: '无法从日志中读取保存状态丢失时仍未结束的报警：{message} → 平台可能一直显示这些报警；请检查磁盘并重新启动守护进程',
  },

  'detect.saved-state-damaged': {
    en: 'the saved alarm state cannot be read: acknowledgements, latches, shelves and maintenance of the last run are lost → alarms whose condition still holds are raised again; acknowledge them again, and look for causes that are gone by now',
    zh: '无法读取保存的报警状态：上次运行的确认、锁定、搁置和维护均已丢失 → 条件仍然存在的报警会重新发出；请重新确认，并查找现已消失的原因',
  },
  'detect.saved-state-gone': {
    en: 'the saved alarm state is gone, and {count} alarms of the last run were open: they are told as ended; acknowledgements, latches, shelves and maintenance are lost → alarms whose condition still holds are raised again; look for causes that are gone by now',
    zh: '保存的报警状态已不存在，而上次运行有 {count} 条报警未结束：已记为结束；确认、锁定、搁置和维护均已丢失 → 条件仍然存在的报警会重新发出；请查找现已消失的原因',
  },
  'annunciate.saved-state-damaged': {
    en: 'the saved state of the sirens cannot be read: what was silenced is lost → alarms that stand sound again; gas valves stay as they are found',
    zh: '无法读取保存的警报器状态：消音记录已丢失 → 仍然存在的报警会重新鸣响；燃气阀保持原状',
  },
  'annunciate.refused': {
    en: 'commanded, but the board refuses the write ({exception}): nothing that hangs on it can be switched → compare its profile with its manual: the function code, the addresses, and whether it is locked against writing; switch by hand what has to be switched now',
    zh: '已下发指令，但控制板拒绝写入（{exception}）：其上的输出均无法切换 → 请对照说明书核对型号文件：功能码、地址，以及控制板是否禁止写入；现在必须切换的请手动切换',
  },
  'annunciate.disobeys': {
    en: 'read back otherwise than commanded: {points} → look at the board, its supply and its relays',
    zh: '回读与指令不一致：{points} → 请检查控制板、其电源和继电器',
  },
  'state.lifts': {
    en: 'what was remembered of the lifts cannot be read: {message} → they are watched from now on as if for the first time; an entrapment that stood is found again if it still stands',
    zh: '无法读取电梯的历史状态：{message} → 从现在起如同首次监测；此前的困人情况若仍存在，会再次发现',
  },
  'record.channels-damaged': {
    en: 'the table of channel indices cannot be read: it was made anew, the old one is kept beside it, and every row says itself what its indices mean → nothing has to be done; if this comes again, look at the disk',
    zh: '无法读取通道编号表：已重新生成，旧文件保留在旁边，每条记录自带编号的含义 → 无需处理；若再次出现请检查磁盘',
  },
  'record.day-damaged': {
    en: 'the statistics of the day that runs cannot be read: they begin anew and count what they have, and the old file is kept beside → nothing has to be done; if this comes again, look at the disk',
    zh: '无法读取当天的统计：已重新开始并如实计数，旧文件保留在旁边 → 无需处理；若再次出现请检查磁盘',
  },
});

/** Makes a problem of guard itself. */
export const guardProblem = problemMaker(GUARD_PROBLEMS);
