import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import { compilePath, isPath } from "./json-path.ts";

/**
 * The value of a parameter for an event: what it names when it is a JSON path, itself when not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html#pipes-targets-dynamic-parms
 */
export function dynamic(parameter: string, { readable }: { readonly readable: unknown }): string {
  if (!isPath(parameter)) return parameter;
  const value = compilePath(parameter)(readable);
  if (value === undefined || value === null) throw invalid(`The event has nothing at ${parameter}`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The same for a map of parameters. */
export function dynamicValues(
  parameters: Readonly<Record<string, string>> = {},
  event: { readonly readable: unknown },
): Record<string, string> {
  const names = Object.keys(parameters);
  return Object.fromEntries(names.map((name) => [name, dynamic(own(parameters, name) ?? "", event)]));
}
