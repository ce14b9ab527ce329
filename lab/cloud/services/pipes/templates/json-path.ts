import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";

const ALL = Symbol("all");
type Step = string | number | typeof ALL;

/** Finds what a path names in an event; undefined when there is nothing. */
export type Path = (event: unknown) => unknown;

/** A name after a dot, or a name, a number or all in brackets. */
const STEP = /\.([^.[\]<>"'\s]+)|\[(\d+)\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/**
 * Reads a JSON path as pipes know them: names, and elements of lists. Throws for what is none.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export function compilePath(text: string): Path {
  const steps = stepsOf(text);
  return (event) => steps.reduce<unknown>((value, step) => follow(value, step), event);
}

/** Whether a whole text is a path: `$.detail.state` is, `is $.state` is not. */
export function isPath(text: string): boolean {
  return /^\$(?:[.[]|$)/.test(text);
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const [, name, index, all, single, double] = STEP.exec(text) ?? [];
    const step = name ?? single ?? double;
    if (index !== undefined) steps.push(Number(index));
    else if (all !== undefined) steps.push(ALL);
    else if (step !== undefined) steps.push(step);
    else throw invalid(`Invalid JSON path: ${text}`);
  }
  return steps;
}

function follow(value: unknown, step: Step): unknown {
  if (step === ALL) return Array.isArray(value) ? value : undefined;
  if (typeof step === "number") return Array.isArray(value) ? value[step] : undefined;
  // What follows all elements of a list is looked for in each.
  if (Array.isArray(value)) return value.map((one) => follow(one, step)).filter((one) => one !== undefined);
  return typeof value === "object" && value !== null ? own(value as Record<string, unknown>, step) : undefined;
}
