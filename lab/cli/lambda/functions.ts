import { type FunctionConfiguration, LambdaClient } from "@aws-sdk/client-lambda";
import type { LabPlace } from "../../targets/client-settings.ts";
import { settingsFor } from "../lab-api.ts";
import { listFunctions } from "./running-functions.ts";

/** `lab functions`: the functions of a running lab, in a table. */
export async function functions(options: LabPlace): Promise<void> {
  const client = new LambdaClient(await settingsFor(options));
  try {
    const all = await listFunctions(client);
    console.log(all.length === 0 ? "The lab has no functions." : table(all));
  } finally {
    client.destroy();
  }
}

function table(all: readonly FunctionConfiguration[]): string {
  const rows = all.map(({ FunctionName = "", Runtime, PackageType = "", MemorySize, Timeout, LastModified = "" }) => [
    FunctionName,
    Runtime ?? PackageType,
    `${MemorySize} MB`,
    `${Timeout} s`,
    LastModified.slice(0, 19).replace("T", " "),
  ]);
  const lines = [["FUNCTION", "RUNTIME", "MEMORY", "TIMEOUT", "CHANGED (UTC)"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}
