import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Facts } from "../../parts/facts.tsx";

/** A function's tags. */
export function Tags({ tags }: { readonly tags: Readonly<Record<string, string>> }) {
  const names = Object.keys(tags).sort();
  return (
    <Container header={<Header counter={`(${names.length})`}>Tags</Header>}>
      {names.length === 0 ? (
        "None."
      ) : (
        <Facts items={names.map((name) => ({ label: name, value: tags[name] || "–" }))} />
      )}
    </Container>
  );
}
