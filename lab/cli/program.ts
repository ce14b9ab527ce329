import { Command, InvalidArgumentError } from "commander";
import { version } from "../package.ts";
import { explain } from "./failure.ts";

/** Runs the `lab` command. A known failure becomes one line and exit code 1. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

function program(): Command {
  const lab = new Command("lab").description("A cloud lab on your own machine").version(version).showHelpAfterError();
  withPlace(lab.command("up"))
    .description("start the cloud, deploy PhotoSky into it with cdklocal, and stay up until Ctrl-C")
    .action(async (options) => (await import("./up.ts")).up(options));
  withPlace(lab.command("cloud"))
    .description("start the bare cloud alone and print its endpoint")
    .option("--ephemeral", "keep the state in a temporary folder that is removed at the end")
    .action(async (options) => (await import("./cloud.ts")).cloud(options));
  lab
    .command("deploy")
    .description("deploy PhotoSky with cdklocal into a cloud that is running on this machine, and print its URL")
    .requiredOption("--endpoint <url>", "where the cloud answers, such as http://127.0.0.1:4566")
    .option("--work <folder>", "the folder for what the CDK keeps between runs", ".lab/deploy")
    .action(async (options) => (await import("./deploy.ts")).deployInto(options));
  return lab;
}

function withPlace(command: Command): Command {
  return command
    .option("--port <number>", "the port on 127.0.0.1; 0 picks a free one", port, 4566)
    .option("--state <folder>", "the folder that keeps the cloud's state", ".lab");
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return number;
}
