import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import type { RunningCloud } from "../../../lab/cloud/index.ts";
import { zip } from "../../cloud/services/lambda/functions.ts";
import { until } from "../../cloud/until.ts";
import { failure, useCloud } from "../../cloud/use-cloud.ts";
import { labCommand } from "../command.ts";

/** Everything of a member's own is called by the word that only it may read. */
interface Member {
  readonly account: string;
  readonly word: string;
}

const STUDENT: Member = { account: "200000000001", word: "apricot" };
const NEIGHBOUR: Member = { account: "200000000002", word: "blackcurrant" };
const TEACHER: Member = { account: "000000000000", word: "teasel" };
const OTHERS = [NEIGHBOUR, TEACHER].flatMap(({ account, word }) => [account, word]);

/** A role, a function that has run as it, its log, and a call that was denied, all called by the member's word. */
async function fill({ cloud, endpoint }: RunningCloud, { account, word }: Member): Promise<void> {
  const { iam, logs } = cloud.clients(rootOf(account), "us-east-1");
  const Statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const RoleName = `${word}-role`;
  await iam.CreateRole({ RoleName, AssumeRolePolicyDocument });
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await iam.AttachRolePolicy({ RoleName, PolicyArn });
  const credentials = cloud.credentials.rootKey(account);
  const lambda = new LambdaClient({ endpoint, region: "us-east-1", credentials });
  const code = `export const handler = async () => { console.log("${word} in the log"); return "${word}"; };`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: `${word}-greeter`,
      Role: `arn:aws:iam::${account}:role/${RoleName}`,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: await zip({ "index.mjs": code }) },
    }),
  );
  await lambda.send(new InvokeCommand({ FunctionName: `${word}-greeter` }));
  lambda.destroy();
  await until(async () => {
    const logGroupName = `/aws/lambda/${word}-greeter`;
    const found = await logs.FilterLogEvents({ logGroupName }).catch(() => undefined);
    return (found?.events ?? []).some(({ message = "" }) => message.includes(word));
  });
  const arn = `arn:aws:iam::${account}:user/${word}-user`;
  const { ssm } = cloud.clients({ kind: "user", account, arn, userId: "AIDA" }, "us-east-1");
  await failure(ssm.GetParameter({ Name: `${word}-parameter` }));
}

/** What a student asks, what is in the answer, and whether it is asked of each way of being a student. */
const OWN: readonly (readonly [args: readonly string[], shown: string, isTelling?: boolean])[] = [
  [["functions"], `${STUDENT.word}-greeter`, true],
  [["invoke", "greeter"], `"${STUDENT.word}"`],
  [["logs", "greeter"], `${STUDENT.word} in the log`],
  [["trace", "--last", "500"], `${STUDENT.word}-greeter`, true],
  [["why"], `${STUDENT.word}-parameter`],
  [["iam", "suggest", "role"], `${STUDENT.word}-greeter`],
  [["account", "list"], STUDENT.account],
  [["status"], STUDENT.account],
];

const SOURCED = "who has sourced their file";

/** What each way of being the student puts into the environment, and which options it needs. */
type Identity = () => Promise<{ readonly env: Record<string, string>; readonly options: readonly string[] }>;

describe("In a class, the lab command", function () {
  this.timeout(120_000);
  const lab = useCloud();
  let folder: string;
  const envOf = async (name: string) => {
    const text = await readFile(join(folder, `${name}.env`), "utf8");
    return Object.fromEntries([...text.matchAll(/(AWS_\w+)=(\S+)/g)].map(([, key, value]) => [key, value]));
  };
  const asTeacher = async (...args: string[]) => await labCommand(args, await envOf("teacher"));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-class-"));
    for (const member of [STUDENT, NEIGHBOUR, TEACHER]) await fill(lab.running, member);
    const options = ["--students", "2", "--endpoint", lab.endpoint, "--output", folder];
    const { code, stderr } = await labCommand(["class", "create", ...options]);
    expect(code, stderr).to.equal(0);
  });
  after(() => rm(folder, { recursive: true }));

  const WAYS: Readonly<Record<string, Identity>> = {
    [SOURCED]: async () => ({ env: await envOf("student-01"), options: [] }),
    "whose file calls this machine by another name": async () => {
      const { AWS_ENDPOINT_URL = "", ...env } = await envOf("student-01");
      const options = ["--endpoint", AWS_ENDPOINT_URL];
      return { env: { ...env, AWS_ENDPOINT_URL: AWS_ENDPOINT_URL.replace("127.0.0.1", "localhost") }, options };
    },
    "who has no more than keys in the environment": async () => {
      const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = await envOf("student-01");
      return { env: { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }, options: ["--endpoint", lab.endpoint] };
    },
    "in a lab whose well-known keys are on": async () => {
      lab.running.cloud.credentials.wellKnownKeys = "on";
      const env = { AWS_ACCESS_KEY_ID: STUDENT.account, AWS_SECRET_ACCESS_KEY: "test" };
      return { env, options: ["--endpoint", lab.endpoint] };
    },
    "who has a key of IAM's in a lab whose well-known keys are on": async () => {
      lab.running.cloud.credentials.wellKnownKeys = "on";
      const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = await envOf("student-01");
      return { env: { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }, options: ["--endpoint", lab.endpoint] };
    },
  };

  for (const [way, identity] of Object.entries(WAYS)) {
    describe(`shows a student ${way}`, () => {
      let run: (...args: string[]) => ReturnType<typeof labCommand>;
      before(async () => {
        const { env, options } = await identity();
        run = (...args) => labCommand([...args, ...options], env);
      });
      after(() => {
        lab.running.cloud.credentials.wellKnownKeys = "off";
      });
      it("what is theirs, and theirs alone", async () => {
        for (const [args, shown] of way === SOURCED ? OWN : OWN.filter(([, , isTelling]) => isTelling)) {
          const { stdout, stderr } = await run(...args);
          expect(stdout, args.join(" ") + stderr).to.contain(shown);
          for (const foreign of OTHERS) expect(stdout + stderr, args.join(" ")).not.to.contain(foreign);
        }
      });

      if (way !== SOURCED) return;

      it("nothing by another's name", async () => {
        const { word } = NEIGHBOUR;
        for (const args of [
          ["invoke", word],
          ["logs", word],
          ["debug", word],
          ["why", word],
          ["iam", "suggest", word],
        ]) {
          const { code, stdout, stderr } = await run(...args);
          expect([code, stdout]).to.deep.equal([1, ""]);
          expect(stderr)
            .to.match(/no function|denied nothing|No role/)
            .and.not.to.contain(`${word}-`);
        }
      });

      it("no other account when they ask for one", async () => {
        for (const { account, word } of [NEIGHBOUR, TEACHER])
          for (const command of ["functions", "trace"]) {
            const { code, stdout, stderr } = await run(command, "--account", account);
            expect([code, stdout], command).to.deep.equal([1, ""]);
            expect(stderr).to.contain("only the teacher may").and.not.to.contain(word);
          }
      });
    });
  }

  it("does not take keys of another cloud for anybody's: the root of the first account calls", async () => {
    lab.running.cloud.credentials.wellKnownKeys = "on";
    const env = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "of-a-real-account" };
    const { stdout } = await labCommand(["functions", "--endpoint", lab.endpoint], env);
    lab.running.cloud.credentials.wellKnownKeys = "off";
    expect(stdout).to.contain(`${TEACHER.word}-greeter`);
  });

  describe("shows the teacher", () => {
    it("everybody's functions, and whose they are", async () => {
      const { stdout } = await asTeacher("functions");
      for (const { account, word } of [STUDENT, NEIGHBOUR, TEACHER])
        expect(stdout).to.match(new RegExp(`^${account} .*${word}-greeter `, "m"));
    });

    it("everybody's requests and denials, and whose they are", async () => {
      const { stdout } = await asTeacher("trace", "--last", "500");
      for (const { account, word } of [STUDENT, NEIGHBOUR, TEACHER]) {
        expect(stdout).to.match(new RegExp(`GetParameter.*${word}-user of ${account}`));
        expect((await asTeacher("why", word)).stdout).to.contain(`arn:aws:iam::${account}:user/${word}-user`);
      }
    });

    it("one account alone when they ask for one, with its functions and logs", async () => {
      const { account, word } = NEIGHBOUR;
      const of = (...args: string[]) => asTeacher(...args, "--account", account);
      for (const [args, shown] of [
        [["functions"], `${word}-greeter`],
        [["invoke", "greeter"], `"${word}"`],
        [["logs", "greeter"], `${word} in the log`],
        [["trace", "--last", "500"], `${word}-greeter`],
        [["why"], `${word}-parameter`],
        [["status"], account],
      ] as const) {
        const { stdout, stderr } = await of(...args);
        expect(stdout, args.join(" ") + stderr).to.contain(shown);
        for (const other of [STUDENT, TEACHER]) expect(stdout).not.to.contain(other.word);
      }
    });

    it("of their own account what is its alone, when they ask for it", async () => {
      const { stdout } = await asTeacher("trace", "--last", "500", "--account", TEACHER.account);
      expect(stdout).to.contain(TEACHER.word).and.not.to.contain(NEIGHBOUR.word);
    });
  });
});
