import { setTimeout as delay } from "node:timers/promises";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Clients } from "./clients.ts";

/** How long a stack may take to come to an end after a restart, in milliseconds. */
const PATIENCE = 60_000;

/** Stacks that were begun: after a restart each must come to an end, have what it says it has, and go away when told. */
export class Stacks {
  acknowledged = 0;
  readonly #clients: Clients;
  #open: string[] = [];
  #count = 0;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  async create(): Promise<void> {
    const StackName = `stack-${++this.#count}`;
    const parameter = (index: number, DependsOn: string[]) => ({
      Type: "AWS::SSM::Parameter",
      DependsOn,
      Properties: { Name: `${StackName}-${index}`, Type: "String", Value: "a" },
    });
    const Resources = {
      A: parameter(0, []),
      B: parameter(1, ["A"]),
      Topic: { Type: "AWS::Logs::LogGroup", DependsOn: ["B"], Properties: {} },
      C: parameter(2, ["Topic"]),
    };
    await this.#clients.cloudformation.send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }),
    );
    this.#open.push(StackName);
    this.acknowledged++;
  }

  /** Waits for the stacks' ends, looks at their resources and deletes them; answers what is wrong. */
  async verify(): Promise<string[]> {
    const problems: string[] = [];
    for (const name of this.#open)
      problems.push(...(await this.#verifyOne(name).catch((error) => [`stack ${name}: ${error.message}`])));
    this.#open = [];
    return problems;
  }

  async #verifyOne(StackName: string): Promise<string[]> {
    const { cloudformation, ssm } = this.#clients;
    const status = await this.#settled(StackName);
    if (!/^(CREATE_COMPLETE|ROLLBACK_COMPLETE|CREATE_FAILED)$/.test(status))
      return [`stack ${StackName} stays in ${status}`];
    const problems: string[] = [];
    if (status === "CREATE_COMPLETE") {
      const { StackResourceSummaries = [] } = await cloudformation.send(new ListStackResourcesCommand({ StackName }));
      if (StackResourceSummaries.length !== 4)
        problems.push(`stack ${StackName} has ${StackResourceSummaries.length} resources of 4`);
      for (const index of [0, 1, 2]) await ssm.send(new GetParameterCommand({ Name: `${StackName}-${index}` }));
    }
    await cloudformation.send(new DeleteStackCommand({ StackName }));
    const end = await this.#settled(StackName);
    return end === "gone" ? problems : [...problems, `stack ${StackName} can't be deleted: ${end}`];
  }

  async #settled(StackName: string): Promise<string> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const { cloudformation } = this.#clients;
      const status = await cloudformation.send(new DescribeStacksCommand({ StackName })).then(
        ({ Stacks = [] }) => String(Stacks[0]?.StackStatus),
        (error) => {
          if (/does not exist/.test(error.message)) return "gone";
          throw error;
        },
      );
      if (!status.endsWith("IN_PROGRESS") || Date.now() > until) return status;
      await delay(100);
    }
  }
}
