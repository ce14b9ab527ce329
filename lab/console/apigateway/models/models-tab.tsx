import { paginateGetModels } from "@aws-sdk/client-api-gateway";
import { GetModelsCommand } from "@aws-sdk/client-apigatewayv2";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Json } from "../../parts/code.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { type Api, type Clients, useClients } from "../apis.ts";

/** The schemas that an API knows what is sent by. */
export function ModelsTab({ api: { id, kind } }: { readonly api: Api }) {
  const clients = useClients();
  const { data, error } = useAnswer(["apigateway", id, "models"], () =>
    kind === "REST" ? restModels(id, clients) : modelsV2(id, clients),
  );
  if (!data) return error ? <PageError error={error} /> : <Spinner />;
  if (data.length === 0)
    return (
      <Empty title="No models">A model is a JSON schema: with a validator, requests that break it are refused.</Empty>
    );
  return (
    <SpaceBetween size="s">
      {data.map(({ name, description, schema }) => (
        <ExpandableSection
          key={name}
          headerText={name}
          {...(description && { headerDescription: description })}
          variant="container"
          defaultExpanded={data.length === 1}
        >
          <Json label={`The model ${name}`} value={schema} />
        </ExpandableSection>
      ))}
    </SpaceBetween>
  );
}

async function restModels(restApiId: string, { rest }: Clients) {
  const models = await collect(paginateGetModels({ client: rest, pageSize: 500 }, { restApiId }), ({ items }) => items);
  return models.map(({ name = "", description, schema = "" }) => ({ name, description, schema }));
}

async function modelsV2(ApiId: string, { v2 }: Clients) {
  const pages = pagesOf((NextToken) => v2.send(new GetModelsCommand({ ApiId, NextToken })));
  const models = await collect(pages, ({ Items }) => Items);
  return models.map(({ Name: name = "", Description: description, Schema: schema = "" }) => ({
    name,
    description,
    schema,
  }));
}
