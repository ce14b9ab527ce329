import { IAMClient, paginateListGroups } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { CreateGroup } from "./create/create-group.tsx";
import { type ListedPrincipal, PrincipalTable } from "./principal-table.tsx";

/** The groups of users. */
export function Groups() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "groups"], async () => {
    const all: ListedPrincipal[] = [];
    for await (const { Groups = [] } of paginateListGroups({ client }, {}))
      all.push(...Groups.map((one) => ({ name: one.GroupName, arn: one.Arn, created: one.CreateDate, fact: one.Arn })));
    return all;
  });
  return (
    <PrincipalTable
      title="Groups"
      fact="ARN"
      answer={answer}
      actions={
        <DialogButton label="Create group" variant="primary">
          {(close) => <CreateGroup onClose={close} />}
        </DialogButton>
      }
      empty={<Empty title="No groups yet">A group gives all of its users the same permissions.</Empty>}
    />
  );
}
