import { notFound } from "../../shared/errors.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";

type Tags = Record<string, string>;

export const tagResource: ApiGatewayV2["TagResource"] = ({ ResourceArn, Tags }, context) => {
  retag(ResourceArn, context, (before) => ({ ...before, ...Tags }));
  return {};
};

export const untagResource: ApiGatewayV2["UntagResource"] = ({ ResourceArn, TagKeys }, context) => {
  retag(ResourceArn, context, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !TagKeys.includes(key))),
  );
  return {};
};

export const getTags: ApiGatewayV2["GetTags"] = ({ ResourceArn }, context) => ({
  Tags: find(ResourceArn, context).tags,
});

/** An API, a stage of one, or a domain, by its ARN: `arn:aws:apigateway:REGION::/apis/ID/stages/NAME`. */
function find(arn: string, { state, account, region }: V2Context): { tags: Tags; put: (tags: Tags) => void } {
  const [, of, resource, id = "", stage] =
    /^arn:aws:apigateway:([^:]*)::\/(apis|domainnames)\/([^/]+)(?:\/stages\/(.+))?$/.exec(arn) ?? [];
  const kind = of === region ? resource : undefined;
  if (kind === "domainnames") {
    const domain = state.domains.get(id);
    if (domain?.account === account) {
      return { tags: domain.tags ?? {}, put: (tags) => state.domains.put([id], { ...domain, tags }) };
    }
  }
  const key = stage === undefined ? [account, region, id] : [account, region, id, stage];
  const record = stage === undefined ? state.apis.get(...key) : state.stages.get(...key);
  if (kind !== "apis" || !record) throw notFound("Invalid resource ARN specified");
  const collection = (stage === undefined ? state.apis : state.stages) as { put(key: string[], value: object): void };
  return { tags: record.Tags ?? {}, put: (Tags) => collection.put(key, { ...record, Tags }) };
}

function retag(arn: string, context: V2Context, apply: (tags: Tags) => Tags): void {
  context.cloud.store.write(() => {
    const { tags, put } = find(arn, context);
    put(apply(tags));
  });
}
