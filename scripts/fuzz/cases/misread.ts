import { bytesOf, type Message } from "../case.ts";
import { hostileText } from "../hostile.ts";
import type { FuzzedService } from "../models.ts";
import type { Random } from "../random.ts";
import { sign } from "../sign.ts";

/** A whole and signed request whose type is another protocol's. */
export function contentTypes(random: Random, host: string, services: readonly FuzzedService[]): Message {
  const content = random.pick([
    "application/x-amz-json-1.0",
    "application/x-amz-json-1.1",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/json",
    "application/cbor",
    "multipart/form-data; boundary=x",
    "text/plain; charset=utf-16",
    "",
    "x",
    "application/json; charset=__proto__",
  ]);
  const extra: Record<string, string> = random.pick<Record<string, string>>([
    {},
    { "smithy-protocol": "rpc-v2-cbor" },
    { "x-amz-target": "Logs_20140328.DescribeLogGroups" },
    { "x-amz-target": "x" },
    { "x-amzn-query-mode": "true" },
  ]);
  const body = random.pick<Buffer>([
    Buffer.from("{}"),
    Buffer.from("Action=ListUsers&Version=2010-05-08"),
    Buffer.from("<a/>"),
    random.bytes(30),
    Buffer.from([0xbf, 0xff]),
    Buffer.alloc(0),
  ]);
  const service = random.pick(services);
  const target = random.pick([
    "/",
    `/service/${service.model.target}/operation/${random.pick(service.handled)}`,
    "/?Action=ListUsers",
    "/fuzz-bucket-a?tagging",
  ]);
  const request = {
    method: random.pick(["POST", "PUT", "GET"]),
    target,
    headers: { "content-type": content, ...extra },
    body,
  };
  return {
    title: `${service.name} content type ${content}`,
    bytes: bytesOf(sign(request, service.signedAs, host)),
    answered: true,
    reusable: true,
  };
}

/** Credentials in the query, as a link has them. */
export function signatures(random: Random, host: string): Message {
  const value = encodeURIComponent(Buffer.from(hostileText(random).slice(0, 200)).toString());
  const query = random.pick([
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${value}&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=a`,
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${value}&X-Amz-Expires=${value}&X-Amz-SignedHeaders=${value}&X-Amz-Signature=${value}`,
    `AWSAccessKeyId=${value}&Signature=${value}&Expires=${value}`,
    "X-Amz-Credential=a&X-Amz-Credential=b&X-Amz-Signature=",
    `Action=${value}&Version=${value}`,
  ]);
  const method = random.pick(["GET", "PUT", "POST", "HEAD"]);
  return {
    title: `signature ${method}`,
    bytes: Buffer.from(
      `${method} /fuzz-bucket-a/fuzz-a?${query} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`,
      "latin1",
    ),
    answered: true,
    isHead: method === "HEAD",
    reusable: true,
  };
}
