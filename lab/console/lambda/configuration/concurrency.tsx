import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  paginateListProvisionedConcurrencyConfigs,
} from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";

/** How many events a function can handle at the same time. */
export function Concurrency({ name }: { readonly name: string }) {
  const client = useClient(LambdaClient);
  const { data, error } = useAnswer(["lambda", "concurrency", name], async () => {
    const input = { FunctionName: name };
    const [{ ReservedConcurrentExecutions: reserved }, { AccountLimit }, provisioned] = await Promise.all([
      client.send(new GetFunctionConcurrencyCommand(input)),
      client.send(new GetAccountSettingsCommand({})),
      collect(
        paginateListProvisionedConcurrencyConfigs({ client }, input),
        ({ ProvisionedConcurrencyConfigs }) => ProvisionedConcurrencyConfigs,
      ),
    ]);
    return { reserved, unreserved: AccountLimit?.UnreservedConcurrentExecutions, provisioned };
  });
  return (
    <Container header={<Header>Concurrency</Header>}>
      {error && <PageError error={error} />}
      {!data && !error && <Spinner />}
      {data && (
        <Facts
          items={[
            {
              label: "Reserved",
              value: data.reserved ?? `none: it shares the account's ${data.unreserved ?? ""} with others`,
            },
            ...data.provisioned.map((one) => ({
              label: `Provisioned for ${one.FunctionArn?.split(":").at(-1)}`,
              value: `${one.AvailableProvisionedConcurrentExecutions ?? 0} of ${one.RequestedProvisionedConcurrentExecutions} (${one.Status})`,
            })),
          ]}
        />
      )}
    </Container>
  );
}
