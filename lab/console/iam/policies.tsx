import { IAMClient, type Policy, paginateListPolicies } from "@aws-sdk/client-iam";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useSearchParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { CreatePolicy } from "./create/create-policy.tsx";
import { IamPage } from "./iam-page.tsx";

type Scope = "Local" | "AWS";

/** The managed policies: the account's own, or AWS's. */
export function Policies() {
  const client = useClient(IAMClient);
  const [query, setQuery] = useSearchParams();
  const scope: Scope = query.get("scope") === "AWS" ? "AWS" : "Local";
  const answer = useAnswer(["iam", "policies", scope], async () => {
    const policies: Policy[] = [];
    for await (const page of paginateListPolicies({ client }, { Scope: scope }))
      policies.push(...(page.Policies ?? []));
    return policies;
  });
  return (
    <IamPage>
      <ResourceTable
        title="Policies"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        actions={
          <>
            <SegmentedControl
              label="Whose policies"
              selectedId={scope}
              options={[
                { id: "Local", text: "This account's" },
                { id: "AWS", text: "AWS's" },
              ]}
              onChange={({ detail }) => {
                const next = new URLSearchParams(query);
                next.set("scope", detail.selectedId);
                setQuery(next, { replace: true });
              }}
            />
            <DialogButton label="Create policy" variant="primary">
              {(close) => <CreatePolicy onClose={close} />}
            </DialogButton>
          </>
        }
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "PolicyName",
            minWidth: 220,
            cell: ({ PolicyName, Arn = "" }) => (
              <PageLink to={`/iam/policy?arn=${encodeURIComponent(Arn)}`}>{PolicyName}</PageLink>
            ),
          },
          {
            id: "attached",
            header: "Attached to",
            sortingField: "AttachmentCount",
            minWidth: 120,
            cell: ({ AttachmentCount = 0 }) => AttachmentCount,
          },
          {
            id: "changed",
            header: "Changed",
            sortingField: "UpdateDate",
            minWidth: 160,
            // The lab does not know since when AWS has its own.
            cell: ({ UpdateDate }) => <Time at={UpdateDate?.getTime() ? UpdateDate : undefined} />,
          },
        ]}
        empty={
          <Empty title="No policies yet">
            Stacks mostly use inline policies in their roles. Switch to AWS's above to see managed ones.
          </Empty>
        }
      />
    </IamPage>
  );
}
