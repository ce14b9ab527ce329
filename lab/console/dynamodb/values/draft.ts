import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { fromBase64, toBase64 } from "./base64.ts";
import { type Item, type Type, typeOf } from "./item.ts";

/** A value while it is written in a form: it may be of another type, or wrong, as yet. */
export interface Draft {
  readonly type: Type;
  /** Of S and N as it is, of B as Base64, of BOOL `true` or `false`. */
  readonly text: string;
  /** What a map, a list or a set holds. Names count in maps alone. */
  readonly children: readonly Child[];
}

export interface Child {
  readonly name: string;
  readonly value: Draft;
}

/** A draft of a type, with what can be kept of another one. */
export function draftOf(type: Type, { text, children }: Pick<Draft, "text" | "children"> = { text: "", children: [] }) {
  if (type === "BOOL") return { type, text: text === "true" ? "true" : "false", children };
  const member = memberOf(type);
  return {
    type,
    text,
    children: member ? children.map((child) => ({ ...child, value: { ...child.value, type: member } })) : children,
  };
}

/** Whether a value holds others, which have fields of their own. */
export function holdsOthers({ type }: Draft): boolean {
  return type === "M" || type === "L" || memberOf(type) !== undefined;
}

/** The type of a set's members. */
export function memberOf(type: Type): "S" | "N" | "B" | undefined {
  return type === "SS" ? "S" : type === "NS" ? "N" : type === "BS" ? "B" : undefined;
}

/** The attributes of an item, as drafts in their order. */
export function draftsOf(item: Item): Child[] {
  return Object.entries(item).map(([name, value]) => ({ name, value: toDraft(value) }));
}

export function toDraft(value: AttributeValue): Draft {
  const type = typeOf(value);
  const members = value.SS?.map((S) => ({ S })) ?? value.NS?.map((N) => ({ N })) ?? value.BS?.map((B) => ({ B }));
  const held = value.L ?? members;
  const text = value.S ?? value.N ?? (value.B ? toBase64(value.B) : String(value.BOOL ?? ""));
  const children = value.M ? draftsOf(value.M) : (held ?? []).map((one) => ({ name: "", value: toDraft(one) }));
  return { type, text, children };
}

/** What is wrong with a draft before DynamoDB sees it; `path` says where, as the indexes of children. */
export class WrongDraft extends Error {
  readonly path: readonly number[];

  constructor(message: string, path: readonly number[]) {
    super(message);
    this.path = path;
  }
}

/** The item that drafts make. Throws a WrongDraft where a name occurs twice or Base64 is none. */
export function itemOf(children: readonly Child[], path: readonly number[] = []): Record<string, AttributeValue> {
  const names = new Set<string>();
  return Object.fromEntries(
    children.map(({ name, value }, index) => {
      const here = [...path, index];
      if (names.has(name)) throw new WrongDraft(`There are two attributes named ${name}.`, here);
      names.add(name);
      return [name, fromDraft(value, here)];
    }),
  );
}

export function fromDraft({ type, text, children }: Draft, path: readonly number[] = []): AttributeValue {
  switch (type) {
    case "S":
      return { S: text };
    case "N":
      return { N: text.trim() };
    case "B":
      return { B: bytesOf(text, path) };
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
    case "M":
      return { M: itemOf(children, path) };
    case "L":
      return { L: children.map(({ value }, index) => fromDraft(value, [...path, index])) };
    case "SS":
      return { SS: children.map(({ value }) => value.text) };
    case "NS":
      return { NS: children.map(({ value }) => value.text.trim()) };
    case "BS":
      return { BS: children.map(({ value }, index) => bytesOf(value.text, [...path, index])) };
  }
}

function bytesOf(text: string, path: readonly number[]): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    throw new WrongDraft((error as Error).message, path);
  }
}

/** Which attribute AWS's message is about, where it names one's key or repeats a number that is none; -1 when it does not tell. */
export function blamed(message: string, children: readonly Child[]): number {
  const key = /for key (\S+)|the key (\S+) in the item/.exec(message);
  const name = key?.[1] ?? key?.[2];
  const number = /numeric value: (.*)$/.exec(message)?.[1];
  const holds = ({ type, text, children: held }: Draft): boolean =>
    (type === "N" && text.trim() === number) || held.some(({ value }) => holds(value));
  return children.findIndex((child) => child.name === name || (number !== undefined && holds(child.value)));
}
