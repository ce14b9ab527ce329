import type { Folders } from "./function.ts";
import type { Launch } from "./process-group.ts";

/**
 * A launch through the script that AWS_LAMBDA_EXEC_WRAPPER names: it gets the runtime's command line, and starts it.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
 */
export function wrapped(launch: Launch, { task, opt }: Folders): Launch {
  const named = launch.variables.AWS_LAMBDA_EXEC_WRAPPER;
  // Windows has no scripts that name their own interpreter.
  if (!named || process.platform === "win32") return launch;
  const script = named.replace(/^\/opt(?=\/)/, () => opt).replace(/^\/var\/task(?=\/)/, () => task);
  return { ...launch, command: "/usr/bin/env", args: [script, launch.command, ...launch.args] };
}
