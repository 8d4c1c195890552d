import { parentPort, workerData } from 'node:worker_threads';
import { readSiteFile } from './startup.ts';

/** Reads one site file beside guard's loop, answers, and ends. */
const { path, text } = workerData as { readonly path: string; readonly text?: string };
parentPort?.postMessage(readSiteFile(path, text));
