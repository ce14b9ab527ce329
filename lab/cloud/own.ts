/**
 * What an object has itself by a name that a user chose: `constructor` and `__proto__` are names like all others.
 * Use this, a Map, or `Object.hasOwn` wherever the name comes from outside.
 */
export function own<T>(values: Readonly<Record<string, T>> | null | undefined, name: string): T | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
