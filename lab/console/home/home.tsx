import ColumnLayout from "@cloudscape-design/components/column-layout";
import { usePlace } from "../cloud/place.ts";
import { Page } from "../parts/page.tsx";
import { Connect } from "./connect.tsx";
import { Overview } from "./overview.tsx";
import { Recent } from "./recent.tsx";
import { Resources } from "./resources.tsx";
import { Stacks } from "./stacks.tsx";

/** What runs, where, and how tools are pointed at it. */
export default function Home() {
  const { isLab } = usePlace();
  return (
    <Page title="Home" description={isLab ? "A cloud on your own machine." : "The cloud that this console shows."}>
      <Overview />
      <Resources />
      {isLab && <Recent />}
      <ColumnLayout columns={1}>
        <Stacks />
        <Connect />
      </ColumnLayout>
    </Page>
  );
}
