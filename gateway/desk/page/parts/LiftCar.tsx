import type { LiftNow } from '../../http/api/liftsApi.ts';
import { amount, say, withUnit, word } from '../state/speech.ts';
import { Fact } from './Fact.tsx';

/** Where the car is, what it does, its doors, its chain, and who is in it. What is not known is said to be just that. */
export function LiftCar({ lift }: { lift: LiftNow }) {
  const { car, door, safetyChain, service, person, trips } = lift;
  const unknown = <span class="bad">{say('lifts.unknown')}</span>;
  const doubtful = (what: string) =>
    lift.unsure.some((one) => one.what === what) ? ` · ${say('lifts.unsure')}` : '';
  const code = (table: string, value: string | null, what: string) =>
    value === null ? unknown : `${word(table, value)}${doubtful(what)}`;
  return (
    <>
      <p class="value">
        <span class="amount">
          {car.floor === null
            ? unknown
            : `${say('lifts.floor', { floor: car.floor })}${doubtful('car.floor')}`}
        </span>
        <small>
          {car.moving === null ? '' : say(car.moving ? 'lifts.moving' : 'lifts.still')}
          {car.moving === true && car.direction !== null && ` · ${word('DIRECTION_WORDS', car.direction)}`}
          {car.speedMmS !== null && ` · ${withUnit(amount(Math.abs(car.speedMmS) / 1000, 2), 'm/s')}`}
        </small>
      </p>
      <dl class="facts">
        <Fact name={say('lifts.door')}>{code('DOOR_WORDS', door, 'door')}</Fact>
        <Fact name={say('lifts.chain')}>{code('CHAIN_WORDS', safetyChain, 'safetyChain')}</Fact>
        <Fact name={say('lifts.mode')}>{code('MODE_WORDS', service, 'service')}</Fact>
        <Fact name={say('lifts.people')}>
          {person === null
            ? unknown
            : `${say(person ? 'lifts.somebody' : 'lifts.nobody')}${doubtful('person')}`}
        </Fact>
        <Fact name={say('lifts.trips')}>
          {say('lifts.trips-today', { n: trips.today })}
          {trips.total !== null && ` · ${say('lifts.trips-all', { n: trips.total })}`}
        </Fact>
      </dl>
    </>
  );
}
