import { parentPort, workerData } from 'node:worker_threads';
import { type PreviewAsk, previewSite } from './previewSite.ts';

/** Works one change of the site out beside desk's loop, answers, and ends. */
parentPort?.postMessage(previewSite(workerData as PreviewAsk));
