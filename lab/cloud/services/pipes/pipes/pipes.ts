import { pageByKey } from "../../../service/paging.ts";
import { invalid } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import type { Pipes } from "../state.ts";
import { changed, listed } from "./described.ts";
import { openPipe } from "./lookup.ts";

const MOST = 100;

export const describePipe: Pipes["DescribePipe"] = ({ Name }, context) => {
  const pipe = openPipe(Name as string, context);
  return {
    ...listed(pipe),
    Description: pipe.description,
    SourceParameters: pipe.sourceParameters,
    EnrichmentParameters: pipe.enrichmentParameters,
    TargetParameters: pipe.targetParameters,
    RoleArn: pipe.role,
    Tags: { ...pipe.tags },
    LogConfiguration: pipe.logging,
    KmsKeyIdentifier: pipe.kmsKey,
  };
};

export const listPipes: Pipes["ListPipes"] = (input, { state, account, region }) => {
  const { NamePrefix = "", SourcePrefix = "", TargetPrefix = "", DesiredState, CurrentState } = input;
  const isWanted = (pipe: PipeRecord) =>
    pipe.name.startsWith(NamePrefix) &&
    pipe.source.startsWith(SourcePrefix) &&
    pipe.target.startsWith(TargetPrefix) &&
    (DesiredState ?? pipe.desired) === pipe.desired &&
    (CurrentState ?? pipe.state) === pipe.state;
  const all = [...state.pipes.values({ under: [account, region] })].filter(isWanted);
  const { items, next } = pageByKey(all, ({ name }) => name, {
    token: input.NextToken,
    size: input.Limit ?? MOST,
    invalid: () => invalid("Invalid token"),
  });
  return { Pipes: items.map(listed), ...(next !== undefined && { NextToken: next }) };
};

export const deletePipe: Pipes["DeletePipe"] = ({ Name }, context) => {
  const { cloud, state } = context;
  const pipe = openPipe(Name as string, context);
  cloud.store.write(() => state.remove(pipe));
  const { LastModifiedTime: _, ...last } = changed(pipe, "DELETING");
  return { ...last, DesiredState: "DELETED", LastModifiedTime: new Date(cloud.clock.now()) };
};
