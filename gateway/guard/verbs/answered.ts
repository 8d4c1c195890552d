import type { ControlHandlers } from '../../control/server.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import type { InputQueue } from '../inputQueue.ts';

type Handler = (request: never, client: string) => Promise<Result<unknown, Problem>>;

/**
 * Commands as inputs of the queue: each is carried out when its turn comes, and what it changed is done before it is
 * answered. A command that waits for something (a read, a reload) begins in its turn and is answered later. `failed`: one
 * met a fault in the program.
 */
export function answered(
  handlers: ControlHandlers,
  queue: InputQueue,
  failed: (verb: string, error: unknown) => void,
): ControlHandlers {
  const entries = Object.entries(handlers as Record<string, Handler>).map(([verb, handle]) => [
    verb,
    async (request: never, client: string) => {
      try {
        return (await queue.ask(`command ${verb}`, () => handle(request, client))) ?? err(STOPPED);
      } catch (error) {
        failed(verb, error);
        return err(FAULT);
      }
    },
  ]);
  return Object.fromEntries(entries) as ControlHandlers;
}

const STOPPED: Problem = {
  code: 'guard.stopping',
  what: 'guard is being stopped: this was not done',
  hint: 'ask again when it runs',
};
const FAULT: Problem = {
  code: 'guard.internal',
  what: 'this met a fault in the program, and may not have been done',
  hint: 'look at the alarms before you ask again, and report the line in the log of guard',
};
