import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { LabError } from "../../lab-error.ts";
import { settingsFor } from "../lab-api.ts";
import type { RegionOptions } from "../place.ts";

/** There is no such function, or several might be meant. */
export class UnknownFunction extends LabError {
  override readonly name = "UnknownFunction";
}

/** All functions of the lab, by name. */
export async function listFunctions(client: LambdaClient): Promise<FunctionConfiguration[]> {
  const functions: FunctionConfiguration[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) functions.push(...Functions);
  return functions;
}

/**
 * The name of the function that a person means: its whole name, or a part that only its name has, since the CDK's names
 * are long. Throws UnknownFunction.
 */
export async function functionNamed(text: string, options: RegionOptions): Promise<string> {
  const client = new LambdaClient(await settingsFor(options));
  try {
    return choose(
      text,
      (await listFunctions(client)).map(({ FunctionName = "" }) => FunctionName),
    );
  } finally {
    client.destroy();
  }
}

/** The name that a text stands for. Throws UnknownFunction. */
export function choose(text: string, names: readonly string[]): string {
  if (names.includes(text)) return text;
  const [only, ...more] = names.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  if (only !== undefined && more.length === 0) return only;
  const choice = only === undefined ? names : [only, ...more];
  const problem = only === undefined ? `There is no function ${text}` : `${text} matches several functions`;
  throw new UnknownFunction(choice.length === 0 ? `${problem}.` : `${problem}:\n  ${choice.join("\n  ")}`);
}
