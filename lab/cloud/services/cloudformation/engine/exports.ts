import { validationError } from "../errors.ts";
import type { StackRecord } from "../records.ts";
import { liveStacks } from "../stacks/lookup.ts";
import type { CloudFormationState } from "../state.ts";
import type { Output } from "../template/evaluation.ts";

/** An output that other stacks may import. */
export interface Export {
  readonly name: string;
  readonly value: string;
  readonly stack: StackRecord;
}

/** The exports of an account and region, by name. */
export function exportsOf(state: CloudFormationState, account: string, region: string): Export[] {
  return [...liveStacks({ state, account, region })]
    .flatMap((stack) => stack.outputs.map(({ exportName, value }) => ({ name: exportName ?? "", value, stack })))
    .filter(({ name }) => name !== "")
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The stacks that import an export. */
export function importersOf(
  state: CloudFormationState,
  account: string,
  region: string,
  exportName: string,
): StackRecord[] {
  return [...liveStacks({ state, account, region })].filter(({ imports }) => imports.includes(exportName));
}

/** Checks that every export that a template imports exists. Throws AWS's ValidationError for the first that does not. */
export function checkImports(
  state: CloudFormationState,
  { account, region }: StackRecord,
  names: readonly string[],
): void {
  const known = new Set(exportsOf(state, account, region).map(({ name }) => name));
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined) throw validationError(`No export named ${missing} found.`);
}

/**
 * Checks that a stack may come to these outputs. Throws AWS's ValidationError when another stack exports the same name, or
 * when another imports what would change or go.
 */
export function checkExports(state: CloudFormationState, stack: StackRecord, outputs: readonly Output[]): void {
  const { account, region } = stack;
  const next = new Map(outputs.flatMap(({ exportName, value }) => (exportName ? [[exportName, value]] : [])));
  for (const { name, stack: other } of exportsOf(state, account, region)) {
    if (next.has(name) && other.id !== stack.id)
      throw validationError(`Export with name ${name} is already exported by stack ${other.name}`);
  }
  for (const { exportName, value } of stack.outputs) {
    if (!exportName || next.get(exportName) === value) continue;
    const [user] = importersOf(state, account, region, exportName);
    const verb = next.has(exportName) ? "updated" : "deleted";
    if (user) throw validationError(`Export ${exportName} cannot be ${verb} as it is in use by ${user.name}`);
  }
}
