import type { Call } from "../audit/call.ts";
import type { Cloud } from "../cloud.ts";
import type { Recognition } from "../door/recognition.ts";
import type { ProtocolName } from "../wire/model.ts";

/**
 * Every service, in one line each: the SDK client that is its specification, the folder that implements it, and how requests for
 * it are recognised. Both load on first use. `types` is the prefix of its CloudFormation types.
 */
export const services = {
  apigateway: {
    sdk: () => import("@aws-sdk/client-api-gateway"),
    load: () => import("./apigateway/rest/service.ts"),
    types: "AWS::ApiGateway",
    data: "execute-api",
  },
  apigatewayv2: {
    sdk: () => import("@aws-sdk/client-apigatewayv2"),
    load: () => import("./apigateway/v2/service.ts"),
    types: "AWS::ApiGatewayV2",
    signed: "apigateway",
    marks: { path: "/v2/" },
  },
  cloudformation: {
    sdk: () => import("@aws-sdk/client-cloudformation"),
    load: () => import("./cloudformation/service.ts"),
    types: "AWS::CloudFormation",
    data: "cloudformation",
  },
  cloudtrail: {
    sdk: () => import("@aws-sdk/client-cloudtrail"),
    load: () => import("./cloudtrail/service.ts"),
    tellsCalls: () => import("./cloudtrail/events/announcements.ts"),
    types: "AWS::CloudTrail",
  },
  dynamodb: {
    sdk: () => import("@aws-sdk/client-dynamodb"),
    load: () => import("./dynamodb/service.ts"),
    types: "AWS::DynamoDB",
  },
  dynamodbstreams: {
    sdk: () => import("@aws-sdk/client-dynamodb-streams"),
    load: () => import("./dynamodb/streams/service.ts"),
    signed: "dynamodb",
    marks: { target: "DynamoDBStreams_20120810" },
  },
  ecr: {
    sdk: () => import("@aws-sdk/client-ecr"),
    load: () => import("./ecr/service.ts"),
    types: "AWS::ECR",
    data: "ecr-layers",
    // A registry's clients name it, or this machine. In front of other hosts may be a bucket's name.
    marks: {
      path: "/v2/",
      host: /^\d{12}\.dkr\.ecr\.|^[^.]+$|^[\d.]+(:\d+)?$|^\[|^(host\.(docker|containers)\.internal|localhost\.localstack\.cloud)(:|$)/,
    },
    unsigned: "others",
  },
  events: {
    sdk: () => import("@aws-sdk/client-eventbridge"),
    load: () => import("./eventbridge/service.ts"),
    types: "AWS::Events",
  },
  firehose: {
    sdk: () => import("@aws-sdk/client-firehose"),
    load: () => import("./firehose/service.ts"),
    types: "AWS::KinesisFirehose",
  },
  iam: {
    sdk: () => import("@aws-sdk/client-iam"),
    load: () => import("./iam/service.ts"),
    types: "AWS::IAM",
    data: "web-identity",
  },
  kinesis: {
    sdk: () => import("@aws-sdk/client-kinesis"),
    load: () => import("./kinesis/service.ts"),
    types: "AWS::Kinesis",
  },
  lambda: {
    sdk: () => import("@aws-sdk/client-lambda"),
    load: () => import("./lambda/service.ts"),
    types: "AWS::Lambda",
    data: ["lambda", "lambda-url"],
  },
  logs: {
    sdk: () => import("@aws-sdk/client-cloudwatch-logs"),
    load: () => import("./logs/service.ts"),
    types: "AWS::Logs",
  },
  pipes: {
    sdk: () => import("@aws-sdk/client-pipes"),
    load: () => import("./pipes/service.ts"),
    types: "AWS::Pipes",
  },
  s3: {
    sdk: () => import("@aws-sdk/client-s3"),
    load: () => import("./s3/service.ts"),
    types: "AWS::S3",
    data: "s3-website",
    unsigned: "others",
    signedPath: "encoded once",
    protocol: "restXml",
  },
  scheduler: {
    sdk: () => import("@aws-sdk/client-scheduler"),
    load: () => import("./scheduler/service.ts"),
    types: "AWS::Scheduler",
  },
  sns: {
    sdk: () => import("@aws-sdk/client-sns"),
    load: () => import("./sns/service.ts"),
    types: "AWS::SNS",
    data: "sns",
    marks: { version: "2010-03-31" },
    unsigned: "forms",
  },
  sqs: {
    sdk: () => import("@aws-sdk/client-sqs"),
    load: () => import("./sqs/service.ts"),
    types: "AWS::SQS",
    marks: [{ version: "2012-11-05" }, { target: "AmazonSQS" }],
    unsigned: ["forms", "targets", "others"],
  },
  ssm: { sdk: () => import("@aws-sdk/client-ssm"), load: () => import("./ssm/service.ts"), types: "AWS::SSM" },
  sts: {
    sdk: () => import("@aws-sdk/client-sts"),
    load: () => import("./sts/service.ts"),
    unsigned: "forms",
  },
} satisfies Readonly<Record<string, ServiceEntry>>;

/**
 * What services speak that the lab does not have, where it is not JSON: their clients must be able to read that. By the names that
 * requests are signed for.
 */
export const absent: ReadonlyMap<string, ProtocolName> = new Map([
  ["cloudfront", "restXml"],
  ["ec2", "ec2Query"],
  ["route53", "restXml"],
  ["s3-object-lambda", "restXml"],
  ["s3-outposts", "restXml"],
  ["s3express", "restXml"],
]);

/** A service's line. */
export interface ServiceEntry extends Recognition {
  readonly sdk: () => Promise<object>;
  readonly load: () => Promise<object>;
  /** Tells an event bus of API calls that rules wait for. */
  readonly tellsCalls?: () => Promise<{ tell(calls: readonly Call[], cloud: Cloud): void }>;
  readonly types?: string;
  /** Signatures cover the path as it was sent, not encoded a second time. */
  readonly signedPath?: "encoded once";
  /** What its errors are written in until its model is loaded, where that is not JSON. */
  readonly protocol?: ProtocolName;
}
