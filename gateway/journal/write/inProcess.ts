import { Session } from './session.ts';
import { type Answer, answerOf, type SpawnSession } from './sessionPort.ts';

/** Says when something that is on its way arrives; `what` names it: a question on its way to the disk, or the answer. */
export type Deliver = (what: 'question' | 'answer', arrive: () => void) => void;

/**
 * A session without a thread, on real files, for whoever decides himself in which order things happen. A question is worked on when
 * `deliver` lets it arrive, which takes as long as the disk does, and its answer is heard when that arrives. What is on its way
 * when the port is ended is lost, like what a thread had in hand.
 */
export function inProcess(deliver: Deliver, newEpoch?: () => string): SpawnSession {
  return (options, hearer) => {
    const session = new Session(options, newEpoch);
    let ended = false;
    return {
      ask(question) {
        deliver('question', () => {
          if (ended) return;
          let answer: Answer['answer'];
          try {
            answer = answerOf(session, question);
          } catch (error) {
            ended = true; // as a thread ends by what it does not catch
            hearer.ended(error instanceof Error ? error : new Error(String(error)));
            return;
          }
          deliver('answer', () => {
            if (!ended) hearer.answered({ id: question.id, answer });
          });
        });
      },
      async end() {
        ended = true;
        session.abandon();
      },
    };
  };
}
