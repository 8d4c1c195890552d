import { parentPort, workerData } from 'node:worker_threads';
import { type GuardSite, readGuardSite } from './guardSite.ts';
import { promise } from './promised.ts';

/** Reads the site that guard has taken up beside desk's loop, works out what is promised of it, answers, and ends. */
const site = readGuardSite(workerData as string);
const read: GuardSite = site.ok ? { site, promised: promise(site.value) } : { site, promised: null };
parentPort?.postMessage(read);
