import {
  APIGatewayClient,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
  type QuotaSettings,
  type ThrottleSettings,
} from "@aws-sdk/client-api-gateway";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";

/** The usage plans: which stages they are for, what they allow, and the keys that have them. */
export function UsagePlans() {
  const client = useClient(APIGatewayClient);
  const answer = useAnswer(["apigateway", "plans"], () =>
    collect(paginateGetUsagePlans({ client, pageSize: 500 }, {}), ({ items }) => items),
  );
  return (
    <ResourceTable
      title="Usage plans"
      answer={answer}
      id={({ id = "" }) => id}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "name",
          isRowHeader: true,
          minWidth: 140,
          cell: ({ name }) => name,
        },
        {
          id: "stages",
          header: "Stages",
          minWidth: 160,
          cell: ({ apiStages = [] }) =>
            apiStages.length === 0
              ? "none"
              : apiStages.map(({ apiId = "", stage = "" }) => (
                  <div key={`${apiId} ${stage}`}>
                    <PageLink to={`/apigateway/${encodeURIComponent(apiId)}?tab=stages`}>
                      {apiId}/{stage}
                    </PageLink>
                  </div>
                )),
        },
        { id: "rate", header: "Rate", minWidth: 150, cell: ({ throttle }) => rateOf(throttle) },
        { id: "quota", header: "Quota", minWidth: 130, cell: ({ quota }) => quotaOf(quota) },
        { id: "keys", header: "Keys", minWidth: 140, cell: ({ id = "" }) => <Keys plan={id} /> },
        { id: "id", header: "ID", minWidth: 100, cell: ({ id }) => id },
      ]}
      empty={
        <Empty title="No usage plans yet">
          <code>aws apigateway create-usage-plan --name …</code> makes one.
        </Empty>
      }
    />
  );
}

function Keys({ plan }: { readonly plan: string }) {
  const client = useClient(APIGatewayClient);
  const { data, error } = useAnswer(["apigateway", "plans", plan, "keys"], () =>
    collect(paginateGetUsagePlanKeys({ client, pageSize: 500 }, { usagePlanId: plan }), ({ items }) => items),
  );
  if (error) return error.message;
  return data?.map(({ name, id }) => name ?? id).join(", ") || "none";
}

function rateOf({ rateLimit, burstLimit }: ThrottleSettings = {}): string {
  return rateLimit === undefined ? "any" : `${rateLimit} a second, ${burstLimit ?? 0} at once`;
}

function quotaOf({ limit, period }: QuotaSettings = {}): string {
  return limit === undefined ? "none" : `${limit} a ${period?.toLowerCase()}`;
}
