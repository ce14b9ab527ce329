import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import type { ProtocolName } from "../../../lab/cloud/wire/model.ts";

/** A client that speaks to the wire layer. */
export interface Wire {
  readonly name: string;
  readonly speaks: ProtocolName;
  readonly sdk: () => Promise<object>;
  /** What the client is configured with besides. */
  readonly configuration?: object;
}

const cloudwatch = () => import("@aws-sdk/client-cloudwatch");
const dynamodb = () => import("@aws-sdk/client-dynamodb");
const forms = { protocol: AwsQueryProtocol };
const cbor = { protocol: AwsSmithyRpcV2CborProtocol };

/** Every protocol, by clients that speak it. */
export const wires: readonly Wire[] = [
  { name: "api-gateway", speaks: "restJson1", sdk: () => import("@aws-sdk/client-api-gateway") },
  { name: "cloudformation", speaks: "awsQuery", sdk: () => import("@aws-sdk/client-cloudformation") },
  { name: "cloudwatch", speaks: "awsJson1_0", sdk: cloudwatch },
  // As Terraform speaks to it, and as current botocore may.
  { name: "cloudwatch in forms", speaks: "awsQuery", sdk: cloudwatch, configuration: forms },
  { name: "cloudwatch in CBOR", speaks: "rpcv2Cbor", sdk: cloudwatch, configuration: cbor },
  { name: "dynamodb", speaks: "awsJson1_0", sdk: dynamodb },
  { name: "dynamodb in CBOR", speaks: "rpcv2Cbor", sdk: dynamodb, configuration: cbor },
  { name: "ec2", speaks: "ec2Query", sdk: () => import("@aws-sdk/client-ec2") },
  { name: "ecr", speaks: "awsJson1_1", sdk: () => import("@aws-sdk/client-ecr") },
  { name: "iam", speaks: "awsQuery", sdk: () => import("@aws-sdk/client-iam") },
  { name: "lambda", speaks: "restJson1", sdk: () => import("@aws-sdk/client-lambda") },
  { name: "logs", speaks: "awsJson1_1", sdk: () => import("@aws-sdk/client-cloudwatch-logs") },
  { name: "s3", speaks: "restXml", sdk: () => import("@aws-sdk/client-s3") },
  { name: "sns", speaks: "awsQuery", sdk: () => import("@aws-sdk/client-sns") },
  { name: "sqs", speaks: "awsJson1_0", sdk: () => import("@aws-sdk/client-sqs") },
  { name: "ssm", speaks: "awsJson1_1", sdk: () => import("@aws-sdk/client-ssm") },
  { name: "sts", speaks: "awsQuery", sdk: () => import("@aws-sdk/client-sts") },
];

/** A client as these tests use it: whatever the operation, whatever the shapes. */
export interface AnyClient {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

/** The client class of an SDK module. */
export function clientClass(sdk: object): new (configuration: object) => AnyClient {
  const [, Client] =
    Object.entries(sdk).find(([name, value]) => /.Client$/.test(name) && typeof value === "function") ?? [];
  return Client as new (
    configuration: object,
  ) => AnyClient;
}

/** A command for an operation of an SDK module. */
export function commandOf(sdk: object, operation: string, input: unknown): object {
  const Command = (sdk as Record<string, unknown>)[`${operation}Command`] as new (input: unknown) => object;
  return new Command(input);
}

/** Operations that have a host of their own, and can't be told from others, or reached, without it. */
export const ELSEWHERE: ReadonlySet<string> = new Set(["ListDirectoryBuckets", "WriteGetObjectResponse"]);
