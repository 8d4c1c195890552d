import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What was saved by the last run and cannot be read. */
export const STATE_PROBLEMS = problemCatalogue({
  'detect.saved-state-damaged': {
    en: 'the saved alarm state cannot be read: acknowledgements, latches, shelves and maintenance of the last run are lost → alarms whose condition still holds are raised again; acknowledge them again, and look for causes that are gone by now',
    zh: '无法读取保存的报警状态：上次运行的确认、锁定、搁置和维护均已丢失 → 条件仍然存在的报警会重新发出；请重新确认，并查找现已消失的原因',
  },
  'annunciate.saved-state-damaged': {
    en: 'the saved state of the sirens cannot be read: what was silenced is lost → alarms that stand sound again; gas valves stay as they are found',
    zh: '无法读取保存的警报器状态：消音记录已丢失 → 仍然存在的报警会重新鸣响；燃气阀保持原状',
  },
  'state.lifts': {
    en: 'what was remembered of the lifts cannot be read: {message} → they are watched from now on as if for the first time; an entrapment that stood is found again if it still stands',
    zh: '无法读取电梯的历史状态：{message} → 从现在起如同首次监测；此前的困人情况若仍存在，会再次发现',
  },
  'record.channels-damaged': {
    en: 'the table of channel indices cannot be read → restore it from a backup; or remove it, and the journal with it, to start under a new epoch',
    zh: '无法读取通道编号表 → 请从备份恢复；或将它和本地记录一并删除，以新的纪元重新开始',
  },
});

/** Makes a problem of a saved state. */
export const stateProblem = problemMaker(STATE_PROBLEMS);
