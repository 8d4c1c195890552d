import type { RegisterRange, Request } from '../../../../drivers/request.ts';

/** What goes on the wire; `read`: the registers that are asked for in place of the wanted ones. */
export type Unmistakable = { readonly request: Request; readonly read?: RegisterRange };

/**
 * The request, or what may be read instead of it, whichever comes first whose reply nothing owed looks like; the request where
 * there is no such thing.
 */
export function inUnmistakableShape(
  request: Request,
  isMistakable: (request: Request) => boolean,
): Unmistakable {
  if (request.op !== 'read' || request.instead === undefined) return { request };
  const { instead, ...plain } = request;
  if (!isMistakable(plain)) return { request: plain };
  for (const read of instead) {
    const other = { ...plain, ...read };
    if (!isMistakable(other)) return { request: other, read };
  }
  return { request: plain };
}
