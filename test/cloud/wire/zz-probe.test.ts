import { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import { useLoopback } from "./loopback.ts";
import { sampleOf } from "./zz-samples.ts";
const sdks: Record<string, () => Promise<object>> = {
  "api-gateway": () => import("@aws-sdk/client-api-gateway"),
  cloudformation: () => import("@aws-sdk/client-cloudformation"),
  cloudwatch: () => import("@aws-sdk/client-cloudwatch"),
  dynamodb: () => import("@aws-sdk/client-dynamodb"),
  ec2: () => import("@aws-sdk/client-ec2"),
  ecr: () => import("@aws-sdk/client-ecr"),
  iam: () => import("@aws-sdk/client-iam"),
  lambda: () => import("@aws-sdk/client-lambda"),
  logs: () => import("@aws-sdk/client-cloudwatch-logs"),
  s3: () => import("@aws-sdk/client-s3"),
  sns: () => import("@aws-sdk/client-sns"),
  sqs: () => import("@aws-sdk/client-sqs"),
  ssm: () => import("@aws-sdk/client-ssm"),
  sts: () => import("@aws-sdk/client-sts"),
};
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (value instanceof String) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [[k, plain(v)]])));
}
const only = process.env.ONLY?.split(",");
for (const [name, load] of Object.entries(sdks)) {
  if (only && !only.includes(name)) continue;
  describe(name, function () {
    this.timeout(120000);
    const loop = useLoopback(load);
    it("all", async () => {
      const sdk = (await load()) as Record<string, any>;
      const Client = Object.entries(sdk).find(([n, v]) => n.endsWith("Client") && n !== "Client" && typeof v === "function")![1];
      const client = loop.client(Client) as any;
      let bad = 0, n = 0;
      for (const op of loop.model.operations.values()) {
        const Command = sdk[`${op.name}Command`];
        const es = (s: NormalizedSchema) => s.isStructSchema() && s.getEventStreamMember() !== "";
        if (es(op.input) || es(op.output)) continue;
        n++;
        const input = (op.input.isUnitSchema() ? {} : sampleOf(op.input)) as any;
        const output = (op.output.isUnitSchema() ? {} : sampleOf(op.output)) as any;
        const status = op.outputBindings.find((b) => b.in === "status")?.member;
        if (status) output[status] = 203;
        loop.answer = output;
        const say = (what: string, e: unknown) => { bad++; console.log(op.name, what, String((e as Error).message ?? e).slice(0, 500)); };
        let got: any;
        try {
          got = await client.send(new Command(input));
        } catch (e: any) { say("FAILED", `${e.name} ${e.message} ${e.$metadata?.httpStatusCode}`); continue; }
        delete got.$metadata;
        try { expect(loop.received.operation).to.equal(op.name); } catch (e) { say("ROUTE", e); continue; }
        try { expect(plain(loop.received.input)).to.deep.equal(plain(input)); } catch (e) { say("IN ", diff(plain(input), plain(loop.received.input))); }
        const streamed = op.outputBindings.find((b) => b.in === "payload" && b.schema.isStreaming())?.member;
        if (streamed && got[streamed]) got[streamed] = await got[streamed].transformToByteArray();
        try { expect(plain(got)).to.deep.equal(plain(output)); } catch (e) { say("OUT", diff(plain(output), plain(got))); }
      }
      console.log(name, n, "bad", bad);
    });
  });
}
function diff(a: any, b: any, path = ""): string {
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return JSON.stringify(a) === JSON.stringify(b) ? "" : `${path}: ${JSON.stringify(a)} → ${JSON.stringify(b)}; `;
  let s = "";
  for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) s += diff(a[k], b[k], `${path}.${k}`);
  return s || (a instanceof Date || b instanceof Date ? (String(a) === String(b) ? "" : `${path} ${+a} ${+b}`) : "");
}
