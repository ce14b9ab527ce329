import { invalid, invalidParameter, notFound } from "../errors.ts";
import { deviceAt } from "../platforms/devices.ts";
import type { Protocol, Topic } from "../records.ts";
import type { SnsContext } from "../state.ts";
import { isFifo } from "../topics/names.ts";

const PROTOCOLS: ReadonlySet<string> = new Set([
  "http",
  "https",
  "email",
  "email-json",
  "sms",
  "sqs",
  "application",
  "lambda",
  "firehose",
] satisfies Protocol[]);

/** A protocol and an endpoint of it, in the form in which SNS stores them. Throws InvalidParameter. */
export function checkedEndpoint(
  given: { readonly Protocol?: string | undefined; readonly Endpoint?: string | undefined },
  topic: Topic,
  context: SnsContext,
): { readonly protocol: Protocol; readonly endpoint: string } {
  const { Protocol: protocol = "", Endpoint: endpoint = "" } = given;
  if (!PROTOCOLS.has(protocol)) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (endpoint === "") throw invalidParameter("Endpoint Reason: no value for required parameter");
  if (endpoint.length > 2048) throw invalidParameter("Endpoint");
  const checked = CHECKS[protocol as Protocol](endpoint, context);
  if (isFifo(topic)) {
    // https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
    if (protocol !== "sqs") throw invalidParameter("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
  } else if (protocol === "sqs" && endpoint.endsWith(".fifo")) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
  return { protocol: protocol as Protocol, endpoint: checked };
}

/** Whether an endpoint says on its own that it wants the messages: those of the caller's account do, and phones. */
export function isConfirmedBy(account: string, protocol: Protocol, endpoint: string): boolean {
  if (protocol === "sms") return true;
  if (!endpoint.startsWith("arn:")) return false;
  return endpoint.split(":")[4] === account;
}

type Check = (endpoint: string, context: SnsContext) => string;

const CHECKS: Readonly<Record<Protocol, Check>> = {
  http: (endpoint) => url(endpoint, "http:"),
  https: (endpoint) => url(endpoint, "https:"),
  email,
  "email-json": email,
  sms: phoneNumber,
  sqs: arn(/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/, "SQS endpoint ARN"),
  lambda: arn(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$/, "Lambda endpoint ARN"),
  firehose: arn(/^arn:aws:firehose:[a-z0-9-]+:\d{12}:deliverystream\/[\w.-]{1,64}$/, "Firehose endpoint ARN"),
  application(endpoint, context) {
    if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:endpoint\/[^/]+\/[^/]+\/[^/]+$/.test(endpoint))
      throw invalidParameter("Application endpoint arn invalid");
    if (!deviceAt(endpoint, context.state)) throw notFound("Endpoint does not exist");
    return endpoint;
  },
};

function arn(pattern: RegExp, what: string): Check {
  return (endpoint) => {
    if (!pattern.test(endpoint)) throw invalidParameter(what);
    return endpoint;
  };
}

function url(endpoint: string, protocol: string): string {
  if (!endpoint.toLowerCase().startsWith(`${protocol}//`))
    throw invalidParameter("Endpoint must match the specified protocol");
  if (!URL.canParse(endpoint) || new URL(endpoint).hostname === "") throw invalidParameter("Endpoint");
  return endpoint;
}

function email(endpoint: string): string {
  if (!/^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/.test(endpoint)) throw invalidParameter("Email address");
  return endpoint;
}

/** A number with its plus sign; what people write between the digits is left out. */
function phoneNumber(endpoint: string): string {
  const digits = endpoint.replace(/[\s()./-]/g, "");
  if (!/^\+?[0-9]{7,15}$/.test(digits) || /[./-]{2}|^[./-]|[./-]$/.test(endpoint))
    throw invalid(`Invalid SMS endpoint: ${endpoint}`);
  return digits.startsWith("+") ? digits : `+${digits}`;
}
