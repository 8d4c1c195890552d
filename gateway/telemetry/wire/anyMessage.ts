import type { Command } from './command.ts';
import type {
  AckMessage,
  Birth,
  EventMessage,
  StateMessage,
  TelemetryMessage,
  TombstoneMessage,
} from './model.ts';
import type { Reply } from './reply.ts';

/** Any message of a gateway, decoded. */
export type Message =
  | { readonly kind: 'birth'; readonly hash: string; readonly birth: Birth }
  | { readonly kind: 'state'; readonly state: StateMessage }
  | { readonly kind: 'ack'; readonly ack: AckMessage }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | TelemetryMessage
  | EventMessage
  | TombstoneMessage;
