import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { labFolder } from "../../../../package.ts";

/**
 * The archive that CloudFormation makes of code written in a template: one file for the runtime, and beside it the
 * `cfn-response` module with which such code answers custom resources.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function inlineArchive(runtime: string, code: string): Promise<Buffer> {
  const archive = new ZipFile();
  const response = await readFile(join(labFolder, "cloud/services/lambda/runtimes/nodejs/cfn-response.cjs"));
  const mtime = new Date(0);
  archive.addBuffer(Buffer.from(code), runtime.startsWith("python") ? "index.py" : "index.js", { mtime });
  if (runtime.startsWith("nodejs")) archive.addBuffer(response, "node_modules/cfn-response/index.js", { mtime });
  archive.end();
  return await buffer(archive.outputStream);
}
