import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { Command, Option } from "commander";
import { scriptOf } from "../../../lab/cli/completion/completion.ts";
import { wordsOf } from "../../../lab/cli/completion/words.ts";
import { program } from "../../../lab/cli/program.ts";
import { labCommand } from "../command.ts";

const run = promisify(execFile);

/** What bash would offer after a line; the cursor is at its end. */
async function offered(line: string): Promise<string[]> {
  const words = line.split(" ");
  const script = `${scriptOf("bash", wordsOf(program()))}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lab; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run("bash", ["-c", script, "bash", ...words]);
  return stdout.split("\n").filter((word) => word !== "");
}

describe("lab completion", function () {
  this.timeout(180_000);
  before(async function () {
    if (!(await run("bash", ["--version"]).catch(() => undefined))) this.skip();
  });

  for (const [what, line, words] of [
    ["commands", "lab st", ["status", "state"]],
    ["commands of a group", "lab iam s", ["suggest", "simulate"]],
    ["options of a command", "lab trace --f", ["--follow", "--failed"]],
    ["options of a command in a group", "lab class create --st", ["--students"]],
    ["values of an option that takes one of a few", "lab cloud --iam ", ["enforce", "audit", "off"]],
    ["shells", "lab completion b", ["bash"]],
    ["options after other options and their values", "lab logs hello --region eu-west-1 --fo", ["--follow"]],
    ["nothing for what begins no word", "lab zzz", []],
  ] as const) {
    it(`offers ${what}`, async () => expect(await offered(line)).to.deep.equal(words));
  }

  it("quotes whatever is in a description or a value", () => {
    const odd = new Command("lab").description("x");
    odd
      .command("it")
      .description("it's $(touch /tmp/x) `x`")
      .addOption(new Option("--a <b>", "c'd").choices(["e'f"]));
    const fish = scriptOf("fish", wordsOf(odd));
    expect(fish).to.contain(`-d 'it'\\''s $(touch /tmp/x) \`x\`'`).and.to.contain(`-x -a 'e'\\''f'`);
    expect(scriptOf("bash", wordsOf(odd))).to.contain(`words='e'\\''f'`);
  });

  it("prints the script of a shell, and knows which shells there are", async () => {
    expect((await labCommand(["completion", "zsh"])).stdout).to.match(/^autoload[^\n]*bashcompinit\n_lab\(\)/);
    const { code, stdout, stderr } = await labCommand(["completion", "tcsh"]);
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.contain("bash, zsh, fish").and.to.contain("Usage: lab completion [options] <shell>");
  });
});
