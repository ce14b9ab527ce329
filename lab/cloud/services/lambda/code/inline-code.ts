import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { labFolder } from "../../../../package.ts";

const RUNTIMES = join(labFolder, "cloud/services/lambda/runtimes");

/**
 * The archive that CloudFormation makes of code written in a template: one file for the runtime, and beside it the
 * module with which such code answers custom resources: `cfn-response` for Node.js, `cfnresponse` for Python code that
 * imports it by just these words.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function inlineArchive(runtime: string, code: string): Promise<Buffer> {
  const archive = new ZipFile();
  const mtime = new Date(0);
  const isPython = runtime.startsWith("python");
  archive.addBuffer(Buffer.from(code), isPython ? "index.py" : "index.js", { mtime });
  const module = async (file: string, name: string) =>
    archive.addBuffer(await readFile(join(RUNTIMES, file)), name, { mtime });
  if (runtime.startsWith("nodejs")) await module("nodejs/cfn-response.cjs", "node_modules/cfn-response/index.js");
  if (isPython && code.includes("import cfnresponse")) await module("python/cfnresponse.py", "cfnresponse.py");
  archive.end();
  return await buffer(archive.outputStream);
}
