import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";

/**
 * Lets a lab of the build, and a program that imports it, answer once, so that they leave their compiled code behind
 * (`lab/start/load.mjs`). The two run with different options of V8.
 *
 * @param out the folder of the build
 */
export async function leaveCode(out: string): Promise<void> {
  const urlOf = (file: string) => JSON.stringify(pathToFileURL(join(out, file)).href);
  const program = `import { keepCode } from ${urlOf("start/load.mjs")};
    import { startCloud } from ${urlOf("index.js")};
    keepCode();
    const { endpoint, close } = await startCloud({ port: 0 });
    console.log(endpoint);
    process.once("SIGTERM", close);`;
  const lab = [join(out, "cli/main.js"), "cloud", "--port", "0", "--ephemeral"];
  await Promise.all([answerOnce(lab), answerOnce(["--input-type=module", "-e", program])]);
}

async function answerOnce(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [endpoint] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: String(endpoint), region: "us-east-1", credentials });
  await s3.send(new ListBucketsCommand());
  s3.destroy();
  child.kill("SIGTERM");
  await ended;
}
