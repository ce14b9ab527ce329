import type { Statement } from "./grammar/statements.ts";
import type { Expression } from "./grammar/syntax.ts";
import { rootsOf } from "./grammar/walk.ts";

/** The attributes that a statement names: the first names of its paths, and what an INSERT puts. */
export function attributesOf(statement: Statement): string[] {
  const names = [...(statement.where ? rootsOf(statement.where) : []), ...ownNames(statement)];
  return [...new Set(names)];
}

function ownNames(statement: Statement): string[] {
  switch (statement.kind) {
    case "insert":
      return statement.value.members.flatMap(([name]) => nameIn(name));
    case "update":
      return statement.operations.flatMap((operation) => [
        operation.path.root,
        ...(operation.kind === "set" ? rootsOf(operation.value) : []),
      ]);
    case "delete":
      return [];
    default:
      return (statement.columns ?? []).map(({ root }) => root);
  }
}

function nameIn(name: Expression): string[] {
  return name.kind === "value" && name.value.S !== undefined ? [name.value.S] : [];
}
