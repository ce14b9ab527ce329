import { accessOf } from "../../auth/access-table.ts";

interface SsmInput {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Path?: string;
  readonly ResourceId?: string;
}

export const access = accessOf<SsmInput>({
  prefix: "ssm",
  resource(_operation, { Name, Names, Path, ResourceId }, { region, account }) {
    // Of several names the first one stands for all: a policy has them under one path.
    const name = Name ?? Names?.[0] ?? Path ?? ResourceId;
    if (name === undefined) return "*";
    if (name.startsWith("arn:")) return name;
    return `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, "").replace(/:[^/]*$/, "")}`;
  },
});
