import { Command, InvalidArgumentError, Option } from "commander";
import { version } from "../package.ts";
import { chosenTarget, targetNames } from "../targets/index.ts";
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
  withTarget(withPlace(lab.command("up")))
    .description("start a target, deploy PhotoSky into it with the CDK, and stay up until Ctrl-C")
    .option("--watch", "run a function's source as soon as it is saved, without a deployment")
    .action(async (options) => (await import("./up.ts")).up(options));
  withPlace(lab.command("cloud"))
    .description("start the bare cloud alone and print its endpoint")
    .option("--ephemeral", "keep the state in a temporary folder that is removed at the end")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option(
      "--public-url <url>",
      "what URLs begin with that the cloud tells its users, where it can't know that by itself",
    )
    .action(async (options) => (await import("./cloud.ts")).cloud(options));
  withTarget(withState(lab.command("deploy")))
    .description("deploy PhotoSky into a cloud that is running on this machine, or to AWS, and print its URL")
    .action(async (options) => (await import("./deploy.ts")).deploy(options));
  withTarget(lab.command("test"))
    .description("prove a target: start it, deploy into it, run the application's suite, stop it")
    .action(async (options) => (await import("./test.ts")).test(options));
  withTarget(withState(lab.command("down")))
    .description("end what an earlier command left running; its state stays")
    .action(async (options) => (await import("./down.ts")).down(options));
  lab
    .command("doctor")
    .description("look at what this machine has for each target, and say what to do")
    .addOption(new Option("--target <name>", "look at one target only").choices(targetNames))
    .action(async (options) => (await import("./doctor.ts")).doctor(options));
  lambdaCommands(lab);
  withLab(lab.command("console"))
    .description("open the web console of a running lab; with --endpoint or --aws, that of another cloud")
    .option("--aws", "look at Amazon Web Services itself, with the credentials of the environment")
    .option("--port <number>", "where the console of another cloud is served, on 127.0.0.1", port, 4580)
    .option("--no-open", "print the address, and open no browser")
    .action(async (options) => (await import("./console/console.ts")).openConsole(options));
  withLab(lab.command("trace"))
    .description("print the last requests through a running lab, and what happened in each")
    .argument("[about]", "a part of an operation, a path, a caller or an error")
    .option("-f, --follow", "and those that come, until Ctrl-C")
    .option("--failed", "only what failed, or in which something failed")
    .option("--last <number>", "how many of those that were before", count, 20)
    .action(async (about, options) => (await import("./trace.ts")).trace(about, options));
  withLab(lab.command("clock"))
    .description("print the time of a running lab, or move it forward")
    .argument("[move]", "a length, such as +1h, +90m or +2d, or a date, such as 2027-01-01T00:00Z")
    .action(async (move, options) => (await import("./clock.ts")).clock(move, options));
  iamCommands(lab);
  accountCommands(lab.command("account").description("the accounts of a running lab"));
  classCommands(lab.command("class").description("labs for a class"));
  stateCommands(lab.command("state").description("the state of a lab that is not running"));
  return lab;
}

function lambdaCommands(lab: Command): void {
  withLab(lab.command("functions"))
    .description("list the functions of a running lab")
    .action(async (options) => (await import("./lambda/functions.ts")).functions(options));
  withLab(lab.command("invoke"))
    .description("have a function of a running lab work on an event, and print its answer")
    .argument("<function>", "the function's name, or a part that only its name has")
    .argument("[event]", "JSON, or @file with JSON in it", "{}")
    .action(async (name, event, options) => (await import("./lambda/invoke.ts")).invoke(name, event, options));
  withLab(lab.command("debug"))
    .description("run a Node.js function under the inspector from its next request on, until Ctrl-C")
    .argument("<function>", "the function's name, or a part that only its name has")
    .option("--port <number>", "where the debugger attaches, on 127.0.0.1", port, 9229)
    .action(async (name, options) => (await import("./lambda/debug.ts")).debug(name, options));
  withLab(lab.command("logs"))
    .description("print what a function of a running lab has logged")
    .argument("<function>", "the function's name, or a part that only its name has")
    .option("-f, --follow", "and what it logs from now on, until Ctrl-C")
    .action(async (name, options) => (await import("./lambda/logs.ts")).logs(name, options));
}

function iamCommands(lab: Command): void {
  withLab(lab.command("why"))
    .description("explain the last call that IAM did not allow, and what would allow it")
    .argument("[about]", "a part of the action, of the resource or of who asked, or the denial's id")
    .option("--encoded", "print it as the message that DecodeAuthorizationMessage reads")
    .action(async (about, options) => (await import("./iam/why.ts")).why(about, options));
  const iam = lab.command("iam").description("what IAM knows of a running lab");
  withLab(iam.command("suggest"))
    .description("print the smallest policy for what a role has done since the lab was started")
    .argument("<role>", "the role's name, or a part that only its name has")
    .action(async (role, options) => (await import("./iam/suggest.ts")).suggest(role, options));
  withLab(iam.command("simulate"))
    .description("print what the policies of a principal decide, without doing anything")
    .argument("<principal>", "a role or user, by name or ARN, or a group, by ARN")
    .argument("<action...>", "such as s3:GetObject")
    .option("--resource <arn...>", "what it is about; everything unless told")
    .option("--context <key=value...>", "what conditions ask for, such as aws:RequestTag/team=red")
    .action(async (principal, actions, options) =>
      (await import("./iam/simulate.ts")).simulate(principal, actions, options),
    );
}

function accountCommands(command: Command): void {
  withLab(command.command("list"))
    .description("list the accounts of a running lab, and what is set for them")
    .action(async (options) => (await import("./account/settings.ts")).listAccounts(options));
  const mode = new Option("--iam <mode>", "whether the policies of its users and roles count");
  withLab(command.command("set"))
    .description("set what holds for an account; what is not told stays")
    .argument("<account>", "its 12 digits")
    .addOption(mode.choices(["enforce", "audit", "off", "default"]))
    .option("--scp <file...>", "the service control policies that limit it, as JSON; FullAWSAccess is AWS's own")
    .option("--no-scp", "nothing limits it")
    .action(async (account, options) => (await import("./account/settings.ts")).setAccount(account, options));
}

function stateCommands(command: Command): void {
  withState(command.command("check"))
    .description("look for damage in a lab's state, and say what can be read; nothing is changed")
    .action(async (options) => (await import("./state/check.ts")).checkState(options));
  withState(command.command("rescue"))
    .description("copy what can be read of a damaged state to a new folder")
    .requiredOption("--to <folder>", "the new folder")
    .action(async (options) => (await import("./state/rescue.ts")).rescueState(options));
}

function classCommands(command: Command): void {
  withLab(command.command("create"))
    .description("give each student of a running lab an account that nobody else opens, with an administrator")
    .requiredOption("--students <number>", "how many", count)
    .option("--output <folder>", "the folder for the students' files", "class")
    .action(async (options) => (await import("./class/accounts.ts")).createClass(options));
  command
    .command("list")
    .description("list the students of a class, with their accounts")
    .option("--output <folder>", "the folder with the students' files", "class")
    .action(async (options) => (await import("./class/accounts.ts")).listClass(options));
  withLab(command.command("reset"))
    .description("remove all that a student's account has, and make its administrator anew")
    .argument("<student>", "such as student-01")
    .option("--output <folder>", "the folder with the students' files", "class")
    .action(async (student, options) => (await import("./class/accounts.ts")).resetStudent(student, options));
  withLab(command.command("remove"))
    .description("remove students' accounts with all that they have")
    .argument("[student]", "such as student-01")
    .option("--all", "the whole class")
    .option("--output <folder>", "the folder with the students' files", "class")
    .action(async (student, options) => (await import("./class/accounts.ts")).removeStudents(student, options));
  command
    .command("compose")
    .description("write a Compose file with a lab for each student, or one for all with an account each")
    .requiredOption("--students <number>", "how many", count)
    .option("--shared", "one lab for all, with an account each")
    .option("--host <address>", "the IP address by which the students reach this machine", "127.0.0.1")
    .option("--first-port <number>", "the first lab's port; the others follow", port, 4601)
    .option("--memory <size>", "the most memory that a lab may take", "512M")
    .option("--image <name>", "the lab's image", `skylab:${version}`)
    .option("--output <file>", "where to write it; to the terminal unless told")
    .action(async (options) => (await import("./class/compose.ts")).classCompose(options));
}

function withPlace(command: Command): Command {
  const iam = new Option(
    "--iam <mode>",
    "whether the policies of users and roles count, or only tell what they would deny",
  );
  const keys = new Option(
    "--well-known-keys <mode>",
    "whether the keys test and any 12 digits open accounts; as before unless told, and on in a new lab",
  );
  return withState(command)
    .addOption(keys.choices(["on", "off"]))
    .option("--port <number>", "the port on 127.0.0.1; 0 picks a free one", port, 4566)
    .option("--allow-host <name...>", "more host names by which it is reached, each with all names below it")
    .option("--allow-origin <origin...>", "more origins whose pages may use it, such as https://app.example.com")
    .addOption(iam.choices(["enforce", "audit", "off"]).default("enforce"));
}

function withState(command: Command): Command {
  return command.option("--state <folder>", "the folder that keeps the cloud's state", ".lab");
}

function withLab(command: Command): Command {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return command
    .option("--endpoint <url>", "where the lab answers", AWS_ENDPOINT_URL || "http://127.0.0.1:4566")
    .option("--region <name>", "the region of the function", AWS_REGION || AWS_DEFAULT_REGION || "us-east-1");
}

function withTarget(command: Command): Command {
  const target = new Option("--target <name>", "which cloud; the environment's LAB_TARGET, or the embedded one");
  return command
    .addOption(target.choices(targetNames).default(chosenTarget()))
    .option("--endpoint <url>", "where the cloud answers, for one that runs already, such as http://127.0.0.1:4566");
}

function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 500) throw new InvalidArgumentError("A number from 1 to 500.");
  return number;
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return number;
}
