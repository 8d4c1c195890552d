import { vi } from 'vitest';
import { Turn } from '../../gateway/guard/detect/turn.ts';

/** Makes the judgement of one rule throw, as a fault in its code would. */
export const RULE_WATCHES = {
  breakRule(id: string): void {
    const reading = Turn.prototype.reading;
    vi.spyOn(Turn.prototype, 'reading').mockImplementation(function (this: Turn, watch, given) {
      if (watch.rule.id === id) throw new RangeError('a rule that cannot count');
      reading.call(this, watch, given);
    });
  },
  mend(): void {
    vi.restoreAllMocks();
  },
};
