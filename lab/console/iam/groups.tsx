import { IAMClient, paginateListGroups } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
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
      empty={
        <Empty title="No groups yet">
          Make one: <code>aws iam create-group --group-name developers</code>
        </Empty>
      }
    />
  );
}
