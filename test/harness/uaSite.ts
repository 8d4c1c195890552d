import { houseSite } from './house.ts';

/** The small house with a siren and a strobe on its relay board, and a gas alarm that stays until it is reset. */
export const sirenSite = {
  ...houseSite,
  rules: houseSite.rules.map((rule) => ({
    ...rule,
    latch: ['red'],
    signals: { red: { tone: 'continuous', strobe: true } },
  })),
  annunciators: [
    {
      device: 'board',
      outputs: [
        { point: 'relay1', drives: 'siren', onLoss: 'hold' },
        { point: 'relay2', drives: 'strobe', onLoss: 'hold' },
      ],
    },
  ],
};
