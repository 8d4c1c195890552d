/** The gateway of `liftSite`. */
export const LIFT_HOUSE = 'stairwell-1';

/** A lift nobody uses by itself, seen by its controller and by a sensor box on lines of their own, for `Stage.simulate`. */
export const liftBuilding = {
  world: {
    outdoor: { meanC: 12, swingC: 0 },
    lifts: {
      a: {
        ...{ floors: 3, below: 1, floorMm: 2900, usageClass: 0, acceleration: 1.2, jerk: 3 },
        ...{ curveDelayMs: 100, stopDelayMs: 100, relevelMps: 0.3, rescueMps: 0.3, pressAfterMs: 500 },
        door: {
          openMs: 1500,
          closeMs: 1500,
          passMs: 500,
          dwellHallMs: 1500,
          dwellCarMs: 4000,
          latecomers: 0,
        },
      },
    },
  },
  lines: [
    {
      id: 'lift',
      link: 'lift',
      baud: 38400,
      devices: [{ id: 'controller', profile: 'monarch-nice3000plus', unit: 1, lift: 'a' }],
    },
    {
      id: 'box',
      link: 'box',
      baud: 9600,
      devices: [{ id: 'box', profile: 'lift-sensor-box-19reg', unit: 247, lift: 'a' }],
    },
  ],
};

/** Its gateway as an installer would leave it. */
export const liftSite = {
  gateway: { id: LIFT_HOUSE, timeZone: 'Asia/Shanghai' },
  report: { everyS: 5 },
  buses: [
    { id: 'lift', connection: { type: 'serial', path: 'lines/lift', baud: 38400 } },
    { id: 'box', connection: { type: 'serial', path: 'lines/box', baud: 9600 } },
  ],
  devices: [
    {
      ...{ id: 'controller', profile: 'monarch-nice3000plus', bus: 'lift', unit: 1, gapMs: 30 },
      parameters: { directionSense: 1, doorZoneTerminal: 1, safetyChainBits: 7 },
    },
    {
      ...{ id: 'box', profile: 'lift-sensor-box-19reg', bus: 'box', unit: 247 },
      parameters: { directionSense: 1, doorBitOpen: 1 },
    },
  ],
  lifts: [
    {
      ...{ id: 'lift-a', name: { en: 'Lift A', zh: 'A 梯' }, devices: ['controller', 'box'] },
      ...{ floors: ['B1', '1', '2'], ratedSpeed: 1, travel: 5.8 },
    },
  ],
};
