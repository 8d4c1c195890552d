import { z } from 'zod';

/**
 * A saved state of version 1 told as one of version 2: then nothing latched, was masked or grouped, and each alarm had
 * been announced. Anything else goes through as it is. What is read here is only what has to be told anew; the whole is
 * checked afterwards.
 */
export function upgraded(saved: unknown): unknown {
  const parsed = version1.safeParse(saved);
  if (!parsed.success) return saved;
  const { at, rules, unwritten, ...rest } = parsed.data;
  const told = (last: z.infer<typeof transition>) => ({
    ...{ condition: last.to, announcement: 1, group: null, reason: null, until: null },
    ...last,
  });
  return {
    ...rest,
    version: 2,
    at,
    utcOffset: null,
    maintenance: [],
    floods: {},
    unwritten: unwritten.map((effect) => ({ ...effect, transition: told(effect.transition) })),
    rules: Object.fromEntries(
      Object.entries(rules).map(([id, { episode, ...rule }]) => [
        id,
        {
          ...rule,
          episode: episode && {
            ...{ latched: null, heeded: at, shelf: null, outOfService: null },
            ...episode,
            owed: UNACKNOWLEDGED.includes(episode.last.to),
            last: told(episode.last),
          },
        },
      ]),
    ),
  };
}

const UNACKNOWLEDGED = ['unacknowledged-active', 'returned-unacknowledged'];

const transition = z.looseObject({ to: z.string() });
const version1 = z.looseObject({
  version: z.literal(1),
  at: z.number(),
  rules: z.record(z.string(), z.looseObject({ episode: z.looseObject({ last: transition }).nullable() })),
  unwritten: z.array(z.looseObject({ transition })),
});
