import {
  COMMAND_ADDRESS,
  encodeCommand,
  NODE_OUTPUTS,
  type NodeFailState,
  type NodeOutput,
} from '../../../../drivers/annunciator/node.ts';
import type { Request } from '../../../../drivers/request.ts';
import { refreshMs } from '../../../alarmTime/leaseWrites.ts';
import type { Annunciator, Device, Output } from '../../../site/installation.ts';
import type { Orders, OutputChannel } from './drive.ts';

/** A node's outputs by what they drive; the site check lets it have one of each. */
export type NodeWiring = ReadonlyMap<NodeOutput, Output>;

/** What hangs on a node. */
export function wiringOf({ outputs }: Annunciator): NodeWiring {
  return new Map(
    NODE_OUTPUTS.flatMap((name) => {
      const output = outputs.find(({ drives }) => drives === name);
      return output === undefined ? [] : [[name, output] as const];
    }),
  );
}

/** The command block of a node: everything in one write, renewed with the next beat. Patterns are the node's own. */
export function nodeChannel(annunciator: Annunciator, device: Device): OutputChannel {
  const wiring = wiringOf(annunciator);
  return {
    id: device.id,
    wish: (orders) =>
      [...wiring.values()].every(({ point }) => orders.has(point))
        ? JSON.stringify(nodeCommand(annunciator, wiring, orders, 0).values)
        : null,
    wire: (orders, phaseMs, beat) => ({
      request: { ...nodeCommand(annunciator, wiring, orders, beat), unit: device.unit },
      againAt: phaseMs + refreshMs(annunciator),
    }),
  };
}

function nodeCommand(
  { leaseMs }: Annunciator,
  wiring: NodeWiring,
  orders: Orders,
  beat: number,
): Extract<Request, { op: 'write-registers' }> {
  const order = (name: NodeOutput) => orders.get(wiring.get(name)?.point ?? '');
  const values = encodeCommand({
    leaseMs,
    tone: order('siren')?.tone ?? 'none',
    acting: new Set(NODE_OUTPUTS.filter((name) => order(name)?.acting === true)),
    onLoss: Object.fromEntries(
      NODE_OUTPUTS.map((name) => [name, wiring.get(name)?.onLoss ?? 'hold']),
    ) as Record<NodeOutput, NodeFailState>,
    atRest: new Set(NODE_OUTPUTS.filter((name) => wiring.get(name)?.energised === 'at-rest')),
    beat,
  });
  return { op: 'write-registers', unit: 0, address: COMMAND_ADDRESS, values };
}
