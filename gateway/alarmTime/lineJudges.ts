import type { Judge } from '../site/load.ts';
import { checkAlarmTimes } from './alarmTimeChecks.ts';
import { checkLoad } from './lineLoad.ts';

/** Refuse a site whose lines cannot do what is asked of them. The first that has something to say speaks alone. */
export const LINE_JUDGES: readonly Judge[] = [checkLoad, checkAlarmTimes];
