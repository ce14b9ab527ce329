import type { Structure } from "./protocol.ts";
import type { Shape } from "./shape.ts";

/**
 * The members that a service leaves out of its answers when they are empty lists, maps or structures, by the structure of the
 * model that has them: `{ Stack: ["Outputs", "Parameters"] }`. AWS does so with some and not with others; no model says it.
 */
export type LeftOutWhenEmpty = Readonly<Record<string, readonly string[]>>;

/** Whether an answer may have such members at all: found out once for each operation. */
const concerned = new WeakMap<Shape, boolean>();

/** An answer without the empty members that its service leaves out. */
export function withoutEmpty(answer: Structure, shape: Shape, leftOut: LeftOutWhenEmpty | undefined): Structure {
  if (!leftOut) return answer;
  let isConcerned = concerned.get(shape);
  if (isConcerned === undefined) {
    isConcerned = structuresIn(shape).some(({ name }) => Object.hasOwn(leftOut, name));
    concerned.set(shape, isConcerned);
  }
  return isConcerned ? (trimmed(answer, shape, leftOut) as Structure) : answer;
}

/** All structures that a value of a shape may hold, each once. */
export function structuresIn(shape: Shape): Shape[] {
  const found = new Map<string, Shape>();
  const waiting = [shape];
  for (const next of waiting) {
    if (next.kind === "list" || next.kind === "map") waiting.push(next.item);
    if (next.kind !== "structure" || found.has(next.name)) continue;
    found.set(next.name, next);
    waiting.push(...next.members.map((member) => member.shape));
  }
  return [...found.values()];
}

function trimmed(value: unknown, shape: Shape, leftOut: LeftOutWhenEmpty): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (shape.kind === "list") return (value as unknown[]).map((item) => trimmed(item, shape.item, leftOut));
  if (shape.kind === "map")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, trimmed(item, shape.item, leftOut)]));
  if (shape.kind !== "structure") return value;
  const optional = Object.hasOwn(leftOut, shape.name) ? (leftOut[shape.name] as readonly string[]) : [];
  const members = Object.entries(value).filter(([name, member]) => !(optional.includes(name) && isEmpty(member)));
  return Object.fromEntries(members.map(([name, member]) => [name, trimmedMember(member, shape.part(name), leftOut)]));
}

function trimmedMember(member: unknown, shape: Shape | undefined, leftOut: LeftOutWhenEmpty): unknown {
  return shape ? trimmed(member, shape, leftOut) : member;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((member) => member === undefined);
}
