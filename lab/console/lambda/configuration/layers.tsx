import type { Layer } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Copied } from "../../parts/copied.tsx";
import { sizeOf } from "../../parts/sizes.ts";

/** The layers that a function's code is put upon, the lowest first. */
export function Layers({ layers }: { readonly layers: readonly Layer[] }) {
  return (
    <Container header={<Header counter={`(${layers.length})`}>Layers</Header>}>
      {layers.length === 0
        ? "No layers."
        : layers.map(({ Arn = "", CodeSize }) => (
            <div key={Arn}>
              <Copied text={Arn} /> {sizeOf(CodeSize)}
            </div>
          ))}
    </Container>
  );
}
