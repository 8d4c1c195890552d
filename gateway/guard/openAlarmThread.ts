import { parentPort, workerData } from 'node:worker_threads';
import { openAlarms } from '../journal/read/openAlarms.ts';

/** Reads a journal beside guard's loop, answers, and ends. */
parentPort?.postMessage(openAlarms(workerData as string));
