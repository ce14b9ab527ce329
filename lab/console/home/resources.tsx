import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import { useClients } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { PageLink } from "../parts/page-link.tsx";
import { type Count, sections } from "../sections.ts";

/** How many resources there are, as each section counts its own. */
export function Resources() {
  const { data = [] } = useQuery({ queryKey: ["counts"], queryFn: loadCounts, staleTime: Number.POSITIVE_INFINITY });
  return (
    <Container header={<Header>Resources</Header>}>
      <ColumnLayout columns={4} variant="text-grid" minColumnWidth={150}>
        {data.map(({ path, count }) => (
          <Counted key={count.title} path={path} {...count} />
        ))}
      </ColumnLayout>
    </Container>
  );
}

async function loadCounts() {
  const loaded = sections.map(async ({ path, counts: load }) => {
    const { counts } = (await load?.()) ?? { counts: [] };
    return counts.map((count) => ({ path: `/${path}${count.page ? `/${count.page}` : ""}`, count }));
  });
  return (await Promise.all(loaded)).flat();
}

function Counted({ path, title, count }: Count & { readonly path: string }) {
  const client = useClients();
  const { data, error, isPending } = useAnswer(["count", title], () => count(client), { every: 10_000 });
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
