import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetAccountSummaryCommand, IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { PageLink } from "../parts/page-link.tsx";

/** How many resources there are, by service. */
export function Resources() {
  const s3 = useClient(S3Client);
  const lambda = useClient(LambdaClient);
  const rest = useClient(APIGatewayClient);
  const http = useClient(ApiGatewayV2Client);
  const logs = useClient(CloudWatchLogsClient);
  const iam = useClient(IAMClient);
  return (
    <Container header={<Header>Resources</Header>}>
      <ColumnLayout columns={3} variant="text-grid" minColumnWidth={150}>
        <Count
          path="/s3"
          title="Buckets"
          count={async () => some(await s3.send(new ListBucketsCommand({})), "Buckets")}
        />
        <Count
          path="/lambda"
          title="Functions"
          count={async () => some(await lambda.send(new ListFunctionsCommand({})), "Functions")}
        />
        <Count
          path="/apigateway"
          title="APIs"
          count={async () => {
            const [one, two] = await Promise.all([
              rest.send(new GetRestApisCommand({ limit: 500 })),
              http.send(new GetApisCommand({})),
            ]);
            return String((one.items?.length ?? 0) + (two.Items?.length ?? 0));
          }}
        />
        <Count
          path="/logs"
          title="Log groups"
          count={async () => some(await logs.send(new DescribeLogGroupsCommand({})), "logGroups")}
        />
        <Count path="/iam/roles" title="Roles" count={async () => summary(iam, "Roles")} />
        <Count path="/iam/users" title="Users" count={async () => summary(iam, "Users")} />
      </ColumnLayout>
    </Container>
  );
}

async function summary(iam: IAMClient, name: "Roles" | "Users"): Promise<string> {
  const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}));
  return String(SummaryMap[name] ?? 0);
}

/** How many members an answer lists; a plus when there are more. */
function some<K extends string>(answer: { readonly [k in K]?: readonly unknown[] | undefined }, name: K): string {
  const { NextMarker, nextToken, ContinuationToken } = answer as Record<string, unknown>;
  const isMore = Boolean(NextMarker ?? nextToken ?? ContinuationToken);
  return `${answer[name]?.length ?? 0}${isMore ? "+" : ""}`;
}

interface CountProps {
  readonly path: string;
  readonly title: string;
  readonly count: () => Promise<string>;
}

function Count({ path, title, count }: CountProps) {
  const { data, error, isPending } = useAnswer(["count", title], count, { every: 10_000 });
  return (
    <div>
      <Box variant="awsui-key-label">{title}</Box>
      {isPending ? (
        <Spinner />
      ) : (
        <PageLink to={path} fontSize="display-l">
          {error ? "?" : data}
        </PageLink>
      )}
    </div>
  );
}
