import type { ApiDestinationHttpMethod } from "@aws-sdk/client-eventbridge";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface ApiDestinationProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly ConnectionArn: string;
  readonly InvocationEndpoint: string;
  readonly HttpMethod: ApiDestinationHttpMethod;
  readonly InvocationRateLimitPerSecond?: number | string;
}

const gone = tolerate("ResourceNotFoundException");
const USUAL_RATE = 300;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-apidestination.html */
export const apiDestination: ResourceProvider<ApiDestinationProperties> = {
  replacedBy: ["Name"],
  async create(properties, context) {
    const Name = properties.Name ?? context.name(64);
    await context.call.events.CreateApiDestination({ Name, ...settingsOf(properties) });
    context.initiated(Name);
    return await created(Name, context);
  },
  async update(Name, properties, _previous, context) {
    await context.call.events.UpdateApiDestination({ Name, ...settingsOf(properties) });
    return await created(Name, context);
  },
  async read(Name, { call }) {
    const found = await call.events.DescribeApiDestination({ Name }).catch(gone);
    if (!found) return undefined;
    const { Description, ConnectionArn, InvocationEndpoint, HttpMethod, InvocationRateLimitPerSecond } = found;
    return {
      properties: { Name, Description, ConnectionArn, InvocationEndpoint, HttpMethod, InvocationRateLimitPerSecond },
      attributes: attributesOf(found.ApiDestinationArn),
    };
  },
  async delete(Name, _properties, { call }) {
    await call.events.DeleteApiDestination({ Name }).catch(gone);
  },
};

function settingsOf(properties: ApiDestinationProperties) {
  const { Description = "", ConnectionArn, InvocationEndpoint, HttpMethod } = properties;
  const InvocationRateLimitPerSecond = Number(properties.InvocationRateLimitPerSecond ?? USUAL_RATE);
  return { Description, ConnectionArn, InvocationEndpoint, HttpMethod, InvocationRateLimitPerSecond };
}

async function created(Name: string, { call }: Pick<ResourceContext, "call">) {
  const { ApiDestinationArn } = await call.events.DescribeApiDestination({ Name });
  return { id: Name, attributes: attributesOf(ApiDestinationArn) };
}

function attributesOf(Arn: string | undefined) {
  return { Arn, ArnForPolicy: Arn?.replace(/\/[0-9a-f-]{36}$/, "") };
}
