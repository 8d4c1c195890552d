import type { NodeBoardState } from '../../drivers/annunciator/node.ts';
import type { NodeContact } from '../annunciator/contacts.ts';
import type { PinLevels } from '../annunciator/outputs.ts';

/** The board as the node sees it. */
export interface PinBoard {
  onState: (state: NodeBoardState) => void;
  onContact: (contact: NodeContact, closed: boolean) => void;
  /** What the pins are to be from now on: written at once while the board is ready, and whenever it becomes so again. */
  show(pins: PinLevels): void;
}
