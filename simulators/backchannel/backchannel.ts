import { NdjsonConnection } from '../../gateway/core/ndjsonConnection.ts';
import type { FaultInput } from '../device/fault.ts';
import type { LiftMishapInput } from '../lift/mishap.ts';
import type { Fact } from '../lift/truth.ts';
import type { Quantity } from '../world/quantity.ts';
import type { AnswerPush, BuildingState, BuildingTally, CommandInput } from './buildingProtocol.ts';

/** The other end of the backchannel: for tests, benches and the demo. A command the building refuses throws. */
export class Backchannel {
  readonly #connection: NdjsonConnection;

  private constructor(connection: NdjsonConnection) {
    this.#connection = connection;
  }

  /** Connects to the socket of a running simulator. */
  static async connect(path: string): Promise<Backchannel> {
    return new Backchannel(await NdjsonConnection.open(path));
  }

  close(): void {
    this.#connection.close();
  }

  /** Any command; rejects with what is wrong and what to do when it is refused. */
  send(command: CommandInput): Promise<unknown> {
    return this.#connection.demand(command);
  }

  async state(): Promise<BuildingState> {
    return (await this.send({ verb: 'state' })) as BuildingState;
  }

  async tally(): Promise<BuildingTally> {
    return (await this.send({ verb: 'tally' })) as BuildingTally;
  }

  async resetTally(): Promise<void> {
    await this.send({ verb: 'resetTally' });
  }

  /** Shows `value` at a path of the world until `release`. */
  async set(path: string, value: Quantity): Promise<void> {
    await this.send({ verb: 'set', path, value });
  }

  async release(path?: string): Promise<void> {
    await this.send(path === undefined ? { verb: 'release' } : { verb: 'release', path });
  }

  /** The next good answer that shows `path` shows `value`, once. */
  async spike(path: string, value: Quantity): Promise<void> {
    await this.send({ verb: 'spike', path, value });
  }

  async leak(room: string, lelPerMinute?: number): Promise<void> {
    await this.send({ verb: 'leak', room, ...(lelPerMinute === undefined ? {} : { lelPerMinute }) });
  }

  async ventilate(room: string, airChangesPerHour?: number): Promise<void> {
    await this.send({
      verb: 'ventilate',
      room,
      ...(airChangesPerHour === undefined ? {} : { airChangesPerHour }),
    });
  }

  async burst(): Promise<void> {
    await this.send({ verb: 'burst' });
  }

  /** Mends a room, a wall, `riser`, or `all`. */
  async repair(what: string): Promise<void> {
    await this.send({ verb: 'repair', what });
  }

  async lean(wall: string, degrees: number): Promise<void> {
    await this.send({ verb: 'lean', wall, degrees });
  }

  /** Anything that can happen to a lift. */
  async lift(mishap: LiftMishapInput): Promise<void> {
    await this.send(mishap);
  }

  /** What really happened to a lift, since a moment of world time or since the start. */
  async account(lift: string, sinceMs?: number): Promise<Fact[]> {
    const since = sinceMs === undefined ? {} : { sinceMs };
    return (await this.send({ verb: 'account', lift, ...since })) as Fact[];
  }

  async fault(device: string, fault: FaultInput): Promise<void> {
    await this.send({ verb: 'fault', device, fault });
  }

  /** Ends the faults of one device, or of all. */
  async clear(device?: string): Promise<void> {
    await this.send(device === undefined ? { verb: 'clear' } : { verb: 'clear', device });
  }

  async unplug(line: string): Promise<void> {
    await this.send({ verb: 'unplug', line });
  }

  async plug(line: string): Promise<void> {
    await this.send({ verb: 'plug', line });
  }

  /** Calls `take` with every good answer of any device from now on. */
  async subscribe(take: (answer: AnswerPush) => void): Promise<void> {
    this.#connection.onPush = (push) => take(push as AnswerPush);
    await this.send({ verb: 'subscribe' });
  }
}
