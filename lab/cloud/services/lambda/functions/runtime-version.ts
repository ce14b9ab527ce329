import { createHash } from "node:crypto";
import type { RuntimeVersionConfig } from "@aws-sdk/client-lambda";

/**
 * The runtime version of a function, under an ARN such as AWS has: `arn:aws:lambda:us-east-1::runtime:` and 64 hexadecimal
 * digits. The lab has one version of each runtime, so a runtime's name alone decides on it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_RuntimeVersionConfig.html
 */
export function runtimeVersionOf(runtime: string, region: string): RuntimeVersionConfig {
  return {
    RuntimeVersionArn: `arn:aws:lambda:${region}::runtime:${createHash("sha256").update(runtime).digest("hex")}`,
  };
}
