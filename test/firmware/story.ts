import type { NodeCommand, NodeOutput } from '../../drivers/annunciator/node.ts';
import { type NodeEvent, startingState, step } from '../../firmware/annunciator/core.ts';
import { type KeptNode, NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import type { NodeState } from '../../firmware/annunciator/nodeState.ts';
import {
  actingOf,
  nextChange,
  type PinLevels,
  pinsOf,
  statusOf,
  toneOf,
} from '../../firmware/annunciator/outputs.ts';

/** A command that asks for nothing, with what is said changed. The beat counts up by itself. */
export function command(change: Partial<NodeCommand> = {}, acting: readonly NodeOutput[] = []): NodeCommand {
  return {
    leaseMs: 10_000,
    tone: 'none',
    acting: new Set(acting),
    onLoss: { siren: 'hold', strobe: 'hold', 'fault-lamp': 'act', 'gas-valve': 'hold', fan: 'rest' },
    atRest: new Set(),
    beat: ++beats & 0xffff,
    ...change,
  };
}
let beats = 0;

/** A node on a time of its own, which moves from change to change as the real one's timer would. */
export class Story {
  now = 1000;
  state: NodeState;

  constructor(kept: KeptNode = NEVER_TOLD, options: { boot?: number; board?: 'ready' | 'starting' } = {}) {
    this.state = startingState(options.boot ?? 7, kept, this.now);
    if (options.board !== 'starting') this.ready();
  }

  happens(event: NodeEvent): this {
    this.state = step(this.state, event, this.now);
    return this;
  }

  commands(change: Partial<NodeCommand> = {}, acting: readonly NodeOutput[] = []): this {
    return this.happens({ kind: 'command', command: command(change, acting) });
  }

  /** The board is there, its buttons are up and its housing is shut. */
  ready(): this {
    this.happens({ kind: 'board', board: 'ready' });
    for (const contact of ['silence', 'reset', 'test'] as const) this.contact(contact, false);
    return this.contact('tamper', true).contact('mains', true).after(50);
  }

  contact(contact: 'silence' | 'reset' | 'test' | 'tamper' | 'mains', closed: boolean): this {
    return this.happens({ kind: 'contact', contact, closed });
  }

  press(button: 'silence' | 'reset' | 'test'): this {
    return this.contact(button, true).after(150).contact(button, false).after(50);
  }

  /** Time passes; the node looks at itself when it said it would. */
  after(ms: number): this {
    const end = this.now + ms;
    for (;;) {
      const due = nextChange(this.state, this.now);
      if (due > end) break;
      this.now = Math.max(due, this.now);
      this.happens({ kind: 'tick' });
    }
    this.now = end;
    return this.happens({ kind: 'tick' });
  }

  get pins(): PinLevels {
    return pinsOf(this.state, this.now);
  }
  get acting(): readonly NodeOutput[] {
    return [...actingOf(this.state, this.now)];
  }
  get tone(): string {
    return toneOf(this.state, this.now);
  }
  get status() {
    return statusOf(this.state, this.now);
  }
}
