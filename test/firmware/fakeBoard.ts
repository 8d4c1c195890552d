import type { PinLevels } from '../../firmware/annunciator/outputs.ts';
import type { PinBoard } from '../../firmware/board/pinBoard.ts';

/** A board that does what it is told, and remembers it. */
export class FakeBoard implements PinBoard {
  onState: PinBoard['onState'] = () => {};
  onContact: PinBoard['onContact'] = () => {};
  readonly shown: PinLevels[] = [];

  show(pins: PinLevels): void {
    this.shown.push(pins);
  }
  get pins(): PinLevels | undefined {
    return this.shown.at(-1);
  }
}
