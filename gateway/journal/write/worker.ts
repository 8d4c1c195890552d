import { parentPort, workerData } from 'node:worker_threads';
import { Session, type SessionOptions } from './session.ts';
import { type Answer, answerOf, type Question } from './sessionPort.ts';

/** The journal's own thread: it alone waits for the disk. It has no clock; the writer says when to look after the file. */
const session = new Session(workerData as SessionOptions);

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage({ id: question.id, answer: answerOf(session, question) } satisfies Answer);
});
