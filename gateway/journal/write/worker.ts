import { parentPort, workerData } from 'node:worker_threads';
import { Session, type SessionOptions } from './session.ts';
import type { Answer, Question } from './thread.ts';

/** The journal's own thread: it alone waits for the disk. It has no clock; the writer says when to look after the file. */
const session = new Session(workerData as SessionOptions);

parentPort?.on('message', ({ id, ask, items, doubt }: Question) => {
  parentPort?.postMessage({ id, answer: answer(ask, items, doubt) } satisfies Answer);
});

function answer(ask: Question['ask'], items: Question['items'], doubt: Question['doubt']): Answer['answer'] {
  switch (ask) {
    case 'check':
      return session.check();
    case 'write':
      return session.write(items, doubt);
    case 'stat':
      return session.stat();
    case 'close':
      return session.close();
  }
}
