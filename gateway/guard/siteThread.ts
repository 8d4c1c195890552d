import { parentPort, workerData } from 'node:worker_threads';
import { readSiteFile } from './startup.ts';

/** Reads one site file beside guard's loop, answers, and ends. */
parentPort?.postMessage(readSiteFile(workerData as string));
