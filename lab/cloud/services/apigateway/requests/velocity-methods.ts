import { userPattern } from "../../../patterns/regular-expressions.ts";
import { textOf } from "./velocity-text.ts";

/** A value's own member. */
export function own(base: unknown, key: unknown): unknown {
  if (typeof base !== "object" || base === null) return undefined;
  const name = String(key);
  if (Array.isArray(base)) return /^\d+$/.test(name) ? base[Number(name)] : undefined;
  return Object.hasOwn(base, name) ? (base as Record<string, unknown>)[name] : undefined;
}

type Method = (base: never, ...args: unknown[]) => unknown;
type Methods = Readonly<Record<string, Method>>;

/** The method that a value's Java type has by a name. */
export function methodOf(base: unknown, name: string): Method | undefined {
  const methods = methodsOf(base);
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function methodsOf(base: unknown): Methods {
  if (typeof base === "string") return STRING;
  if (Array.isArray(base)) return LIST;
  if (typeof base === "object") return MAP;
  return ANY;
}

const ANY: Methods = {
  toString: textOf,
  equals: (value: unknown, other) => value === other,
  intValue: (value: number) => Math.trunc(value),
};

/** Those of java.lang.String. */
const STRING: Methods = {
  ...ANY,
  length: (text: string) => text.length,
  isEmpty: (text: string) => text === "",
  charAt: (text: string, index) => text.charAt(Number(index)),
  concat: (text: string, other) => text + textOf(other),
  contains: (text: string, part) => text.includes(String(part)),
  startsWith: (text: string, part) => text.startsWith(String(part)),
  endsWith: (text: string, part) => text.endsWith(String(part)),
  equalsIgnoreCase: (text: string, other) => text.toLowerCase() === String(other).toLowerCase(),
  indexOf: (text: string, part, from) => text.indexOf(String(part), Number(from ?? 0)),
  lastIndexOf: (text: string, part) => text.lastIndexOf(String(part)),
  matches: (text: string, pattern) => userPattern(String(pattern)).matches(text),
  replace: (text: string, part, other) => text.replaceAll(String(part), () => String(other)),
  replaceAll: (text: string, pattern, other) => userPattern(String(pattern)).replaced(text, String(other), "all"),
  replaceFirst: (text: string, pattern, other) => userPattern(String(pattern)).replaced(text, String(other), "first"),
  split: (text: string, pattern) => userPattern(String(pattern)).split(text),
  substring: (text: string, from, to) => text.substring(Number(from), to === undefined ? undefined : Number(to)),
  toLowerCase: (text: string) => text.toLowerCase(),
  toUpperCase: (text: string) => text.toUpperCase(),
  trim: (text: string) => text.trim(),
};

/** Those of java.util.List. */
const LIST: Methods = {
  ...ANY,
  size: (list: unknown[]) => list.length,
  isEmpty: (list: unknown[]) => list.length === 0,
  get: (list: unknown[], index) => list[Number(index)],
  contains: (list: unknown[], one) => list.includes(one),
  indexOf: (list: unknown[], one) => list.indexOf(one),
  add: (list: unknown[], one) => list.push(one) > 0,
  addAll: (list: unknown[], more) => {
    const added = [...(more as unknown[])];
    for (const one of added) list.push(one);
    return added.length > 0;
  },
  set: (list: unknown[], index, one) => {
    const before = list[Number(index)];
    list[Number(index)] = one;
    return before;
  },
  remove: (list: unknown[], one) => {
    const index = typeof one === "number" ? one : list.indexOf(one);
    return index < 0 ? false : list.splice(index, 1)[0];
  },
  subList: (list: unknown[], from, to) => list.slice(Number(from), Number(to)),
};

type JavaMap = Record<string, unknown>;

/** Those of java.util.Map. */
const MAP: Methods = {
  ...ANY,
  size: (map: JavaMap) => Object.keys(map).length,
  isEmpty: (map: JavaMap) => Object.keys(map).length === 0,
  get: (map: JavaMap, key) => own(map, key),
  containsKey: (map: JavaMap, key) => Object.hasOwn(map, String(key)),
  containsValue: (map: JavaMap, value) => Object.values(map).includes(value),
  keySet: (map: JavaMap) => Object.keys(map),
  values: (map: JavaMap) => Object.values(map),
  entrySet: (map: JavaMap) =>
    Object.entries(map).map(([key, value]) => ({ key, value, getKey: () => key, getValue: () => value })),
  put: (map: JavaMap, key, value) => {
    const before = own(map, key);
    define(map, key, value);
    return before ?? "";
  },
  putAll: (map: JavaMap, other) => {
    for (const [key, value] of Object.entries(other as JavaMap)) define(map, key, value);
    return "";
  },
  remove: (map: JavaMap, key) => {
    const before = own(map, key);
    delete map[String(key)];
    return before ?? "";
  },
};

/** A key may be any text, `__proto__` too. */
function define(map: JavaMap, key: unknown, value: unknown): void {
  Object.defineProperty(map, String(key), { value, writable: true, enumerable: true, configurable: true });
}
