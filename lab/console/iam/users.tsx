import { IAMClient, paginateListUsers } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { CreateUser } from "./create/create-user.tsx";
import { type ListedPrincipal, PrincipalTable } from "./principal-table.tsx";

/** The users. */
export function Users() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "users"], async () => {
    const all: ListedPrincipal[] = [];
    for await (const { Users = [] } of paginateListUsers({ client }, {}))
      all.push(...Users.map((one) => ({ name: one.UserName, arn: one.Arn, created: one.CreateDate, fact: one.Arn })));
    return all;
  });
  return (
    <PrincipalTable
      title="Users"
      fact="ARN"
      answer={answer}
      actions={
        <DialogButton label="Create user" variant="primary">
          {(close) => <CreateUser onClose={close} />}
        </DialogButton>
      }
      empty={
        <Empty title="No users yet">
          Create one here. For a class: <code>npx lab class create --students 30</code>
        </Empty>
      }
    />
  );
}
