import { createHash } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import type { HttpFacts } from "../../../service/service.ts";
import { hasher } from "../../../store/digests/hashers.ts";
import { invalidRequest } from "../errors.ts";
import { base64, checksumAlgorithms } from "./checksums.ts";
import { checkMd5, declaredMd5 } from "./md5.ts";

/**
 * Checks the integrity of a body that is no object's: the XML of DeleteObjects and the like. Throws BadDigest when it is not
 * what the request says. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export function verifyBody(operation: string, body: Buffer, { headers }: HttpFacts): Promise<void> | undefined {
  // The checksum that a completion declares is the whole object's.
  if (operation === "CompleteMultipartUpload") return undefined;
  const declared = checksumHeaders.find(([, header]) => headers[header] !== undefined);
  const isDeclared = declared !== undefined || headers["content-md5"] !== undefined;
  return isDeclared || operation === "DeleteObjects" ? verify(operation, body, headers, declared) : undefined;
}

const checksumHeaders = checksumAlgorithms.map((name) => [name, `x-amz-checksum-${name.toLowerCase()}`] as const);

async function verify(
  operation: string,
  body: Buffer,
  headers: HttpFacts["headers"],
  declared: (typeof checksumHeaders)[number] | undefined,
): Promise<void> {
  const md5 = headers["content-md5"];
  if (md5 !== undefined) checkMd5(declaredMd5(String(md5)), createHash("md5").update(body).digest("hex"));
  if (declared) {
    const [algorithm, header] = declared;
    const hash = hasher(algorithm);
    hash.update(body);
    const computed = base64(await hash.digest());
    if (computed !== headers[header])
      throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
  } else if (md5 === undefined && operation === "DeleteObjects" && body.length > 0) {
    throw invalidRequest("Missing required header for this request: Content-MD5");
  }
}
