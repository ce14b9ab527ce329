import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useSearchParams } from "react-router";
import type { Denial } from "../../cloud/auth/denials.ts";
import { isShared } from "../../cloud/trace/span-tree.ts";
import { readLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { PageError } from "../parts/page-error.tsx";
import { DenialBox } from "./denial-box.tsx";
import { IamPage } from "./iam-page.tsx";

/** What IAM did not allow of late: why, and what would allow it. */
export function Denials() {
  const [query, setQuery] = useSearchParams();
  const place = usePlace();
  const text = query.get("q") ?? "";
  const answer = useAnswer(
    ["denials"],
    async () => (await readLab<{ denials: Denial[] }>("denials", { place })).denials.reverse(),
    { every: 3000 },
  );
  const all = answer.data ?? [];
  const shared = isShared(all);
  const found = all.filter((denial) => JSON.stringify(denial).toLowerCase().includes(text.toLowerCase()));
  return (
    <IamPage>
      <SpaceBetween size="m">
        {answer.error && <PageError error={answer.error} />}
        {all.length > 1 && (
          <TextFilter
            filteringText={text}
            filteringPlaceholder="An action, a resource, a caller"
            filteringAriaLabel="Find denials"
            countText={`${found.length} of ${all.length}`}
            onChange={({ detail }) => {
              const next = new URLSearchParams(query);
              if (detail.filteringText === "") next.delete("q");
              else next.set("q", detail.filteringText);
              setQuery(next, { replace: true });
            }}
          />
        )}
        {answer.data && found.length === 0 && (
          <Container>
            <Empty title={all.length === 0 ? "Nothing was denied" : "No matches"}>
              {all.length === 0 ? "IAM has allowed every call since the lab started." : "Try another filter."}
            </Empty>
          </Container>
        )}
        {found.map((denial) => (
          <DenialBox key={denial.id} denial={denial} isShared={shared} />
        ))}
      </SpaceBetween>
    </IamPage>
  );
}
