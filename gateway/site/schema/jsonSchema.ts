import { z } from 'zod';
import { siteSchema } from './siteSchema.ts';

/** One level of a JSON Schema, as far as we read it. */
export type SchemaNode = {
  readonly type?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
};

/**
 * The site file's JSON Schema (draft 2020-12), made from the one zod schema: give it to an editor and it completes keys
 * and marks mistakes while the file is written.
 */
export function siteJsonSchema(): SchemaNode & Readonly<Record<string, unknown>> {
  return z.toJSONSchema(siteSchema, { io: 'input' }) as SchemaNode & Record<string, unknown>;
}

/** The keys that may stand at `path` of `data`. Of alternatives only those count that fit what `data` already says. */
export function knownKeys(schema: SchemaNode, path: readonly (string | number)[], data: unknown): string[] {
  const options = alternatives(schema, data);
  const [key, ...rest] = path;
  if (key === undefined)
    return options.flatMap(({ properties, propertyNames }) => [
      ...Object.keys(properties ?? {}),
      ...(propertyNames?.enum ?? []),
    ]);
  const below = (data as Record<string | number, unknown> | undefined)?.[key];
  return options.flatMap((option) => {
    const next =
      typeof key === 'number' ? option.items : (option.properties?.[key] ?? option.additionalProperties);
    return typeof next === 'object' ? knownKeys(next, rest, below) : [];
  });
}

function alternatives(schema: SchemaNode, data: unknown): readonly SchemaNode[] {
  const options = schema.oneOf ?? schema.anyOf;
  if (options === undefined) return [schema];
  const said = (data ?? {}) as Record<string, unknown>;
  return options.filter((option) =>
    Object.entries(option.properties ?? {}).every(
      ([key, { const: wanted }]) => wanted === undefined || wanted === said[key],
    ),
  );
}
