import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What `lifeline doctor` finds wrong with a box, each with its remedy. */
export const DOCTOR_PROBLEMS = problemCatalogue({
  'doctor.site': {
    en: 'the site file cannot be used ({count} mistakes, the first: {first}) → correct it, and look with: lifeline check {file}',
    zh: '现场文件无法使用（{count} 处错误，第一处：{first}） → 请改正后用 lifeline check {file} 检查',
  },
  'doctor.guard-silent': {
    en: 'guard does not answer: nothing is watched and no siren would sound → systemctl restart lifeline-guard, and look into journalctl -u lifeline-guard -n 50',
    zh: '守护进程没有应答：无监测，警报器不会鸣响 → 执行 systemctl restart lifeline-guard，并查看 journalctl -u lifeline-guard -n 50',
  },
  'doctor.program-missing': {
    en: '{program} does not run → systemctl restart lifeline-{program}, and look into journalctl -u lifeline-{program} -n 50',
    zh: '{program} 未运行 → 执行 systemctl restart lifeline-{program}，并查看 journalctl -u lifeline-{program} -n 50',
  },
  'doctor.orphan': {
    en: 'process {pid} is a {program} of this site that no service keeps: it holds ports and files → end it with: kill {pid}',
    zh: '进程 {pid} 是本现场的 {program}，但不属于任何服务：它占用串口和文件 → 用 kill {pid} 结束它',
  },
  'doctor.memory': {
    en: '{program} (process {pid}) takes {mb} MB, more than the {most} MB it should → restart it: systemctl restart lifeline-{program}; if it grows again send the file of: lifeline support',
    zh: '{program}（进程 {pid}）占用 {mb} MB，超过应有的 {most} MB → 请重启：systemctl restart lifeline-{program}；若再次增长，请发送 lifeline support 生成的文件',
  },
  'doctor.writes': {
    en: 'guard writes {mb} MB a day to the card, more than the {most} MB it should → look for a point that changes all the time (lifeline values), and give it a deadband or a longer report period',
    zh: '守护进程每天向存储卡写入 {mb} MB，超过应有的 {most} MB → 请查找不断变化的测点（lifeline values），设置死区或加长上报周期',
  },
  'doctor.adapter-missing': {
    en: 'the adapter of line {line} is not there → look at its plug and cable, then at: ls -l /dev/lifeline /dev/serial/by-path',
    zh: '线路 {line} 的适配器不存在 → 请检查插头和电缆，再查看 ls -l /dev/lifeline /dev/serial/by-path',
  },
  'doctor.adapter-latency': {
    en: 'the adapter of line {line} holds bytes back for {ms} ms, and the alarm times are reckoned with {reckoned} ms → echo 1 > {file}; the udev rules of the package do so when the adapter is plugged in',
    zh: '线路 {line} 的适配器延迟 {ms} 毫秒才交出数据，而报警时间按 {reckoned} 毫秒计算 → 执行 echo 1 > {file}；软件包的 udev 规则会在插入适配器时自动设置',
  },
  'doctor.adapter-name': {
    en: 'line {line} names its adapter {path}, which may be another one after the next start → name it by its socket: one of /dev/lifeline or /dev/serial/by-path',
    zh: '线路 {line} 用 {path} 指定适配器，重启后可能变成另一个 → 请按插口命名，用 /dev/lifeline 或 /dev/serial/by-path 中的名称',
  },
  'doctor.adapter-rights': {
    en: '{user} may not open the adapter of line {line} (mode {mode}, group {group}) → usermod -aG {group} {user}, then systemctl restart lifeline-guard',
    zh: '{user} 无权打开线路 {line} 的适配器（权限 {mode}，组 {group}） → 执行 usermod -aG {group} {user}，然后 systemctl restart lifeline-guard',
  },
  'doctor.rights': {
    en: 'everybody may write this (mode {mode}) → chmod o-w {path}',
    zh: '任何人都可以写入（权限 {mode}） → 执行 chmod o-w {path}',
  },
  'doctor.secret-exposed': {
    en: 'a secret can be read by others (mode {mode}) → chmod {wanted} {path}; if others have been at the box, make a new one',
    zh: '密钥或密码可被其他人读取（权限 {mode}） → 执行 chmod {wanted} {path}；若曾有他人使用本机，请更换',
  },
  'doctor.owner': {
    en: 'this belongs to user {found} and not to {user}: guard cannot write it → chown -R {user}:lifeline {path}',
    zh: '此处属于用户 {found}，而不是 {user}：守护进程无法写入 → 执行 chown -R {user}:lifeline {path}',
  },
  'doctor.clock': {
    en: 'the clock is not synchronised → let the box reach a time server: timedatectl timesync-status; alarms sound all the same, their times are marked as unsure',
    zh: '时钟未同步 → 请让网关能访问时间服务器：timedatectl timesync-status；报警照常，但时间标记为不确定',
  },
  'doctor.disk-space': {
    en: '{free} MB are free, and {needed} MB are needed: for what the journal may still grow by, state files and updates → free space (journalctl --vacuum-size=50M, apt-get clean), or lower journal.telemetryMb in the site file',
    zh: '剩余空间 {free} MB，而本地记录的增长、状态文件和更新共需 {needed} MB → 请清理空间（journalctl --vacuum-size=50M、apt-get clean），或在现场文件中调低 journal.telemetryMb',
  },
  'doctor.disk-files': {
    en: 'the file system has room for {free} more files only → look for a folder full of small files: du --inodes -x / | sort -n | tail',
    zh: '文件系统只能再建 {free} 个文件 → 请查找小文件过多的文件夹：du --inodes -x / | sort -n | tail',
  },
  'doctor.disk-read-only': {
    en: 'the file system of the journal ({mount}) is read-only: rows go into memory → look for the reason in dmesg; most often the card is worn out: make a backup and exchange it',
    zh: '本地记录所在的文件系统（{mount}）为只读：记录暂存于内存 → 请在 dmesg 中查找原因；多为存储卡损坏：请备份并更换',
  },
  'doctor.disk-errors': {
    en: 'the file system {disk} has counted {count} errors → make a backup (lifeline backup), and exchange the card',
    zh: '文件系统 {disk} 已出现 {count} 个错误 → 请备份（lifeline backup）并更换存储卡',
  },
  'doctor.disk-fails': {
    en: 'the kernel tells of {count} errors of the memory {disk}, the last: {last} → make a backup (lifeline backup), push the card in firmly, look at the supply, and exchange the card if it goes on: journalctl -k -p warning',
    zh: '内核报告存储器 {disk} 出现 {count} 个错误，最后一个：{last} → 请备份（lifeline backup），插紧存储卡，检查供电；若仍出现请更换：journalctl -k -p warning',
  },
  'doctor.disk-worn': {
    en: 'the memory {disk} has used {percent} % of the life its maker reckons with → make a backup (lifeline backup), and exchange it soon',
    zh: '存储器 {disk} 已用去厂家标称寿命的 {percent}% → 请备份（lifeline backup）并尽快更换',
  },
  'doctor.disk-reserve': {
    en: 'the memory {disk} has used up {reserve} of its spare blocks → make a backup (lifeline backup), and exchange it now',
    zh: '存储器 {disk} 的备用块已用去 {reserve} → 请备份（lifeline backup）并立即更换',
  },
  'doctor.undervoltage': {
    en: 'the supply voltage has been too low since the last start: cards are damaged that way → use the supply of the maker of the board, with a short thick cable, and nothing else on it',
    zh: '自上次启动以来供电电压过低：这会损坏存储卡 → 请使用主板厂家的电源和短而粗的电缆，且不接其他设备',
  },
  'doctor.temperature': {
    en: 'the processor is at {celsius} °C, and slows itself down from {most} °C on → give the housing air, take it out of the sun, or mount a heat sink',
    zh: '处理器温度 {celsius} °C，超过 {most} °C 会自动降速 → 请改善通风，避免日晒，或加装散热片',
  },
  'doctor.certificate-ended': {
    en: 'the certificate of {owner} ended on {day} → have a new one made, put it in the place of this file, and restart what uses it',
    zh: '{owner} 的证书已于 {day} 过期 → 请申请新证书，替换此文件，并重启使用它的程序',
  },
  'doctor.certificate-early': {
    en: 'the certificate of {owner} holds from {day} on, which is still to come for this box → look at the clock first (timedatectl); if it is right, have the certificate made anew, or wait until that day',
    zh: '{owner} 的证书自 {day} 起有效，而本机时间尚未到达 → 请先检查时钟（timedatectl）；若时钟正确，请重新申请证书，或等到该日期',
  },
  'doctor.certificate-ends': {
    en: 'the certificate of {owner} ends on {day}, in {days} days → have a new one made, and put it in the place of this file before that day',
    zh: '{owner} 的证书将于 {day} 过期，还有 {days} 天 → 请在此之前申请新证书并替换此文件',
  },
  'doctor.certificate-unreadable': {
    en: 'the certificate of {owner} cannot be read: {message} → put the right PEM file there, readable by the group lifeline',
    zh: '无法读取 {owner} 的证书：{message} → 请放置正确的 PEM 文件，并让 lifeline 组可读',
  },
  'doctor.broker': {
    en: 'the broker of uplink {uplink} cannot be reached at {address}: {message} → look at network, name and firewall; nothing is lost meanwhile, the journal keeps it',
    zh: '无法连接上行 {uplink} 的服务器 {address}：{message} → 请检查网络、名称和防火墙；期间数据保存在本地记录中，不会丢失',
  },
  'doctor.journal': {
    en: 'the journal cannot be read: {message} → look into it with: lifeline journal check {file}; guard keeps what is new in memory and says so',
    zh: '无法读取本地记录：{message} → 请用 lifeline journal check {file} 检查；守护进程会把新数据存于内存并提示',
  },
  'doctor.journal-size': {
    en: 'the journal takes {mb} MB, more than the {most} MB that the site file gives it → restart guard; if it stays so send the file of: lifeline support',
    zh: '本地记录占用 {mb} MB，超过现场文件规定的 {most} MB → 请重启守护进程；若仍如此，请发送 lifeline support 生成的文件',
  },
  'doctor.journal-aside': {
    en: '{count} journals that were set aside take {mb} MB → when the platform has got them (lifeline journal stat), copy them elsewhere and remove them',
    zh: '{count} 个搁置的记录文件占用 {mb} MB → 待平台收到后（lifeline journal stat），请复制到别处并删除',
  },
  'doctor.journal-growth': {
    en: 'the journal grows by {mb} MB a day: in {days} days the disk is full → lower journal.telemetryMb, or lengthen report.everyS in the site file',
    zh: '本地记录每天增长 {mb} MB：{days} 天后磁盘将满 → 请在现场文件中调低 journal.telemetryMb 或加长 report.everyS',
  },
  'doctor.fell-back': {
    en: 'the last update was not well, and this box fell back by itself {why} → send the file of lifeline support to whoever made the update; the box is safe with the version it runs',
    zh: '上次更新运行不正常，网关已自动退回原版本（{why}） → 请把 lifeline support 生成的文件发给更新的提供者；现行版本可安全运行',
  },
  'doctor.update-broken-off': {
    en: 'an update of {packages} was broken off; the box runs a whole version, and takes no other update by hand → dpkg --configure -a; then apt-get --reinstall install {packages}, or install the packages of your firm once more',
    zh: '{packages} 的更新被中断；网关运行的版本是完整的，但无法再手动更新 → 执行 dpkg --configure -a，然后 apt-get --reinstall install {packages}，或重新安装贵公司的软件包',
  },
  'doctor.time-zone': {
    en: 'the clock of the box is that of {system}, and its building is in {site}: updates by themselves come at other hours than LIFELINE_UPDATE_WINDOW means → timedatectl set-timezone {site}',
    zh: '本机时区为 {system}，而建筑位于 {site}：自动更新的时刻与 LIFELINE_UPDATE_WINDOW 的本意不符 → 执行 timedatectl set-timezone {site}',
  },
  'doctor.cloned': {
    en: 'this card was made in another box ({made}) and runs in this one ({here}) → if the board was exchanged: lifeline identity adopt; if this is a copy, give it an identity of its own: lifeline identity new',
    zh: '此存储卡来自另一台网关（{made}），现在运行在本机（{here}） → 若更换了主板，请执行 lifeline identity adopt；若为复制卡，请执行 lifeline identity new 生成新身份',
  },
});

export type DoctorKey = keyof typeof DOCTOR_PROBLEMS;

/** Makes a finding of the doctor. */
export const doctorProblem = problemMaker(DOCTOR_PROBLEMS);
