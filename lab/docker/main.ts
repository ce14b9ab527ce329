import { text } from "node:stream/consumers";
import { docker } from "./command.ts";

/*
 * The program that the CDK takes for Docker when CDK_DOCKER says so: it builds images of Lambda functions without one. See
 * command.ts for what it does.
 */
async function main(args: readonly string[]): Promise<void> {
  // The password of a login comes on standard input; who writes it wants it to be read.
  if (args.includes("--password-stdin")) await text(process.stdin);
  process.exitCode = await docker(args, process.env.AWS_ENDPOINT_URL ?? "http://localhost:4566");
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
