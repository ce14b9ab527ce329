import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo, useState } from "react";
import { Code } from "../../parts/code.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import type { Archive, ArchivedFile } from "./archive.ts";
import { folded, textOf } from "./file-text.ts";
import { highlightOf } from "./highlights.ts";

/** The largest file that is unpacked in a browser. */
const LARGEST = 32 * 1024 * 1024;

/** How many folds are coloured: more of them keep a browser busy for too long. */
const COLOURED = 4;

/** A file of the code. */
export function FileView({ archive, file }: { readonly archive: Archive; readonly file: ArchivedFile }) {
  return (
    <SpaceBetween size="xs">
      <Header variant="h3" description={sizeOf(file.size)}>
        <span className="lambda-path">{file.path}</span>
      </Header>
      {file.size > LARGEST ? (
        <Empty title="Too large to show">Download the code to read it.</Empty>
      ) : (
        <FileContent key={file.path} archive={archive} file={file} />
      )}
    </SpaceBetween>
  );
}

function FileContent({ archive, file }: { readonly archive: Archive; readonly file: ArchivedFile }) {
  const read = useMemo(() => {
    try {
      return { text: textOf(archive.read(file)) };
    } catch (error) {
      return { error: error as Error };
    }
  }, [archive, file]);
  if (read.error) return <PageError error={read.error} />;
  if (read.text === undefined) return <Empty title="This file is binary">There is no text to show.</Empty>;
  if (read.text === "") return <Empty title="This file is empty">It is empty.</Empty>;
  return <Folded text={read.text} path={file.path} />;
}

/** A text, of which what is long is folded. */
function Folded({ text, path }: { readonly text: string; readonly path: string }) {
  const [folds, setFolds] = useState(1);
  const { shown, linesLeft } = folded(text, folds);
  const highlight = highlightOf(path);
  return (
    <>
      <Code label={path} text={shown} lineNumbers {...(highlight && folds <= COLOURED && { highlight })} />
      {linesLeft > 0 && (
        <Box textAlign="center" padding={{ top: "xs" }}>
          <Button iconName="angle-down" onClick={() => setFolds(folds * 4)}>
            Show more
          </Button>
          <Box color="text-body-secondary" fontSize="body-s">
            {linesLeft.toLocaleString()} more {linesLeft === 1 ? "line" : "lines"}, {sizeOf(text.length)} in all
          </Box>
        </Box>
      )}
    </>
  );
}
