import { parentPort, workerData } from 'node:worker_threads';
import { readExamination } from '../../reports/examination/readExamination.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import type { ExaminationAsk } from './examinationReader.ts';

/** Reads a period of a journal beside desk's loop, answers, and ends. */
const { journal, from, to, timeZone } = workerData as ExaminationAsk;
const times = new CivilTimes(timeZone);
parentPort?.postMessage(readExamination(journal, { from, to }, (utc) => times.day(utc)));
