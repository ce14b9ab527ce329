import type {
  ConnectionAuthorizationType,
  ConnectionHttpParameters,
  ConnectionOAuthHttpMethod,
  CreateConnectionAuthRequestParameters,
} from "@aws-sdk/client-eventbridge";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface ConnectionProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly AuthorizationType: ConnectionAuthorizationType;
  readonly AuthParameters: AuthProperties;
  readonly KmsKeyIdentifier?: string;
}

/** As the API has it, with booleans that may be texts. */
type AuthProperties = CreateConnectionAuthRequestParameters;

const gone = tolerate("ResourceNotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html */
export const connection: ResourceProvider<ConnectionProperties> = {
  replacedBy: ["Name"],
  async create(properties, context) {
    const Name = properties.Name ?? context.name(64);
    await context.call.events.CreateConnection({ Name, ...settingsOf(properties) });
    context.initiated(Name);
    return await created(Name, context);
  },
  async update(Name, properties, _previous, context) {
    await context.call.events.UpdateConnection({ Name, ...settingsOf(properties) });
    return await created(Name, context);
  },
  async read(Name, context) {
    const found = await context.call.events.DescribeConnection({ Name }).catch(gone);
    if (!found) return undefined;
    const { Description, AuthorizationType } = found;
    // Secrets are told to nobody: what the connection authorizes with is not compared.
    return { properties: { Name, Description, AuthorizationType }, attributes: attributesOf(found) };
  },
  async delete(Name, _properties, { call }) {
    await call.events.DeleteConnection({ Name }).catch(gone);
  },
};

function settingsOf({ Description, AuthorizationType, AuthParameters, KmsKeyIdentifier }: ConnectionProperties) {
  const { OAuthParameters, InvocationHttpParameters, ...others } = AuthParameters;
  return {
    AuthorizationType,
    Description: Description ?? "",
    AuthParameters: {
      ...others,
      ...(OAuthParameters && {
        OAuthParameters: {
          ...OAuthParameters,
          HttpMethod: OAuthParameters.HttpMethod as ConnectionOAuthHttpMethod,
          ...(OAuthParameters.OAuthHttpParameters && {
            OAuthHttpParameters: withBooleans(OAuthParameters.OAuthHttpParameters),
          }),
        },
      }),
      ...(InvocationHttpParameters && { InvocationHttpParameters: withBooleans(InvocationHttpParameters) }),
    },
    ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
  };
}

function withBooleans(given: ConnectionHttpParameters): ConnectionHttpParameters {
  const lists = Object.entries(given).map(([kind, list]) => [
    kind,
    list?.map((one: { IsValueSecret?: unknown }) => ({ ...one, IsValueSecret: String(one.IsValueSecret) === "true" })),
  ]);
  return Object.fromEntries(lists);
}

async function created(Name: string, { call }: Pick<ResourceContext, "call">) {
  return { id: Name, attributes: attributesOf(await call.events.DescribeConnection({ Name })) };
}

function attributesOf({
  ConnectionArn: Arn,
  SecretArn,
}: {
  ConnectionArn?: string | undefined;
  SecretArn?: string | undefined;
}) {
  // Policies write the id as a wildcard.
  return { Arn, SecretArn, ArnForPolicy: Arn?.replace(/\/[0-9a-f-]{36}$/, "") };
}
