import { Command, Option } from "commander";
import { version } from "../package.ts";
import { targetNames } from "../targets/index.ts";
import { shells } from "./completion/shells.ts";
import { explain } from "./failure.ts";
import {
  count,
  port,
  withAccount,
  withClass,
  withJson,
  withLab,
  withPlace,
  withRegion,
  withState,
  withTarget,
} from "./options.ts";

/** Runs the `lab` command. A known failure becomes one line and exit code 1. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

/** The command with all its subcommands; each loads what it needs when it runs. */
export function program(): Command {
  const lab = new Command("lab").description("A cloud lab on your own machine").version(version);
  targetCommands(lab);
  withRegion(withAccount(lab.command("status")))
    .description("print a running lab's address, what is deployed in it, and who you are in it")
    .action(async (options) => (await import("./status.ts")).status(options));
  withRegion(withAccount(lab.command("open")))
    .description("open an application deployed in a running lab")
    .argument("[name]", "part of the stack, of the output or of the URL, where there are several")
    .option("--no-open", "print the address without opening a browser")
    .action(async (name, options) => (await import("./open.ts")).openApplication(name, options));
  withAccount(lab.command("reset"))
    .description("remove everything in an account of a running lab, or in all accounts")
    .option("--all", "everything in all accounts")
    .option("-y, --yes", "do not ask first")
    .action(async (options) => (await import("./reset.ts")).reset(options));
  lambdaCommands(lab);
  withRegion(withAccount(lab.command("console")))
    .description("open the web console of a running lab, or of another cloud with --endpoint or --aws")
    .option("--aws", "show Amazon Web Services, with the credentials of your environment")
    .option("--port <number>", "the port on 127.0.0.1 that serves the console of another cloud", port, 4580)
    .option("--no-open", "print the address without opening a browser")
    .action(async (options) => (await import("./console/console.ts")).openConsole(options));
  withAccount(lab.command("trace"))
    .description("print the latest requests to a running lab, and what happened in each")
    .argument("[about]", "part of an operation, a path, a caller or an error")
    .option("-f, --follow", "keep printing new requests until Ctrl-C")
    .option("--failed", "only failed requests, without those in which only an inner call failed")
    .option("--no-cdk", "leave out the CDK's requests")
    .option("--last <number>", "how many past requests to print", count, 20)
    .action(async (about, options) => (await import("./trace.ts")).trace(about, options));
  withLab(lab.command("clock"))
    .description("print the time of a running lab, or move it forward")
    .argument("[move]", "a length, such as +1h, +90m or +2d, or a date, such as 2027-01-01T00:00Z")
    .action(async (move, options) => (await import("./clock.ts")).clock(move, options));
  withAccount(lab.command("outbox"))
    .description("print the mails, text messages and push notifications that a running lab keeps and sends nobody")
    .argument("[about]", "part of a message, a recipient or a sender")
    .option("--last <number>", "how many messages to print", count, 20)
    .option("--clear", "remove all messages")
    .option("--opt-out <number>", "answer STOP for the owner of a phone number")
    .option("--opt-in <number>", "take that back")
    .action(async (about, options) => (await import("./outbox.ts")).outbox(about, options));
  iamCommands(lab);
  accountCommands(lab.command("account").description("the accounts of a running lab"));
  classCommands(lab.command("class").description("accounts and labs for a class"));
  stateCommands(lab.command("state").description("the state of a stopped lab"));
  lab
    .command("completion")
    .description("print a completion script for your shell")
    .addArgument(lab.createArgument("<shell>", "for bash and zsh: source <(lab completion bash)").choices(shells))
    .action(async (shell) => (await import("./completion/completion.ts")).completion(shell, lab));
  sayUsageAfterErrors(lab);
  return lab;
}

/** A mistake is answered with how the command is used, not with all of its help. */
function sayUsageAfterErrors(command: Command): void {
  command.showHelpAfterError(`Usage: ${command.createHelp().commandUsage(command)}`);
  for (const subcommand of command.commands) sayUsageAfterErrors(subcommand);
}

function targetCommands(lab: Command): void {
  withTarget(withPlace(lab.command("up")))
    .description("start a target, deploy PhotoSky into it with the CDK, and run until Ctrl-C")
    .option("--watch", "run functions from their sources as soon as they are saved, without deploying")
    .action(async (options) => (await import("./up.ts")).up(options));
  withPlace(lab.command("cloud"))
    .description("start a bare cloud and print its endpoint")
    .option("--ephemeral", "use a temporary state folder, removed at the end")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option(
      "--public-url <url>",
      "the base of the URLs that the cloud hands out, if others reach it at another address",
    )
    .action(async (options) => (await import("./cloud.ts")).cloud(options));
  withTarget(withState(lab.command("deploy")))
    .description("deploy PhotoSky into a cloud that is running on this machine, or to AWS, and print its URL")
    .action(async (options) => (await import("./deploy.ts")).deploy(options));
  withTarget(lab.command("test"))
    .description("test a target: start it, deploy into it, run the application's suite, stop it")
    .option("--json", "print mocha's report as JSON")
    .action(async (options) => (await import("./test.ts")).test(options));
  withTarget(withState(lab.command("down")))
    .description("stop what an earlier command left running; its state is kept")
    .action(async (options) => (await import("./down.ts")).down(options));
  withJson(lab.command("doctor"))
    .description("check what each target needs on this machine, and how to get it")
    .addOption(new Option("--target <name>", "check one target only").choices(targetNames))
    .action(async (options) => (await import("./doctor.ts")).doctor(options));
}

function lambdaCommands(lab: Command): void {
  const lambdaCommand = (name: string) => withRegion(withAccount(lab.command(name)));
  lambdaCommand("functions")
    .description("list the functions of a running lab; the teacher sees those of all accounts")
    .action(async (options) => (await import("./lambda/functions.ts")).functions(options));
  lambdaCommand("invoke")
    .description("invoke a function of a running lab, and print its answer")
    .argument("<function>", "the function's name, or a part of it that is unique")
    .argument("[event]", "the event as JSON, or @file", "{}")
    .action(async (name, event, options) => (await import("./lambda/invoke.ts")).invoke(name, event, options));
  lambdaCommand("debug")
    .description("run a Node.js function under the debugger from its next request, until Ctrl-C")
    .argument("<function>", "the function's name, or a part of it that is unique")
    .option("--port <number>", "the debugger's port on 127.0.0.1", port, 9229)
    .action(async (name, options) => (await import("./lambda/debug.ts")).debug(name, options));
  lambdaCommand("logs")
    .description("print the log of a function of a running lab")
    .argument("<function>", "the function's name, or a part of it that is unique")
    .option("-f, --follow", "keep printing new lines until Ctrl-C")
    .action(async (name, options) => (await import("./lambda/logs.ts")).logs(name, options));
}

function iamCommands(lab: Command): void {
  withAccount(lab.command("why"))
    .description("explain the last call that IAM denied, and what would allow it")
    .argument("[about]", "part of the action, the resource or the caller, or the denial's ID")
    .option("--encoded", "print it as a message for DecodeAuthorizationMessage")
    .action(async (about, options) => (await import("./iam/why.ts")).why(about, options));
  const iam = lab.command("iam").description("permissions in a running lab");
  withAccount(iam.command("suggest"))
    .description("print a policy for what a role has done since the lab started, and what it was denied")
    .argument("<role>", "the role's name, or a part of it that is unique")
    .action(async (role, options) => (await import("./iam/suggest.ts")).suggest(role, options));
  withAccount(iam.command("simulate"))
    .description("print what a principal's policies decide, without calling anything")
    .argument("<principal>", "a role or user by name or ARN, or a group by ARN")
    .argument("<action...>", "such as s3:GetObject")
    .option("--resource <arn...>", "the resources; any by default")
    .option("--context <key=value...>", "values of condition keys, such as aws:RequestTag/team=red")
    .action(async (principal, actions, options) =>
      (await import("./iam/simulate.ts")).simulate(principal, actions, options),
    );
}

function accountCommands(command: Command): void {
  withLab(command.command("list"))
    .description("list the accounts of a running lab, and their settings")
    .action(async (options) => (await import("./account/settings.ts")).listAccounts(options));
  const mode = new Option("--iam <mode>", "enforce policies, only record what they would deny, or disable IAM");
  withLab(command.command("set"))
    .description("change settings of an account; omitted ones stay as they are")
    .argument("<account>", "its 12 digits")
    .addOption(mode.choices(["enforce", "audit", "off", "default"]))
    .option("--scp <file...>", "files with the service control policies that limit it; FullAWSAccess names AWS's own")
    .option("--no-scp", "remove its service control policies")
    .action(async (account, options) => (await import("./account/settings.ts")).setAccount(account, options));
}

function stateCommands(command: Command): void {
  withState(command.command("check"))
    .description("check a lab's state for damage and report what is readable, without changing anything")
    .action(async (options) => (await import("./state/check.ts")).checkState(options));
  withState(command.command("rescue"))
    .description("copy the readable part of a damaged state to a new folder")
    .requiredOption("--to <folder>", "the new folder")
    .action(async (options) => (await import("./state/rescue.ts")).rescueState(options));
}

function classCommands(command: Command): void {
  withRegion(withLab(withClass(command.command("create"))))
    .description("give each student of a running lab an account of their own, with an administrator")
    .requiredOption("--students <number>", "the number of students", count)
    .action(async (options) => (await import("./class/accounts.ts")).createClass(options));
  withJson(withClass(command.command("list")))
    .description("list the students of a class and their accounts")
    .action(async (options) => (await import("./class/accounts.ts")).listClass(options));
  withRegion(withLab(withClass(command.command("reset"))))
    .description("remove everything in a student's account, and create a new administrator")
    .argument("<student>", "such as student-01")
    .action(async (student, options) => (await import("./class/accounts.ts")).resetStudent(student, options));
  withLab(withClass(command.command("remove")))
    .description("remove students' accounts with everything in them")
    .argument("[student]", "such as student-01")
    .option("--all", "the whole class")
    .action(async (student, options) => (await import("./class/accounts.ts")).removeStudents(student, options));
  command
    .command("compose")
    .description("write a Compose file with a lab for each student, or one lab for all")
    .requiredOption("--students <number>", "the number of students", count)
    .option("--shared", "one lab for all, with an account for each student")
    .option("--host <address>", "the IP address by which the students reach this machine", "127.0.0.1")
    .option("--first-port <number>", "the first lab's port; the others follow", port, 4601)
    .option("--memory <size>", "the memory limit of each lab", "512M")
    .option("--image <name>", "the lab's image", `skylab:${version}`)
    .option("--output <file>", "the file to write; the terminal by default")
    .action(async (options) => (await import("./class/compose.ts")).classCompose(options));
}
