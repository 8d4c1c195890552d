import type { Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant } from 'node-opcua-variant';
import type { LineHealth } from '../../control/health.ts';
import type { Line } from '../../site/installation.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import { textOf } from '../../text/problemText.ts';
import { localized } from './localized.ts';
import { describe } from './namesByLocale.ts';
import type { SourceTimes } from './sourceTimes.ts';
import { euInformation } from './units.ts';
import { sayText } from './valueByLocale.ts';

const NOTHING = new Variant({ dataType: DataType.Null });

/** A line (one RS-485 pair, or one Modbus TCP endpoint) as an object: whether its port is open, and how busy it is. */
export class LineNode {
  readonly object: UAObject;
  readonly #state: UAVariable;
  readonly #busy: UAVariable;
  readonly #dead: UAVariable;
  readonly #problem: UAVariable;

  constructor(namespace: Namespace, parent: UAObject, { id, connection }: Line) {
    this.object = namespace.addObject({
      ...{ browseName: id, nodeId: `s=line/${id}`, organizedBy: parent },
    });
    describe(this.object, OPCUA_MESSAGES[`line.${connection.type}`]);
    const share = (browseName: 'Utilisation' | 'DeadShare') => {
      const variable = namespace.addAnalogDataItem({
        ...{ browseName, displayName: localized(OPCUA_MESSAGES[`line.${browseName}`]) },
        ...{ componentOf: this.object, dataType: 'Double' },
        ...{
          nodeId: `s=line/${id}/${browseName}`,
          accessLevel: 'CurrentRead',
          userAccessLevel: 'CurrentRead',
        },
        ...{ engineeringUnitsRange: { low: 0, high: 100 }, engineeringUnits: euInformation('%') },
      });
      describe(variable, OPCUA_MESSAGES[`line.${browseName}.about`]);
      return variable;
    };
    this.#state = namespace.addTwoStateDiscrete({
      ...{ browseName: 'Open', componentOf: this.object, nodeId: `s=line/${id}/Open` },
      displayName: localized(OPCUA_MESSAGES['line.Open']),
      ...{
        trueState: OPCUA_MESSAGES['line.open'].en,
        falseState: OPCUA_MESSAGES['line.lost'].en,
        accessLevel: 'CurrentRead',
        userAccessLevel: 'CurrentRead',
      },
    });
    sayText(this.#state.getPropertyByName('TrueState', 0), OPCUA_MESSAGES['line.open']);
    sayText(this.#state.getPropertyByName('FalseState', 0), OPCUA_MESSAGES['line.lost']);
    this.#busy = share('Utilisation');
    this.#dead = share('DeadShare');
    this.#problem = namespace.addVariable({
      ...{
        browseName: 'Problem',
        displayName: localized(OPCUA_MESSAGES['line.Problem']),
        componentOf: this.object,
        nodeId: `s=line/${id}/Problem`,
        dataType: 'LocalizedText',
      },
      ...{ accessLevel: 'CurrentRead', userAccessLevel: 'CurrentRead' },
    });
  }

  show({ state, utilisation, deadShare, problem }: LineHealth): void {
    this.#state.setValueFromSource({ dataType: DataType.Boolean, value: state === 'open' });
    this.#busy.setValueFromSource({ dataType: DataType.Double, value: utilisation * 100 });
    this.#dead.setValueFromSource({ dataType: DataType.Double, value: deadShare * 100 });
    sayText(this.#problem, problem === undefined ? '' : textOf(problem));
  }

  /** Guard does not answer: nobody knows how the line is. */
  lost(at: ReturnType<SourceTimes['now']>): void {
    for (const variable of [this.#state, this.#busy, this.#dead, this.#problem])
      variable.setValueFromSource(NOTHING, StatusCodes.BadNoCommunication, at);
  }
}
