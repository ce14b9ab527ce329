/** The path of a pipe's page, of its name. */
export function pipePath(name: string): string {
  return `/pipes/${encodeURIComponent(name)}`;
}

/** What of an ARN people call a resource by. */
export function shortName(arn = ""): string {
  const [, , service = "", , , ...rest] = arn.split(":");
  if (service === "dynamodb") return rest.join(":").replace(/^table\/([^/]+).*$/, "$1");
  if (service === "execute-api") return rest.join(":");
  if (service === "logs") return rest[1] ?? "";
  return rest.at(-1)?.split("/").at(-1) ?? arn;
}

/** The CloudFormation types of what pipes are about, by the service in their ARNs. */
const TYPES: Readonly<Record<string, string>> = {
  dynamodb: "AWS::DynamoDB::Table",
  events: "AWS::Events::EventBus",
  kinesis: "AWS::Kinesis::Stream",
  lambda: "AWS::Lambda::Function",
  logs: "AWS::Logs::LogGroup",
  sns: "AWS::SNS::Topic",
  sqs: "AWS::SQS::Queue",
};

/** The service of an ARN, and what CloudFormation calls the type and the resource. */
export function placeOf(arn = ""): {
  readonly service: string;
  readonly type: string | undefined;
  readonly id: string;
} {
  const service = arn.split(":")[2] ?? "";
  return { service, type: TYPES[service], id: service === "sns" ? arn : shortName(arn) };
}
