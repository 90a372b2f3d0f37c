/** The own members of an object; a Map, in which `__proto__` is a name as any other. */
export type Fields = ReadonlyMap<string, unknown>;

/** What a JSON text holds; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The own properties of what JSON.parse gave; undefined for what is no object. */
export function record(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
