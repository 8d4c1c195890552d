import type { Backchannel } from '../../../simulators/backchannel/backchannel.ts';
import type { Mosquitto } from '../../harness/mosquitto.ts';
import type { Program } from '../../harness/program.ts';
import type { Stage } from '../../harness/stage.ts';

/** What a fault may lay hands on. */
export type House = {
  readonly stage: Stage;
  readonly building: Backchannel;
  readonly broker: Mosquitto;
  readonly guardPid: number;
  readonly courier: Program;
  /** A client of guard's desk socket that subscribes to everything, in a process of its own. */
  readonly desk: Program;
};

/**
 * One thing that is broken while steps are played. `environment` is guard's, `under` a command it is started with.
 * `begin` breaks it and returns how it ends. Not `bounded`: what no analysis of a line can promise, only report.
 */
export type Fault = {
  readonly name: string;
  readonly bounded: boolean;
  readonly environment?: (stage: Stage) => Readonly<Record<string, string>>;
  readonly under?: readonly string[];
  begin(house: House): Promise<() => Promise<void> | void>;
};
