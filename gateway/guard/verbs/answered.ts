import type { ControlHandlers, Requester } from '../../control/server.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import type { InputQueue } from '../inputQueue.ts';

type Handler = (request: never, asker: Requester) => Promise<Result<unknown, Problem>>;

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
    async (request: never, asker: Requester) => {
      try {
        return (await queue.ask(`command ${verb}`, () => handle(request, asker))) ?? err(STOPPED);
      } catch (error) {
        failed(verb, error);
        return err(FAULT);
      }
    },
  ]);
  return Object.fromEntries(entries) as ControlHandlers;
}

const STOPPED = guardProblem('guard.stopping');
const FAULT = guardProblem('guard.internal');
