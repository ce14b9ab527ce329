import { IAM } from "@aws-sdk/client-iam";
import { type CreateScheduleCommandInput, Scheduler, type Target } from "@aws-sdk/client-scheduler";
import { SQS } from "@aws-sdk/client-sqs";
import { until } from "../../until.ts";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

export const ACCOUNT = "000000000000";

/** A cloud with a Scheduler for the suite that calls this, and a role that the Scheduler may assume. */
export interface SuiteScheduler extends SuiteCloud {
  readonly scheduler: Scheduler;
  readonly sqs: SQS;
  /** ARN of a role that may do everything. */
  readonly role: string;
  /** Makes a queue, and answers its URL and ARN. */
  queue(name: string): Promise<{ readonly url: string; readonly arn: string }>;
  /** Creates a schedule that has what such a schedule usually has. */
  schedule(Name: string, target: Partial<Target>, rest?: Partial<CreateScheduleCommandInput>): Promise<string>;
  /** Creates a role that trusts the Scheduler, on a condition, and may do what a statement says. */
  newRole(RoleName: string, statement: object, condition?: object): Promise<string>;
  /** What the messages of a queue hold, in the order in which they were sent; they are gone then. */
  bodies(url: string): Promise<string[]>;
  /** The same, once there are so many. */
  arrived(url: string, count?: number): Promise<string[]>;
}

export function useScheduler(): SuiteScheduler {
  const lab = useCloud();
  let clients: { scheduler: Scheduler; sqs: SQS; iam: IAM };
  let role = "";
  const newRole: SuiteScheduler["newRole"] = async (RoleName, statement, condition) => {
    const trust = {
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      ...(condition && { Condition: condition }),
    };
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await clients.iam.createRole({ RoleName, AssumeRolePolicyDocument: document(trust) });
    const PolicyDocument = document({ Effect: "Allow", ...statement });
    await clients.iam.putRolePolicy({ RoleName, PolicyName: "p", PolicyDocument });
    return Role?.Arn ?? "";
  };
  before(async () => {
    clients = { scheduler: lab.client(Scheduler), sqs: lab.client(SQS), iam: lab.client(IAM) };
    role = await newRole("any", { Action: "*", Resource: "*" });
  });
  const more: Omit<SuiteScheduler, keyof SuiteCloud> = {
    get scheduler() {
      return clients.scheduler;
    },
    get sqs() {
      return clients.sqs;
    },
    get role() {
      return role;
    },
    newRole,
    async queue(QueueName) {
      const { QueueUrl = "" } = await clients.sqs.createQueue({ QueueName });
      return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${QueueName}` };
    },
    async schedule(Name, target, rest = {}) {
      const { ScheduleArn = "" } = await clients.scheduler.createSchedule({
        Name,
        ScheduleExpression: "rate(5 minutes)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:none`, RoleArn: role, ...target },
        ...rest,
      });
      return ScheduleArn;
    },
    async arrived(url, count = 1) {
      const all: string[] = [];
      await until(async () => all.push(...(await more.bodies(url))) >= count);
      return all;
    },
    async bodies(QueueUrl) {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await clients.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
        if (Messages.length === 0) return bodies;
        for (const { Body = "", ReceiptHandle } of Messages) {
          bodies.push(Body);
          await clients.sqs.deleteMessage({ QueueUrl, ReceiptHandle });
        }
      }
    },
  };
  return Object.defineProperties(lab, Object.getOwnPropertyDescriptors(more)) as SuiteScheduler;
}
