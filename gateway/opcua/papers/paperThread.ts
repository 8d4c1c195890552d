import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import type { PaperAsk, WrittenPaper } from './paperAsk.ts';
import { writePaper } from './writePaper.ts';

/** Writes one paper beside the server's loop, answers, and ends. */
const written: WrittenPaper = { text: writePaper(workerData as PaperAsk, systemClock().utc()) };
parentPort?.postMessage(written);
