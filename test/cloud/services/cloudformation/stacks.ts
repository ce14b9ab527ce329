import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import type { SuiteCloud } from "../../use-cloud.ts";

/** Stacks as a test makes and looks at them. */
export class Stacks {
  readonly #cloud: SuiteCloud;

  constructor(cloud: SuiteCloud) {
    this.#cloud = cloud;
  }

  get client(): CloudFormationClient {
    return this.#cloud.client(CloudFormationClient);
  }

  /** Creates a stack of these resources and waits until it has settled. */
  async create(StackName: string, template: object, more: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
    const { StackId } = await this.client.send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), ...more }),
    );
    return await this.settled(StackId as string);
  }

  /** Updates a stack and waits until it has settled. */
  async update(StackName: string, template: object, more: Partial<UpdateStackCommandInput> = {}): Promise<Stack> {
    await this.client.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template), ...more }));
    return await this.settled(StackName);
  }

  /** Deletes a stack and waits until it is gone, or has failed to go. */
  async delete(stack: Stack): Promise<Stack> {
    await this.client.send(new DeleteStackCommand({ StackName: stack.StackName }));
    return await this.settled(stack.StackId as string);
  }

  /** The stack when nothing is in motion on it any more. */
  async settled(StackName: string): Promise<Stack> {
    for (;;) {
      const stack = await this.describe(StackName);
      if (!/_IN_PROGRESS$/.test(stack.StackStatus ?? "")) return stack;
    }
  }

  async describe(StackName: string): Promise<Stack> {
    const { Stacks: stacks = [] } = await this.client.send(new DescribeStacksCommand({ StackName }));
    return stacks[0] as Stack;
  }

  /** What happened to a stack, oldest first, each as `LogicalId STATUS reason`. */
  async story(StackName: string): Promise<string[]> {
    const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
    return StackEvents.reverse().map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = "" }) =>
      `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`.trim(),
    );
  }

  /** The status and physical id of each resource, by logical id. */
  async resources(StackName: string): Promise<Record<string, { status: string; id: string | undefined }>> {
    const { StackResources = [] } = await this.client.send(new DescribeStackResourcesCommand({ StackName }));
    return Object.fromEntries(
      StackResources.map((resource) => [
        resource.LogicalResourceId,
        { status: String(resource.ResourceStatus), id: resource.PhysicalResourceId },
      ]),
    );
  }
}
