import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { CreateRole } from "./create/create-role.tsx";
import { type ListedPrincipal, PrincipalTable } from "./principal-table.tsx";
import { trusted } from "./trusted.ts";

/** The roles, and whom they trust. */
export function Roles() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "roles"], async () => {
    const all: ListedPrincipal[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {}))
      all.push(
        ...Roles.map((one) => ({
          name: one.RoleName,
          arn: one.Arn,
          created: one.CreateDate,
          fact: trusted(one.AssumeRolePolicyDocument).join(", "),
        })),
      );
    return all;
  });
  return (
    <PrincipalTable
      title="Roles"
      fact="Trusts"
      answer={answer}
      actions={
        <DialogButton label="Create role" variant="primary">
          {(close) => <CreateRole onClose={close} />}
        </DialogButton>
      }
      empty={<Empty title="No roles yet">Create one here. Stacks create roles for their functions.</Empty>}
    />
  );
}
