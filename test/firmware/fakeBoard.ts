import type { PinLevels } from '../../firmware/annunciator/outputs.ts';
import type { Board } from '../../firmware/board/board.ts';

/** A board that does what it is told, and remembers it. */
export class FakeBoard implements Board {
  onState: Board['onState'] = () => {};
  onContact: Board['onContact'] = () => {};
  readonly shown: PinLevels[] = [];

  show(pins: PinLevels): void {
    this.shown.push(pins);
  }
  get pins(): PinLevels | undefined {
    return this.shown.at(-1);
  }
}
