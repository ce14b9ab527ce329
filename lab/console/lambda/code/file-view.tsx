import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { Code } from "../../parts/code.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import type { Archive, ArchivedFile } from "./archive.ts";
import { textOf } from "./file-text.ts";
import { highlightOf } from "./highlights.ts";

/** The largest file that is unpacked in a browser. */
const LARGEST = 32 * 1024 * 1024;

/** A file of the code. */
export function FileView({ archive, file }: { readonly archive: Archive; readonly file: ArchivedFile }) {
  return (
    <SpaceBetween size="xs">
      <Header variant="h3" description={sizeOf(file.size)}>
        <span className="lambda-path">{file.path}</span>
      </Header>
      {file.size > LARGEST ? (
        <Empty title="Too large to be shown">Download the code to read it.</Empty>
      ) : (
        <FileContent key={file.path} archive={archive} file={file} />
      )}
    </SpaceBetween>
  );
}

function FileContent({ archive, file }: { readonly archive: Archive; readonly file: ArchivedFile }) {
  const read = useMemo(() => {
    try {
      return { shown: textOf(archive.read(file)) };
    } catch (error) {
      return { error: error as Error };
    }
  }, [archive, file]);
  if (read.error) return <PageError error={read.error} />;
  if (!read.shown) return <Empty title="This file is binary">There is no text to show.</Empty>;
  const { text, isCut } = read.shown;
  if (text === "") return <Empty title="This file is empty">It is empty.</Empty>;
  const highlight = highlightOf(file.path);
  return (
    <>
      {isCut && (
        <Box color="text-body-secondary" padding={{ bottom: "xs" }}>
          Only the beginning is shown. Download the code to read the rest.
        </Box>
      )}
      <Code label={file.path} text={text} lineNumbers {...(highlight && { highlight })} />
    </>
  );
}
