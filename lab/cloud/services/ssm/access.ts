import { accessOf } from "../../auth/access-table.ts";
import type { SsmState } from "./state.ts";

interface SsmInput {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Path?: string;
  readonly ResourceId?: string;
  readonly Overwrite?: boolean;
  readonly Recursive?: boolean;
  readonly Policies?: string;
}

export const access = accessOf<SsmInput, SsmState>({
  prefix: "ssm",
  resource(_operation, { Name, Names, Path, ResourceId }, { region, account }) {
    const arnOf = (name: string) =>
      name.startsWith("arn:")
        ? name
        : `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, "").replace(/:[^/]*$/, "")}`;
    const name = Name ?? Path ?? ResourceId;
    return name === undefined ? (Names?.map(arnOf) ?? "*") : arnOf(name);
  },
  tags(arn, { state, account, region }) {
    const name = arn.split(":parameter/")[1];
    // An ARN does not tell whether a name begins with a slash.
    return name === undefined
      ? undefined
      : (state.tags.get(account, region, name) ?? state.tags.get(account, region, `/${name}`));
  },
  tagKey: "ssm:resourceTag",
  keys: ({ input: { Overwrite, Recursive, Policies } }) => ({
    "ssm:Overwrite": String(Overwrite ?? false),
    "ssm:Recursive": String(Recursive ?? false),
    "ssm:Policies": Policies,
  }),
  tagging: (operation) => (operation === "PutParameter" ? "AddTagsToResource" : undefined),
});
