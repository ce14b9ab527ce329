import { type Command, InvalidArgumentError, Option } from "commander";
import { chosenTarget, targetNames } from "../targets/index.ts";
import { DEFAULT_STATE } from "./place.ts";

/** Adds the option of commands that print what they found or did. */
export function withJson(command: Command): Command {
  return command.option("--json", "print JSON");
}

/** Adds the options of commands that start a cloud. */
export function withPlace(command: Command): Command {
  const iam = new Option(
    "--iam <mode>",
    "enforce the policies of users and roles, only record what they would deny, or disable IAM",
  );
  const keys = new Option(
    "--well-known-keys <mode>",
    "accept `test` and any 12 digits as access keys; on in a new lab, and a lab keeps its last choice",
  );
  return withState(command)
    .addOption(keys.choices(["on", "off"]))
    .option("--port <number>", "the port on 127.0.0.1; 0 picks a free one", port, 4566)
    .option("--allow-host <name...>", "additional host names to answer to, with all their subdomains")
    .option("--allow-origin <origin...>", "additional origins whose pages may call it, such as https://app.example.com")
    .addOption(iam.choices(["enforce", "audit", "off"]).default("enforce"));
}

export function withState(command: Command): Command {
  return withJson(command).option("--state <folder>", "the folder of the cloud's state", DEFAULT_STATE);
}

/** Adds the options of commands that ask a running lab. */
export function withLab(command: Command): Command {
  const endpoint = process.env.AWS_ENDPOINT_URL || "http://127.0.0.1:4566";
  return withJson(command)
    .option("--endpoint <url>", "the lab's endpoint", endpoint)
    .option("--profile <name>", "who calls: a profile with an access key in AWS's shared files");
}

/** Adds the options of commands that ask a running lab about an account. */
export function withAccount(command: Command): Command {
  return withLab(command).option(
    "--account <digits>",
    "another account, for the teacher; by default your own",
    account,
  );
}

/** Adds the options of commands that ask a running lab about what lies in a region of an account. */
export function withRegion(command: Command): Command {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return command.option("--region <name>", "the region", AWS_REGION || AWS_DEFAULT_REGION || "us-east-1");
}

export function withTarget(command: Command): Command {
  const target = new Option("--target <name>", "which cloud; the default is LAB_TARGET, or else the embedded one");
  return command
    .addOption(target.choices(targetNames).default(chosenTarget()))
    .option("--endpoint <url>", "the endpoint of a cloud that is already running, such as http://127.0.0.1:4566");
}

/** Adds the option that names the folder of a class. */
export function withClass(command: Command): Command {
  return command.option("--output <folder>", "the folder with the students' files", "class");
}

export function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 500) throw new InvalidArgumentError("A number from 1 to 500.");
  return number;
}

export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return number;
}

function account(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("An account has 12 digits.");
  return text;
}
