import {
  IAMClient,
  paginateListGroups,
  paginateListPolicies,
  paginateListRoles,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Roles",
    find: (client) =>
      collect(paginateListRoles({ client: client(IAMClient) }, {}), ({ Roles = [] }) =>
        Roles.map(({ RoleName = "", Arn }) => named("roles", RoleName, Arn)),
      ),
  },
  {
    kind: "Users",
    find: (client) =>
      collect(paginateListUsers({ client: client(IAMClient) }, {}), ({ Users = [] }) =>
        Users.map(({ UserName = "", Arn }) => named("users", UserName, Arn)),
      ),
  },
  {
    kind: "Groups",
    find: (client) =>
      collect(paginateListGroups({ client: client(IAMClient) }, {}), ({ Groups = [] }) =>
        Groups.map(({ GroupName = "", Arn }) => named("groups", GroupName, Arn)),
      ),
  },
  {
    kind: "Policies",
    find: (client) =>
      collect(paginateListPolicies({ client: client(IAMClient) }, { Scope: "Local" }), ({ Policies = [] }) =>
        Policies.map(({ PolicyName: name = "", Arn = "" }) => ({
          name,
          path: `/iam/policy?arn=${encodeURIComponent(Arn)}`,
          arn: Arn,
        })),
      ),
  },
];

function named(kind: string, name: string, arn: string | undefined) {
  return { name, path: `/iam/${kind}/${encodeURIComponent(name)}`, arn };
}
