import * as cf from "@aws-sdk/client-cloudformation";
import { startCloud } from "../lab/cloud/index.ts";
const cloud = await startCloud({ port: 0, log: console.log });
const c = new cf.CloudFormationClient({ endpoint: cloud.endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
const t = (n: number, v: string, changed: number) => { const R: any = {}; for (let i = 0; i < n; i++) { R[`P${i}`] = { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: i < changed ? v : "const" } }; if (i % 4==0) R[`R${i}`] = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{Effect:"Allow",Principal:{Service:"lambda.amazonaws.com"},Action:"sts:AssumeRole"}] } } }; else R[`L${i}`] = { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 7, Tags: [{ Key: "p", Value: { Ref: `P${i}` } }] } }; } return JSON.stringify({ Resources: R }); };
const settle = async (s: string) => { for (;;) { const { Stacks } = await c.send(new cf.DescribeStacksCommand({ StackName: s })); if (!Stacks![0]!.StackStatus!.endsWith("IN_PROGRESS")) return Stacks![0]!.StackStatus; } };
for (const n of [10, 25, 100, 150]) {
  let a = performance.now(); const { StackId } = await c.send(new cf.CreateStackCommand({ StackName: `s${n}`, TemplateBody: t(n, "a", n), Capabilities: ["CAPABILITY_IAM"] })); const b = performance.now(); const s1 = await settle(`s${n}`); const create = performance.now() - a;
  a = performance.now(); await c.send(new cf.UpdateStackCommand({ StackName: `s${n}`, TemplateBody: t(n, "b", n / 10), Capabilities: ["CAPABILITY_IAM"] })); const s2 = await settle(`s${n}`); const update = performance.now() - a;
  a = performance.now(); await c.send(new cf.DeleteStackCommand({ StackName: `s${n}` })); const s3 = await settle(StackId!); const del = performance.now() - a;
  console.log(n * 2, s1, s2, s3, "create", create.toFixed(0), (create / n / 2).toFixed(2), "update", update.toFixed(0), (update / n / 2).toFixed(2), "delete", del.toFixed(0), (del / n / 2).toFixed(2));
}
await cloud.close();
