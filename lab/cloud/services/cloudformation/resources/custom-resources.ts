import { randomUUID } from "node:crypto";
import { sendWith } from "../../../delivery/send.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import type { Answer } from "../engine/custom-resource-answers.ts";
import { ResourceFailure } from "../engine/resource-failure.ts";
import type { CloudFormationState } from "../state.ts";

interface CustomProperties {
  /** The ARN of what provides the resource: a Lambda function, or a topic. */
  readonly ServiceToken: string;
  /** Seconds to wait for its answer. */
  readonly ServiceTimeout?: number | string;
  readonly [property: string]: unknown;
}

/** What the provider is asked. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
interface Request {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: unknown;
}

const LONGEST_TIMEOUT = 3600;

/** AWS::CloudFormation::CustomResource and Custom::…: a Lambda function makes, changes and removes the resource. */
export const customResource: ResourceProvider<CustomProperties> = {
  async create(properties, context) {
    const reply = await ask({ RequestType: "Create" }, properties, context);
    // A provider that fails is still told to delete what it may have made, as on AWS.
    const id = reply.answer?.PhysicalResourceId;
    context.initiated(typeof id === "string" && id ? id : context.name(1024));
    return createdFrom(reply);
  },

  async update(PhysicalResourceId, properties, previous, context) {
    if (properties.ServiceToken !== previous.ServiceToken)
      throw new ResourceFailure("Modifying service token is not allowed.");
    const OldResourceProperties = stringified(previous);
    const request = { RequestType: "Update", PhysicalResourceId, OldResourceProperties } as const;
    return createdFrom(await ask(request, properties, context));
  },

  async delete(PhysicalResourceId, properties, context) {
    createdFrom(await ask({ RequestType: "Delete", PhysicalResourceId }, properties, context));
  },
};

/** What a provider answered, if it did. */
interface Reply {
  readonly requestId: string;
  readonly answer: Answer | undefined;
}

async function ask(request: Request, properties: CustomProperties, context: ResourceContext): Promise<Reply> {
  const { cloud, call, stack, signal } = context;
  const requestId = randomUUID();
  const { ServiceToken, ServiceTimeout } = properties;
  const { answers, hidden } = (await cloud.service("cloudformation")).state as CloudFormationState;
  const seconds = Math.min(Number(ServiceTimeout) || LONGEST_TIMEOUT, LONGEST_TIMEOUT);
  const { path, answer, fail } = answers.expect(seconds * 1000, signal);
  // Awaited below; a failing invocation must not leave a rejection that nobody handles.
  answer.catch(() => undefined);
  const event = {
    ...request,
    ServiceToken,
    ResponseURL: `${cloud.endpoint}${path}`,
    StackId: stack.id,
    RequestId: requestId,
    LogicalResourceId: context.logicalId,
    ResourceType: context.type,
    ResourceProperties: stringified(properties),
  };
  const message = { body: JSON.stringify(event), subject: "AWS CloudFormation custom resource request" };
  // AWS waits for the whole timeout, and then says that there was no answer. Here the function's own error is the reason, at once.
  const failed = (error: string) =>
    fail(new ResourceFailure(`The custom resource's function failed: ${errorIn(error)}`));
  await sendWith(ServiceToken, message, { call, cloud, failed });
  const answered = await answer;
  if (String(answered?.NoEcho) === "true")
    cloud.store.write(() =>
      hidden.put([stack.id, context.logicalId], Object.values(Object(answered?.Data)).map(String)),
    );
  return { requestId, answer: answered };
}

/** What a function's error says, such as `Runtime.ImportModuleError: No module named 'x'`. */
function errorIn(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload);
    return [errorType, errorMessage].filter(Boolean).join(": ");
  } catch {
    return payload;
  }
}

function createdFrom({ answer, requestId }: Reply): Created {
  if (!answer)
    throw new ResourceFailure(
      `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
    );
  const { Status, PhysicalResourceId: id, Data = {} } = answer;
  const Reason = typeof answer.Reason === "string" ? answer.Reason : JSON.stringify(answer.Reason ?? "");
  if (Status === "FAILED")
    throw new ResourceFailure(
      `Received response status [FAILED] from custom resource. Message returned: ${Reason} (RequestId: ${requestId})`,
    );
  if (Status !== "SUCCESS")
    throw new ResourceFailure(
      `Invalid response status '${typeof Status === "string" ? Status : JSON.stringify(Status ?? null)}'`,
    );
  if (typeof id !== "string" || id === "") throw new ResourceFailure("Invalid PhysicalResourceId");
  if (typeof Data !== "object" || Array.isArray(Data)) throw new ResourceFailure("Invalid Data: it must be an object");
  return { id, attributes: { ...Data } };
}

/** Providers get every scalar as text, as CloudFormation sends it. */
function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stringified(item)]));
}
