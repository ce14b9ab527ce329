import { badRequest, notFound } from "../../shared/errors.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";

type Tags = Record<string, string>;

/** What has tags, by the path in its ARN: `arn:aws:apigateway:us-east-1::/restapis/ID/stages/NAME`. */
const TAGGED = {
  restapis: (context: ApiGatewayContext) => context.state.apis,
  stages: (context: ApiGatewayContext) => context.state.stages,
  apikeys: (context: ApiGatewayContext) => context.state.apiKeys,
  usageplans: (context: ApiGatewayContext) => context.state.usagePlans,
  clientcertificates: (context: ApiGatewayContext) => context.state.certificates,
} as const;

export const tagResource: ApiGateway["TagResource"] = ({ resourceArn, tags }, context) => {
  retag(resourceArn, context, (before) => ({ ...before, ...tags }));
  return {};
};

export const untagResource: ApiGateway["UntagResource"] = ({ resourceArn, tagKeys }, context) => {
  retag(resourceArn, context, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
  );
  return {};
};

export const getTags: ApiGateway["GetTags"] = ({ resourceArn }, context) => ({
  tags: find(resourceArn, context).record.tags ?? {},
});

function find(arn: string, context: ApiGatewayContext) {
  const { state, account, region } = context;
  if (!arn.startsWith("arn:"))
    throw badRequest(`Invalid ARN specified in the request. ARNs must start with 'arn:': ${arn}`);
  const [, of, resource] = /^arn:aws:apigateway:([^:]*)::\/(.+)$/.exec(arn) ?? [];
  const path = (of === region && resource?.split("/")) || [];
  const [kind = "", id = "", part, name = ""] = path;
  if (kind === "domainnames") {
    const record = state.domains.get(id);
    if (record?.account === account) {
      return { record, put: (tags: Tags) => state.domains.put([id], { ...record, tags }) };
    }
  }
  const key = part === "stages" ? [account, region, id, name] : [account, region, id];
  const tagged = TAGGED[(part === "stages" ? part : kind) as keyof typeof TAGGED];
  const collection = tagged?.(context);
  const record = collection?.get(...key);
  if (!collection || !record) throw notFound(`Invalid ARN specified in the request: ${arn}`);
  return { record, put: (tags: Tags) => collection.put(key, { ...record, tags } as never) };
}

function retag(arn: string, context: ApiGatewayContext, apply: (tags: Tags) => Tags): void {
  context.cloud.store.write(() => {
    const { record, put } = find(arn, context);
    put(apply(record.tags ?? {}));
  });
}
