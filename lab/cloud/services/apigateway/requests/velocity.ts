import { Compile, parse } from "velocityjs";

/** The parts of velocityjs's compiler that are overridden. */
interface References {
  getReferences(ast: Reference, isValue?: boolean): unknown;
  getLiteral(expression: unknown): unknown;
}
interface Reference {
  readonly id: string;
  readonly leader?: string;
}
interface Property {
  readonly type: "property" | "index" | "method";
  readonly id: unknown;
  readonly args?: readonly unknown[] | false;
}

const Base = Compile as unknown as new (
  asts: unknown,
  config: object,
) => References & { render(context: object): string };

/**
 * Renders a Velocity template. Its values have their own members and the methods that Java's have: a template can't reach what
 * JavaScript's have besides, and with it the process.
 * @param quiet variables that render as nothing where they have no such member; others stay as they were written
 */
export function renderVelocity(template: string, variables: object, quiet: ReadonlySet<string>): string {
  class Template extends Base {
    override getReferences(ast: Reference, isValue?: boolean): unknown {
      return super.getReferences(quiet.has(ast.id) ? { ...ast, leader: "$!" } : ast, isValue);
    }

    getAttributes(property: Property, base: unknown): unknown {
      if (base === null || base === undefined) return undefined;
      if (property.type === "method") return this.getPropMethod(property, base);
      const key = property.type === "index" ? this.getLiteral(property.id) : property.id;
      return own(base, key);
    }

    getPropMethod({ id, args }: Property, base: unknown): unknown {
      const values = (args || []).map((one) => this.getLiteral(one));
      const name = String(id);
      const given = own(base, name);
      if (typeof given === "function") return given(...values);
      const methods = methodsOf(base);
      return methods && Object.hasOwn(methods, name) ? methods[name]?.(base as never, ...values) : undefined;
    }
  }
  return new Template(parse(template), { escape: false }).render(variables);
}

/** A value's own member. */
function own(base: unknown, key: unknown): unknown {
  if (typeof base !== "object" || base === null) return undefined;
  const name = String(key);
  if (Array.isArray(base)) return /^\d+$/.test(name) ? base[Number(name)] : undefined;
  return Object.hasOwn(base, name) ? (base as Record<string, unknown>)[name] : undefined;
}

type Methods = Readonly<Record<string, (base: never, ...args: unknown[]) => unknown>>;

function methodsOf(base: unknown): Methods | undefined {
  if (typeof base === "string") return STRING;
  if (Array.isArray(base)) return LIST;
  if (typeof base === "object") return MAP;
  return ANY;
}

const ANY: Methods = {
  toString: (value: unknown) => String(value),
  equals: (value: unknown, other) => value === other,
  intValue: (value: number) => Math.trunc(value),
};

/** Those of java.lang.String. */
const STRING: Methods = {
  ...ANY,
  length: (text: string) => text.length,
  isEmpty: (text: string) => text === "",
  charAt: (text: string, index) => text.charAt(Number(index)),
  concat: (text: string, other) => text + String(other),
  contains: (text: string, part) => text.includes(String(part)),
  startsWith: (text: string, part) => text.startsWith(String(part)),
  endsWith: (text: string, part) => text.endsWith(String(part)),
  equalsIgnoreCase: (text: string, other) => text.toLowerCase() === String(other).toLowerCase(),
  indexOf: (text: string, part, from) => text.indexOf(String(part), Number(from ?? 0)),
  lastIndexOf: (text: string, part) => text.lastIndexOf(String(part)),
  matches: (text: string, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
  replace: (text: string, part, other) => text.replaceAll(String(part), () => String(other)),
  replaceAll: (text: string, pattern, other) => text.replace(new RegExp(String(pattern), "g"), String(other)),
  replaceFirst: (text: string, pattern, other) => text.replace(new RegExp(String(pattern)), String(other)),
  split: (text: string, pattern) => text.split(new RegExp(String(pattern))),
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
  addAll: (list: unknown[], more) => list.push(...(more as unknown[])) > 0,
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
  toString: (list: unknown[]) => `[${list.join(", ")}]`,
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
