import type { Tag } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters, notFound } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { findTable } from "./lookup.ts";
import { readTableArn } from "./resource-arns.ts";

const MOST = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

export const tagResource: DynamoDb["TagResource"] = ({ ResourceArn, Tags }, context) => {
  if (Tags.length === 0) throw invalid("Atleast one Tag needs to be provided as Input.");
  const given = readTags(Tags);
  change(ResourceArn, context, (tags) => ({ ...tags, ...given }));
  return {};
};

export const untagResource: DynamoDb["UntagResource"] = ({ ResourceArn, TagKeys }, context) => {
  if (TagKeys.length === 0) throw invalid("Atleast one Tag Key needs to be provided as Input.");
  change(ResourceArn, context, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
  );
  return {};
};

export const listTagsOfResource: DynamoDb["ListTagsOfResource"] = ({ ResourceArn }, context) => {
  const { account, region, name } = tagged(ResourceArn, context);
  const tags = context.state.tags.get(account, region, name) ?? {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

type Tags = Readonly<Record<string, string>>;

/** Reads tags that are given. Throws DynamoDB's errors. */
export function readTags(tags: readonly Tag[]): Tags {
  for (const { Key: key, Value: value } of tags) {
    if (!key || key.length > LONGEST_KEY) throw invalid(`The Tag Key provided is invalid, Key: ${key}`);
    if (value === undefined || value.length > LONGEST_VALUE)
      throw invalid(`The Tag Value provided is invalid, Value: ${value ?? "null"}`);
    if (/^aws:/i.test(key)) throw invalid(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
  }
  const keys = tags.map(({ Key }) => Key);
  const twice = keys.find((key, i) => keys.indexOf(key) < i);
  if (twice !== undefined) throw invalid(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${twice}`);
  checkCount(keys.length);
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function checkCount(count: number): void {
  if (count > MOST) throw invalid("Number of Tags exceed the current limit for the provided ResourceArn");
}

function change(arn: string, context: DynamoDbContext, apply: (tags: Tags) => Tags): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { account, region, name } = tagged(arn, context);
    const tags = apply(state.tags.get(account, region, name) ?? {});
    checkCount(Object.keys(tags).length);
    state.tags.put([account, region, name], tags);
  });
}

function tagged(arn: string, { state, region }: DynamoDbContext): TableRecord {
  const { stream, ...name } = readTableArn(arn);
  if (stream !== undefined)
    throw invalidParameters(`Invalid resource arn provided, only table is accepted. Provided resource arn: ${arn}`);
  if (name.region !== region) throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  const table = findTable(name, state);
  if (!table) throw notFound(`ResourceArn: ${arn} not found`);
  return table;
}
